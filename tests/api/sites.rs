//! Sites, their rules, moderators and threads: who may set them up, and what holds afterwards.

use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{ARTICLE, Answer, Person, TestApp, on_both_databases};

on_both_databases!(
    rules_that_are_not_named_stay,
    a_stale_change_of_a_site_is_refused,
    a_moderator_is_appointed_and_dismissed,
    a_closed_thread_takes_nothing,
    a_moderator_sets_up_no_other_site,
    sites_are_listed_to_those_who_look_after_them,
);

const SITE: &str = "/api/v1/sites/courier";

impl TestApp {
    async fn comments(&self, who: &Person, body: &str) -> Answer {
        self.post(&format!("{SITE}/comments"), Some(who), json!({"url": ARTICLE, "body": body})).await
    }
}

async fn rules_that_are_not_named_stay(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let moderator = app.moderator("courier", "Ines").await;
    let reader = app.reader("Ada").await;
    let rules = format!("{SITE}/rules");
    let words = json!({"words": {"banned": ["moonquake"]}, "rate": {"per_hour": 40}});
    assert_eq!(app.put(&rules, &moderator, words).await.status, 200);
    let changed = app.put(&rules, &moderator, json!({"rate": {"per_minute": 9}, "close_after_days": 30})).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert_eq!(changed.body["rate"], json!({"per_minute": 9, "per_hour": 40}));
    assert_eq!(changed.body["words"], json!({"banned": ["moonquake"], "suspect": []}));
    assert_eq!((&changed.body["policy"], &changed.body["close_after_days"]), (&json!("open"), &json!(30)));
    let read = app.get(&rules, Some(&moderator)).await;
    assert_eq!((read.body, read.headers.get("etag")), (changed.body.clone(), changed.headers.get("etag")));
    let forever = app.put(&rules, &moderator, json!({"close_after_days": null})).await;
    assert_eq!(forever.body["close_after_days"], Value::Null);

    let refused = app.comments(&reader, "There was a moonquake, I felt it.").await;
    assert_eq!((refused.status, &refused.body["findings"][0]["check"]), (422, &json!("word_list")));
    let wrong = app.put(&rules, &moderator, json!({"rate": {"per_minute": 0}, "policy": "all"})).await;
    assert_eq!((wrong.status, &wrong.body["errors"][0]["field"]), (422, &json!("rate.per_minute")));
    assert_eq!(app.get(&rules, Some(&moderator)).await.body, forever.body, "nothing of a wrong change holds");
    assert_eq!(app.put(&rules, &reader, json!({"policy": "all"})).await.status, 403);
    app
}

async fn a_stale_change_of_a_site_is_refused(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let administrator = app.administrator("Rosa").await;
    let read = app.get(SITE, Some(&administrator)).await;
    let tag = read.header("etag");
    let unchanged = app.send_with(&[("If-None-Match", tag)], "GET", SITE, Some(&administrator), None).await;
    assert_eq!((tag, unchanged.status), ("\"1\"", 304));

    let rename = |name: &str| Some(json!({"name": name}));
    let first = app.send_with(&[("If-Match", tag)], "PATCH", SITE, Some(&administrator), rename("The Courier")).await;
    assert_eq!((first.status, first.text("name"), first.header("etag")), (200, "The Courier", "\"2\""));
    let late = app.send_with(&[("If-Match", tag)], "PATCH", SITE, Some(&administrator), rename("Courier")).await;
    assert_eq!((late.status, late.header("content-type")), (412, "application/problem+json"));
    let rules = format!("{SITE}/rules");
    let late = app.send_with(&[("If-Match", tag)], "PUT", &rules, Some(&administrator), Some(json!({}))).await;
    assert_eq!(late.status, 412);

    let moved = json!({"origins": ["https://courier.example"], "policy": "all"});
    let moved = app.patch(SITE, &administrator, moved).await;
    assert_eq!((moved.text("name"), &moved.body["rules"]["policy"]), ("The Courier", &json!("all")));
    let reader = app.reader("Ada").await;
    let elsewhere = app.comments(&reader, "Is anybody here?").await;
    assert_eq!((elsewhere.status, &elsewhere.body["errors"][0]["field"]), (422, &json!("url")));
    let nowhere = app.patch(SITE, &administrator, json!({"origins": []})).await;
    assert_eq!((nowhere.status, &nowhere.body["errors"][0]["field"]), (422, &json!("origins")));
    app
}

async fn a_moderator_is_appointed_and_dismissed(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let administrator = app.administrator("Rosa").await;
    let reader = app.reader("Ada").await;
    let held = app.comments(&reader, "Will this be looked at?").await;
    assert_eq!(held.status, 202);
    let queue = "/api/v1/moderation/queues/pending?site=courier";
    assert_eq!(app.get(queue, Some(&reader)).await.status, 403);

    let id = app.reader("Ben").await.account_id(&app).await;
    let ada = reader.account_id(&app).await;
    let seat = format!("{SITE}/moderators/{ada}");
    for _ in 0..2 {
        assert_eq!(app.send("PUT", &seat, Some(&administrator), None).await.status, 204);
    }
    let nobody = format!("{SITE}/moderators/7");
    assert_eq!(app.send("PUT", &nobody, Some(&administrator), None).await.status, 404);
    let listed = app.get(&format!("{SITE}/moderators"), Some(&administrator)).await;
    assert_eq!(listed.body["items"], json!([{"id": ada, "name": "Ada"}]));
    assert_eq!(app.get(queue, Some(&reader)).await.status, 200);
    let friend = format!("{SITE}/moderators/{id}");
    assert_eq!(app.send("PUT", &friend, Some(&reader), None).await.status, 403, "moderators appoint nobody");

    assert_eq!(app.send("DELETE", &seat, Some(&administrator), None).await.status, 204);
    assert_eq!(app.send("DELETE", &seat, Some(&administrator), None).await.status, 404);
    assert_eq!(app.get(queue, Some(&reader)).await.status, 403);
    app
}

async fn a_closed_thread_takes_nothing(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let moderator = app.moderator("courier", "Ines").await;
    let reader = app.reader("Ada").await;
    let threads = format!("{SITE}/threads");
    let article = |title: &str| json!({"url": format!("{ARTICLE}?utm_source=x"), "title": title});
    let new = app.put(&threads, &moderator, article("Harbour")).await;
    assert_eq!((new.status, new.text("url")), (201, ARTICLE), "{}", new.body);
    let mut dated = article("The harbour");
    dated["published_at"] = json!("2026-03-01T09:30:00Z");
    let renamed = app.put(&threads, &moderator, dated).await;
    assert_eq!((renamed.status, renamed.text("id"), renamed.text("title")), (200, new.text("id"), "The harbour"));
    let again = app.put(&threads, &moderator, article("The harbour")).await;
    assert_eq!(again.body, renamed.body, "what is not named stays, and nothing changed");
    let elsewhere = app.put(&threads, &moderator, json!({"url": "https://x.example/", "title": "X"})).await;
    assert_eq!((elsewhere.status, &elsewhere.body["errors"][0]["field"]), (422, &json!("url")));

    assert_eq!(app.comments(&reader, "Before it closes.").await.status, 201);
    let thread = format!("{threads}/{}", new.text("id"));
    let tag = renamed.header("etag");
    let closing = Some(json!({"state": "closed", "policy": "all"}));
    let closed = app.send_with(&[("If-Match", tag)], "PATCH", &thread, Some(&moderator), closing.clone()).await;
    assert_eq!((closed.status, closed.text("state"), closed.text("policy")), (200, "closed", "all"));
    let late = app.send_with(&[("If-Match", tag)], "PATCH", &thread, Some(&moderator), closing).await;
    assert_eq!(late.status, 412);
    let refused = app.comments(&reader, "After it closed.").await;
    assert_eq!((refused.status, &refused.body["findings"][0]["check"]), (422, &json!("closed_thread")));

    let open = app.patch(&thread, &moderator, json!({"state": "open"})).await;
    assert_eq!((open.text("policy"), open.text("title")), ("all", "The harbour"));
    assert_eq!(app.comments(&reader, "The thread has its own policy.").await.status, 202);
    let own = app.patch(&thread, &moderator, json!({"policy": null})).await;
    assert_eq!(own.body["policy"], Value::Null);
    assert_eq!(app.comments(&reader, "And now the site's again.").await.status, 201);

    app.put(&threads, &moderator, json!({"url": "https://news.example/2026/bridge", "title": "Bridge"})).await;
    let first = app.get(&format!("{threads}?limit=1"), Some(&moderator)).await;
    assert_eq!(first.body["items"][0]["title"], "Bridge");
    let next = format!("{threads}?limit=1&cursor={}", first.text("next"));
    let second = app.get(&next, Some(&moderator)).await;
    assert_eq!((&second.body["items"][0]["comment_count"], &second.body["next"]), (&json!(2), &Value::Null));
    assert_eq!(second.body["items"][0], app.get(&thread, Some(&moderator)).await.body);
    app.is_healthy().await;
    app
}

/// Each route of a site that is not open to everybody.
fn guarded(thread: &str) -> Vec<(&'static str, String, Option<Value>)> {
    vec![
        ("GET", SITE.to_owned(), None),
        ("PATCH", SITE.to_owned(), Some(json!({"name": "Mine"}))),
        ("GET", format!("{SITE}/rules"), None),
        ("PUT", format!("{SITE}/rules"), Some(json!({"policy": "open"}))),
        ("GET", format!("{SITE}/moderators"), None),
        ("PUT", format!("{SITE}/moderators/7"), None),
        ("DELETE", format!("{SITE}/moderators/7"), None),
        ("GET", format!("{SITE}/threads"), None),
        ("PUT", format!("{SITE}/threads"), Some(json!({"url": ARTICLE, "title": "Mine"}))),
        ("GET", format!("{SITE}/threads/{thread}"), None),
        ("PATCH", format!("{SITE}/threads/{thread}"), Some(json!({"state": "closed"}))),
        ("GET", "/api/v1/moderation/queues/pending?site=courier".to_owned(), None),
    ]
}

async fn a_moderator_sets_up_no_other_site(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    app.site("herald", Policy::All).await;
    let moderator = app.moderator("courier", "Ines").await;
    let other = app.moderator("herald", "Otto").await;
    let reader = app.reader("Ada").await;
    let article = json!({"url": ARTICLE, "title": "Harbour"});
    let thread = app.put(&format!("{SITE}/threads"), &moderator, article).await;
    for (method, path, body) in guarded(thread.text("id")) {
        for (who, status) in [(Some(&other), 403), (Some(&reader), 403), (None, 401)] {
            let answer = app.send(method, &path, who, body.clone()).await;
            assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
        }
        let astray = path.replace("courier", "gazette");
        assert_eq!(app.send(method, &astray, Some(&other), body).await.status, 404, "{method} {astray}");
    }
    // The thread of one site is not there under another.
    let astray = format!("/api/v1/sites/herald/threads/{}", thread.text("id"));
    assert_eq!(app.get(&astray, Some(&other)).await.status, 404);
    assert_eq!(app.patch(&astray, &other, json!({"state": "closed"})).await.status, 404);
    assert_eq!(app.patch(SITE, &moderator, json!({"name": "Mine"})).await.status, 403, "only administrators");
    app
}

async fn sites_are_listed_to_those_who_look_after_them(app: TestApp) -> TestApp {
    let administrator = app.administrator("Rosa").await;
    let new = json!({"slug": "courier", "name": "Courier", "origins": ["https://news.example"], "policy": "open"});
    let made = app.post("/api/v1/sites", Some(&administrator), new).await;
    assert_eq!((made.status, made.text("policy")), (201, "open"), "{}", made.body);
    app.site("herald", Policy::All).await;
    let moderator = app.moderator("herald", "Otto").await;
    let reader = app.reader("Ada").await;
    let first = app.get("/api/v1/sites?limit=1", Some(&administrator)).await;
    assert_eq!(first.body["items"], json!([made.body]));
    let rest = app.get(&format!("/api/v1/sites?cursor={}", first.text("next")), Some(&administrator)).await;
    assert_eq!((&rest.body["items"][0]["slug"], &rest.body["next"]), (&json!("herald"), &Value::Null));
    let own = app.get("/api/v1/sites", Some(&moderator)).await;
    assert_eq!(own.body["items"], rest.body["items"]);
    assert_eq!(app.get("/api/v1/sites", Some(&reader)).await.body["items"], json!([]));
    assert_eq!(app.get("/api/v1/sites", None).await.status, 401);
    app
}
