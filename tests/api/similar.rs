//! One decision for everything that says nearly the same.

use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{ARTICLE, TestApp, on_both_databases};

on_both_databases!(a_brigade_is_decided_on_as_one_thing);

const COMMENTS: &str = "/api/v1/sites/courier/comments";

async fn a_brigade_is_decided_on_as_one_thing(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let (ines, jan) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Jan").await);
    let rules = json!({"rate": {"per_minute": 1000, "per_hour": 10000}});
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, rules).await.status, 200);
    let ada = app.reader("Ada").await;
    let mut brigade = Vec::new();
    for number in 0..8 {
        let body = format!(
            "Everybody on the quay knows that the council has sold the harbour to the ferry company for next to \
             nothing, and number {number} of us will not forget it."
        );
        let comment = match number {
            3 => json!({"url": ARTICLE, "body": body}),
            _ => {
                json!({"url": format!("{ARTICLE}/{}", number % 3), "body": body, "guest": {"name": format!("Gus {number}"), "email": format!("gus{number}@guests.example")}})
            }
        };
        let posted = app.post(COMMENTS, Some(&ada).filter(|_| number == 3), comment).await;
        assert_eq!(posted.status, 202, "{}", posted.body);
        brigade.push(posted.text("id").to_owned());
    }
    let other = json!({"url": ARTICLE, "body": "A quite different thing to say about the ferries and their captains.", "guest": {"name": "Hal"}});
    let other = app.post(COMMENTS, None, other).await;
    let pending = |rest: &'static str| format!("/api/v1/moderation/queues/pending?site=courier&limit=100{rest}");
    let items = app.get(&pending(""), Some(&ines)).await.body["items"].clone();
    let of =
        |wanted: &str| items.as_array().expect("a list").iter().find(|it| it["id"] == wanted).expect(wanted).clone();
    assert_eq!(of(&brigade[5])["similar"], json!({"group_id": brigade[0], "count": 7}));
    assert_eq!(of(other.text("id"))["similar"], Value::Null);

    let held = json!({"site": "courier", "limit": 1, "author": brigade[6]});
    let held = app.post("/api/v1/moderation/queues/pending/claims", Some(&jan), held).await;
    assert_eq!(held.body["items"][0]["id"], json!(brigade[6]), "{}", held.body);
    let path = format!("/api/v1/moderation/comments/{}/decisions/similar", brigade[5]);
    let reject = json!({"action": "reject", "reason": "abuse", "note": "One of you is enough.", "revision": 1});
    let key = [("Idempotency-Key", "a-brigade")];
    let done = app.send_with(&key, "POST", &path, Some(&ines), Some(reject.clone())).await;
    assert_eq!((done.status, &done.body["decided"]), (200, &json!(7)), "{}", done.body);
    assert_eq!(done.body["items"][0]["id"], json!(brigade[5]), "the named one first");
    let left = done.body["items"].as_array().expect("a list").iter().find(|item| item["status"] == 409);
    assert_eq!(left.expect("one was left out")["id"], json!(brigade[6]), "Jan works on it");
    let again = app.send_with(&key, "POST", &path, Some(&ines), Some(reject.clone())).await;
    assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &done.body));
    let left = app.get(&pending("&sort=oldest"), Some(&ines)).await.body["items"].clone();
    let left: Vec<&str> = left.as_array().expect("a list").iter().map(|it| it["id"].as_str().expect("an id")).collect();
    assert_eq!(left, [brigade[6].as_str(), other.text("id")]);
    let log = app.get("/api/v1/moderation/decisions?site=courier&limit=100", Some(&ines)).await;
    let rejected = log.body["items"].as_array().expect("a list").iter().filter(|row| row["action"] == "reject");
    assert_eq!(rejected.count(), 7, "each has its row");
    app.mail_to("Ada@readers.example", "One of you is enough.").await;

    let stale = app.post(&path, Some(&ines), reject).await;
    assert_eq!((stale.status, &stale.body["current"]["status"]), (409, &json!("rejected")), "{}", stale.body);
    let pin = json!({"action": "pin", "revision": 2});
    let pin = app.post(&path, Some(&ines), pin).await;
    assert_eq!((pin.status, &pin.body["errors"][0]["field"]), (422, &json!("action")), "{}", pin.body);
    let last = format!("/api/v1/moderation/comments/{}/decisions/similar", brigade[6]);
    assert_eq!(app.post(&last, Some(&ada), json!({"action": "spam", "revision": 1})).await.status, 403);
    let alone = app.post(&last, Some(&jan), json!({"action": "spam", "revision": 1})).await;
    assert_eq!((alone.status, &alone.body["decided"]), (200, &json!(1)), "{}", alone.body);
    app.is_healthy().await;
    app
}
