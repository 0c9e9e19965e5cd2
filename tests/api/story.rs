//! The main job, from sign-up to the thread, and what must not happen on the way.

use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{ARTICLE, PASSWORD, TestApp, on_both_databases};

on_both_databases!(
    a_comment_on_its_way_to_the_page,
    one_of_two_moderators_is_told_that_the_other_was_faster,
    a_refresh_token_used_twice_ends_the_session,
    sign_up_does_not_tell_whether_an_address_is_known,
    a_guest_can_reply_where_the_site_is_open,
    bad_input_is_named_by_field,
    a_stranger_decides_nothing,
    a_reset_password_works_once_and_ends_every_session,
);

async fn thread(app: &TestApp, site: &str) -> Value {
    let answer = app.get(&format!("/api/v1/sites/{site}/comments?url={ARTICLE}"), None).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

async fn a_comment_on_its_way_to_the_page(app: TestApp) -> TestApp {
    app.site("courier", Policy::FirstTime).await;
    let moderator = app.moderator("courier", "Ines").await;
    let reader = app.reader("Ada").await;
    assert_eq!(thread(&app, "courier").await, json!({"items": [], "next": null}));

    let comment =
        json!({"url": format!("{ARTICLE}?utm_source=x#top"), "title": "Harbour", "body": "Who *paid* for it?"});
    let held = app.post("/api/v1/sites/courier/comments", Some(&reader), comment).await;
    assert_eq!(held.status, 202, "{}", held.body);
    assert_eq!(held.body["findings"][0]["check"], "first_time");
    assert_eq!(thread(&app, "courier").await["items"], json!([]));
    app.mail_to("Ines@desk.example", "courier").await;

    let queue = app.get("/api/v1/moderation/queues/pending?site=courier", Some(&moderator)).await;
    assert_eq!(queue.status, 200, "{}", queue.body);
    let item = &queue.body["items"][0];
    assert_eq!(item["body"], "Who *paid* for it?");
    assert_eq!(item["thread"]["url"], ARTICLE);
    let id = item["id"].as_str().expect("an id");
    let path = format!("/api/v1/moderation/comments/{id}/decisions");
    let decision = json!({"action": "approve", "revision": item["revision"]});
    let decided = app.post(&path, Some(&moderator), decision).await;
    assert_eq!(decided.status, 201, "{}", decided.body);

    let page = thread(&app, "courier").await;
    assert_eq!(page["items"][0]["body_html"], "<p>Who <em>paid</em> for it?</p>");
    assert_eq!(page["items"][0]["author"], json!({"name": "Ada", "kind": "account"}));
    app.mail_to("Ada@readers.example", &format!("#comment-{id}")).await;
    let counts = app.get(&format!("/api/v1/sites/courier/counts?url={ARTICLE}"), None).await;
    assert_eq!(counts.body["items"], json!([{"url": ARTICLE, "count": 1}]));

    let reply = json!({"url": ARTICLE, "parent_id": id, "body": "The port authority, it says in the minutes."});
    let published = app.post("/api/v1/sites/courier/comments", Some(&moderator), reply).await;
    assert_eq!(published.status, 201, "staff are not held: {}", published.body);
    let reply_id = published.body["id"].as_str().expect("an id");
    app.mail_to("Ada@readers.example", &format!("#comment-{reply_id}")).await;
    let page = thread(&app, "courier").await;
    assert_eq!(page["items"][0]["reply_count"], 1);
    assert_eq!(page["items"][0]["replies"][0]["author"]["kind"], "staff");
    app.is_healthy().await;
    app
}

async fn one_of_two_moderators_is_told_that_the_other_was_faster(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let moderator = app.moderator("courier", "Ines").await;
    let comment = json!({"url": ARTICLE, "body": "A first look.", "guest": {"name": "Gus"}});
    let held = app.post("/api/v1/sites/courier/comments", None, comment).await;
    let path = format!("/api/v1/moderation/comments/{}/decisions", held.body["id"].as_str().expect("an id"));
    let decide = |action: &str| json!({"action": action, "reason": "off_topic", "revision": 1});
    let (one, other) = tokio::join!(
        app.post(&path, Some(&moderator), decide("approve")),
        app.post(&path, Some(&moderator), decide("reject")),
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    app.is_healthy().await;
    app
}

async fn a_refresh_token_used_twice_ends_the_session(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let person = app.moderator("courier", "Ines").await;
    let refresh = |token: &str| json!({"refresh_token": token});
    let next = app.post("/api/v1/sessions/refresh", None, refresh(&person.refresh_token)).await;
    assert_eq!(next.status, 201, "{}", next.body);
    let queue = "/api/v1/moderation/queues/pending?site=courier";
    assert_eq!(app.get(queue, Some(&person)).await.status, 200);
    assert_eq!(app.post("/api/v1/sessions/refresh", None, refresh(&person.refresh_token)).await.status, 401);
    assert_eq!(app.get(queue, Some(&person)).await.status, 401, "the access token ends with its session");
    let newest = next.body["refresh_token"].as_str().expect("a token");
    assert_eq!(app.post("/api/v1/sessions/refresh", None, refresh(newest)).await.status, 401);
    app
}

async fn sign_up_does_not_tell_whether_an_address_is_known(app: TestApp) -> TestApp {
    app.reader("Ada").await;
    let again = json!({"email": "ADA@readers.example", "password": PASSWORD, "display_name": "Somebody"});
    let new = json!({"email": "ben@readers.example", "password": PASSWORD, "display_name": "Somebody"});
    let (known, unknown) =
        (app.post("/api/v1/accounts", None, again).await, app.post("/api/v1/accounts", None, new).await);
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    app.mail_to("Ada@readers.example", "already").await;
    let wrong = json!({"email": "nobody@readers.example", "password": PASSWORD});
    let wrong_password = json!({"email": "ada@readers.example", "password": "not the right one"});
    let (nobody, wrong) =
        (app.post("/api/v1/sessions", None, wrong).await, app.post("/api/v1/sessions", None, wrong_password).await);
    assert_eq!((nobody.status, &nobody.body), (401, &wrong.body));
    app
}

async fn a_guest_can_reply_where_the_site_is_open(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let guest = |body: &str| json!({"url": ARTICLE, "body": body, "guest": {"name": "Gus", "email": "gus@x.example"}});
    let first = app.post("/api/v1/sites/courier/comments", None, guest("I was there that night.")).await;
    assert_eq!(first.status, 201, "{}", first.body);
    let repeated = app.post("/api/v1/sites/courier/comments", None, guest("I was there  that NIGHT!")).await;
    assert_eq!(repeated.status, 422);
    assert_eq!(repeated.body["findings"][0]["check"], "repeated_text");
    let text = serde_json::to_string(&thread(&app, "courier").await).expect("json");
    assert!(!text.contains("gus@x.example"), "a guest's address is never shown");
    app.is_healthy().await;
    app
}

async fn bad_input_is_named_by_field(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let elsewhere = json!({"url": "https://other.example/a", "body": "Hello there.", "guest": {"name": "Gus"}});
    let answer = app.post("/api/v1/sites/courier/comments", None, elsewhere).await;
    assert_eq!((answer.status, &answer.body["errors"][0]["field"]), (422, &json!("url")));
    let empty = json!({"url": ARTICLE, "body": "  ", "guest": {"name": "x"}});
    let answer = app.post("/api/v1/sites/courier/comments", None, empty).await;
    let fields: Vec<&Value> = answer.body["errors"].as_array().expect("errors").iter().map(|e| &e["field"]).collect();
    assert_eq!(fields, ["body", "guest.name"]);
    let unknown = json!({"url": ARTICLE, "body": "Hello.", "colour": "red"});
    assert_eq!(app.post("/api/v1/sites/courier/comments", None, unknown).await.status, 422);
    let short = json!({"email": "a@b.example", "password": "short", "display_name": "Ada"});
    let answer = app.post("/api/v1/accounts", None, short).await;
    assert_eq!((answer.status, &answer.body["errors"][0]["field"]), (422, &json!("password")));
    let large = json!({"url": ARTICLE, "body": "x".repeat(70_000)});
    assert_eq!(app.post("/api/v1/sites/courier/comments", None, large).await.status, 413);
    assert_eq!(app.get("/api/v1/nothing", None).await.status, 404);
    assert_eq!(app.get("/api/v1/accounts", None).await.status, 405);
    assert_eq!(app.get(&format!("/api/v1/sites/nowhere/comments?url={ARTICLE}"), None).await.status, 404);
    app
}

async fn a_stranger_decides_nothing(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    app.site("herald", Policy::All).await;
    let other = app.moderator("herald", "Otto").await;
    let reader = app.reader("Ada").await;
    let comment = json!({"url": ARTICLE, "body": "A first look.", "guest": {"name": "Gus"}});
    let held = app.post("/api/v1/sites/courier/comments", None, comment).await;
    let path = format!("/api/v1/moderation/comments/{}/decisions", held.body["id"].as_str().expect("an id"));
    let approve = json!({"action": "approve", "revision": 1});
    assert_eq!(app.post(&path, None, approve.clone()).await.status, 401);
    assert_eq!(app.post(&path, Some(&reader), approve.clone()).await.status, 403);
    assert_eq!(app.post(&path, Some(&other), approve).await.status, 403);
    assert_eq!(app.get("/api/v1/moderation/queues/pending?site=courier", Some(&other)).await.status, 403);
    assert_eq!(
        app.post("/api/v1/sites", Some(&other), json!({"slug": "x1", "name": "X", "origins": []})).await.status,
        403
    );
    app
}

async fn a_reset_password_works_once_and_ends_every_session(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let person = app.moderator("courier", "Ines").await;
    let ask = |email: &str| json!({"email": email});
    let known = app.post("/api/v1/password-resets", None, ask("Ines@desk.example")).await;
    let unknown = app.post("/api/v1/password-resets", None, ask("nobody@desk.example")).await;
    assert_eq!((known.status, &known.body), (202, &unknown.body));
    let mail = app.mail_to("Ines@desk.example", "/account/reset?token=").await;
    let token = mail.split("token=").nth(1).expect("a link").split_whitespace().next().expect("a token");
    let confirm = json!({"token": token, "password": "eleven gulls on the pier"});
    assert_eq!(app.post("/api/v1/password-resets/confirm", None, confirm.clone()).await.status, 204);
    assert_eq!(app.post("/api/v1/password-resets/confirm", None, confirm).await.status, 422, "it works once");
    let queue = "/api/v1/moderation/queues/pending?site=courier";
    assert_eq!(app.get(queue, Some(&person)).await.status, 401, "the old session is over");
    let old = json!({"email": "ines@desk.example", "password": PASSWORD});
    assert_eq!(app.post("/api/v1/sessions", None, old).await.status, 401);
    let new = json!({"email": "ines@desk.example", "password": "eleven gulls on the pier"});
    assert_eq!(app.post("/api/v1/sessions", None, new).await.status, 201);
    app
}
