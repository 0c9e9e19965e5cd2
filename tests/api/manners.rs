//! How the API behaves whatever it is asked: problems, repeated requests, caches, limits, origins, health.

use postil::model::site::Policy;
use serde_json::json;

use crate::app::{ARTICLE, TestApp, on_both_databases};

on_both_databases!(
    every_error_is_a_problem,
    a_repeated_request_acts_once_and_gets_the_first_answer,
    a_hundred_requests_with_one_key_make_one_comment,
    a_thread_is_kept_ready_until_it_changes,
    an_address_that_asks_too_much_has_to_wait,
    browsers_may_call_from_the_sites_origins_only,
    the_server_tells_how_it_is,
);

const COMMENTS: &str = "/api/v1/sites/courier/comments";

async fn every_error_is_a_problem(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let json = "application/json";
    let big = format!("{{\"body\": \"{}\"}}", "x".repeat(65 * 1024));
    let asked: &[(&str, &str, &str, &str, u16)] = &[
        ("GET", "/api/v1/nothing", "", "", 404),
        ("GET", "/nothing", "", "", 404),
        ("PUT", COMMENTS, json, "{}", 405),
        ("POST", COMMENTS, json, &big, 413),
        ("POST", COMMENTS, "text/plain", "{}", 415),
        ("POST", COMMENTS, json, "{\"url\": ", 400),
        ("POST", COMMENTS, json, "[]", 422),
        ("POST", COMMENTS, json, "{\"body\": \"x\", \"url\": \"y\", \"colour\": 1}", 422),
        ("GET", "/api/v1/sites/courier/comments", "", "", 422),
        ("GET", "/api/v1/sites/courier/comments?url=https://news.example/a&limit=0", "", "", 422),
        ("GET", "/api/v1/sites/courier/comments?url=https://news.example/a&cursor=x", "", "", 422),
        ("GET", "/api/v1/sites/nowhere/comments?url=https://news.example/a", "", "", 404),
        ("GET", "/api/v1/moderation/queues/pending?site=courier", "", "", 401),
    ];
    for (method, path, content_type, body, status) in asked {
        let mut request = app.request(method, path).body((*body).to_owned());
        if !content_type.is_empty() {
            request = request.header("Content-Type", *content_type);
        }
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status().as_u16(), *status, "{method} {path} {body:.40}");
        assert_eq!(response.headers()["Content-Type"], "application/problem+json", "{method} {path}");
        assert!(response.headers().contains_key("X-Request-Id"), "{method} {path}");
        assert_eq!(response.headers().contains_key("Allow"), *status == 405, "{method} {path}");
        let problem: serde_json::Value = response.json().await.expect("JSON");
        assert_eq!(problem["status"], *status, "{problem}");
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{problem}");
        if *status == 422 {
            assert!(problem["errors"][0]["field"].is_string(), "{method} {path} {body}: {problem}");
        }
    }
    let unknown = json!({"url": ARTICLE, "body": "x", "guest": {"name": "Gus", "colour": "red"}});
    let answer = app.post(COMMENTS, None, unknown).await;
    assert_eq!(answer.body["errors"][0]["field"], "guest.colour", "{}", answer.body);
    let missing = app.post(COMMENTS, None, json!({"url": ARTICLE})).await;
    assert_eq!(missing.body["errors"][0]["field"], "body", "{}", missing.body);
    app
}

fn comment(body: &str) -> String {
    json!({"url": ARTICLE, "body": body, "guest": {"name": "Gus"}}).to_string()
}

async fn a_repeated_request_acts_once_and_gets_the_first_answer(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let send = async |key: &str, body: &str| {
        let request = app.request("POST", COMMENTS).header("Content-Type", "application/json");
        let response = request.header("Idempotency-Key", key).body(comment(body)).send().await.expect("an answer");
        let replayed = response.headers().contains_key("Idempotency-Replayed");
        (response.status().as_u16(), replayed, response.text().await.expect("a body"))
    };
    let (status, replayed, first) = send("key-1", "Once is enough.").await;
    assert_eq!((status, replayed), (201, false), "{first}");
    let (status, replayed, again) = send("key-1", "Once is enough.").await;
    assert_eq!((status, replayed), (201, true), "{again}");
    assert_eq!(again, first);
    let (status, _, other) = send("key-1", "Something else entirely.").await;
    assert_eq!(status, 422, "{other}");
    assert!(other.contains("Idempotency-Key"), "{other}");
    let (status, ..) = send("key-2", "Something else entirely.").await;
    assert_eq!(status, 201);
    let (status, ..) = send("", "Something else entirely.").await;
    assert_eq!(status, 422);
    let thread = app.get(&format!("{COMMENTS}?url={ARTICLE}"), None).await;
    assert_eq!(thread.body["items"].as_array().map(Vec::len), Some(2), "{}", thread.body);
    app
}

async fn a_hundred_requests_with_one_key_make_one_comment(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let posts = (0..100).map(|_| {
        let request = app.request("POST", COMMENTS).header("Content-Type", "application/json");
        request.header("Idempotency-Key", "the-same").body(comment("Did it arrive?")).send()
    });
    let mut bodies = std::collections::BTreeSet::new();
    for response in futures_util::future::join_all(posts).await {
        let response = response.expect("an answer");
        assert_eq!(response.status(), 201);
        bodies.insert(response.text().await.expect("a body"));
    }
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    let thread = app.get(&format!("{COMMENTS}?url={ARTICLE}"), None).await;
    assert_eq!(thread.body["items"].as_array().map(Vec::len), Some(1), "{}", thread.body);
    app
}

async fn a_thread_is_kept_ready_until_it_changes(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let path = format!("{COMMENTS}?url={ARTICLE}");
    let read = async |tag: &str, encoding: &str| {
        let request = app.request("GET", &path).header("Accept-Encoding", encoding);
        request.header("If-None-Match", tag).send().await.expect("an answer")
    };
    let tag_of = |response: &reqwest::Response| response.headers()["ETag"].to_str().expect("text").to_owned();
    let empty = read("", "identity").await;
    assert_eq!(empty.status(), 200);
    let before = tag_of(&empty);
    assert_eq!(read(&before, "br").await.status(), 304);

    let moderator = app.moderator("courier", "Ines").await;
    for round in 0..12 {
        let text = format!("Look number {round}, and then look once more at what the minutes of the meeting say.");
        let posted = app.post(COMMENTS, Some(&moderator), json!({"url": ARTICLE, "body": text})).await;
        assert_eq!(posted.status, 201, "{}", posted.body);
        let page = app.get(&path, None).await;
        assert_eq!(page.body["items"].as_array().map(Vec::len), Some(round + 1), "what was posted is seen at once");
    }
    let whole = read(&before, "identity").await;
    assert_eq!(whole.status(), 200);
    let (after, whole) = (tag_of(&whole), whole.text().await.expect("a body"));
    assert_ne!(after, before);
    for encoding in ["gzip", "br"] {
        let packed = read("", encoding).await;
        assert_eq!(tag_of(&packed), after);
        assert!(packed.headers()["Vary"].to_str().is_ok_and(|vary| vary.starts_with("Accept-Encoding, Origin")));
        assert_eq!(packed.text().await.expect("unpacked"), whole);
    }
    assert_eq!(read(&after, "gzip").await.status(), 304);
    let metrics = app.service.metrics.render();
    assert!(metrics.contains("thread_cache_hits_total") && !metrics.contains("thread_cache_hits_total 0"), "{metrics}");
    app
}

async fn an_address_that_asks_too_much_has_to_wait(app: TestApp) -> TestApp {
    let attempt = json!({"email": "nobody@readers.example", "password": "not the right one"});
    let mut left = u32::MAX;
    for _ in 0..30 {
        let request = app.request("POST", "/api/v1/sessions").header("Content-Type", "application/json");
        let response = request.body(attempt.to_string()).send().await.expect("an answer");
        let header = |name: &str| response.headers()[name].to_str().expect("text").parse::<u32>().expect("a number");
        assert_eq!(header("RateLimit-Limit"), 20);
        assert!(header("RateLimit-Remaining") < left || left == 0);
        left = header("RateLimit-Remaining");
        if response.status() == 429 {
            assert!(header("Retry-After") >= 1);
            assert_eq!(response.headers()["Content-Type"], "application/problem+json");
            assert_eq!(app.get("/healthz", None).await.status, 200, "other classes have budgets of their own");
            return app;
        }
        assert_eq!(response.status(), 401);
    }
    panic!("thirty attempts in a row were answered");
}

async fn browsers_may_call_from_the_sites_origins_only(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let preflight = async |origin: &str, path: &str| {
        let request = app.request("OPTIONS", path).header("Origin", origin);
        let request = request.header("Access-Control-Request-Method", "POST");
        let response =
            request.header("Access-Control-Request-Headers", "content-type").send().await.expect("an answer");
        response.headers().get("Access-Control-Allow-Origin").map(|value| value.to_str().expect("text").to_owned())
    };
    let own = "https://news.example";
    assert_eq!(preflight(own, COMMENTS).await.as_deref(), Some(own));
    assert_eq!(preflight(own, "/api/v1/sessions").await.as_deref(), Some(own));
    assert_eq!(preflight(own, "/api/v1/sites/other/comments").await, None);
    assert_eq!(preflight("https://evil.example", COMMENTS).await, None);
    assert_eq!(preflight("https://evil.example", "/api/v1/sessions").await, None);
    let read = app.request("GET", &format!("{COMMENTS}?url={ARTICLE}")).header("Origin", own).send().await;
    let read = read.expect("an answer");
    assert_eq!(read.headers()["Access-Control-Allow-Origin"], own);
    assert!(!read.headers().contains_key("Access-Control-Allow-Credentials"));
    app
}

async fn the_server_tells_how_it_is(app: TestApp) -> TestApp {
    assert_eq!(app.get("/healthz", None).await.status, 200);
    assert_eq!(app.get("/readyz", None).await.status, 200);
    assert_eq!(app.get("/metrics", None).await.status, 404, "readers cannot reach the metrics");
    let metrics = reqwest::get(app.metrics_url()).await.expect("an answer").text().await.expect("text");
    assert!(metrics.contains("http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1"), "{metrics}");

    let given = app.request("GET", "/healthz").header("X-Request-Id", "from-the-proxy_1").send().await;
    assert_eq!(given.expect("an answer").headers()["X-Request-Id"], "from-the-proxy_1");
    let odd = app.request("GET", "/healthz").header("X-Request-Id", "a b").send().await.expect("an answer");
    assert_ne!(odd.headers()["X-Request-Id"], "a b");
    let head = app.request("HEAD", "/api/v1/openapi.json").send().await.expect("an answer");
    assert_eq!(head.status(), 200);
    let docs = app.request("GET", "/docs").send().await.expect("an answer");
    assert_eq!(docs.status(), 200, "{:?}", docs.url());
    assert!(docs.text().await.expect("text").contains("swagger-ui"));
    app
}
