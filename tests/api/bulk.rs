//! Many decisions in one request.

use postil::clock::Clock;
use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{ARTICLE, Answer, Backend, Person, TestApp, on_both_databases, run_two_nodes, run_with};

on_both_databases!(each_of_many_has_its_own_result);

const COMMENTS: &str = "/api/v1/sites/courier/comments";
const MANY: &str = "/api/v1/moderation/decisions";

impl TestApp {
    /// Comments by as many guests under a few articles; their ids.
    async fn crowd(&self, ines: &Person, count: usize) -> Vec<String> {
        let rules = json!({"rate": {"per_minute": 1000, "per_hour": 10000}});
        assert_eq!(self.put("/api/v1/sites/courier/rules", ines, rules).await.status, 200);
        let mut ids = Vec::new();
        for number in 0..count {
            let guest = json!({"name": format!("Gus {number}"), "email": format!("gus{number}@guests.example")});
            let url = format!("{ARTICLE}/{}", number % 7);
            let comment = json!({"url": url, "body": format!("Day {number} at sea."), "guest": guest});
            let posted = self.post(COMMENTS, None, comment).await;
            assert_eq!(posted.status, 202, "{}", posted.body);
            ids.push(posted.text("id").to_owned());
        }
        ids
    }
}

fn approve(id: &str) -> Value {
    json!({"id": id, "action": "approve", "revision": 1})
}

fn statuses(answer: &Answer) -> Vec<u64> {
    let items = answer.body["items"].as_array().unwrap_or_else(|| panic!("{}", answer.body)).iter();
    items.map(|item| item["status"].as_u64().expect("a number")).collect()
}

async fn each_of_many_has_its_own_result(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    app.site("herald", Policy::All).await;
    let (ines, otto) = (app.moderator("courier", "Ines").await, app.moderator("herald", "Otto").await);
    let ids = app.crowd(&ines, 4).await;
    let elsewhere = json!({"url": ARTICLE, "body": "Not hers.", "guest": {"name": "Hal"}});
    let elsewhere = app.post("/api/v1/sites/herald/comments", None, elsewhere).await;
    let items = json!([
        approve(&ids[3]),
        {"id": ids[0], "action": "reject", "revision": 1},
        {"id": ids[1], "action": "spam", "revision": 7},
        {"id": "1", "action": "approve", "revision": 1},
        approve(elsewhere.text("id")),
        {"id": ids[0], "action": "reject", "reason": "abuse", "revision": 1},
        approve(&ids[0]),
        {"id": ids[0], "action": "pin", "revision": 2},
    ]);
    let done = app.post(MANY, Some(&ines), json!({"items": items})).await;
    assert_eq!((done.status, statuses(&done)), (200, vec![201, 422, 409, 404, 403, 201, 409, 409]), "{}", done.body);
    let items = &done.body["items"];
    assert_eq!((&items[0]["id"], &items[0]["decided"]["status"]), (&json!(ids[3]), &json!("published")));
    assert_eq!((&items[1]["errors"][0]["field"], &items[5]["decided"]["revision"]), (&json!("reason"), &json!(2)));
    assert!(items[7]["detail"].as_str().is_some_and(|detail| detail.contains("pinned")), "{}", done.body);
    assert_eq!(statuses(&app.post(MANY, Some(&otto), json!({"items": [approve(&ids[2])]})).await), [403]);

    let none = app.post(MANY, Some(&ines), json!({"items": []})).await;
    assert_eq!((none.status, &none.body["errors"][0]["field"]), (422, &json!("items")));
    let unknown = json!({"items": [{"id": ids[2], "action": "approve", "revision": 1, "colour": "red"}]});
    assert_eq!(app.post(MANY, Some(&ines), unknown).await.status, 422);
    assert_eq!(app.post(MANY, None, json!({"items": [approve(&ids[2])]})).await.status, 401);
    app.is_healthy().await;
    app
}

async fn hundreds_are_decided_once_however_often_they_are_sent(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let ids = app.crowd(&ines, 120).await;
    let note = "Thank you for every one of them. ".repeat(30);
    let approve = |id: &String| json!({"id": id, "action": "approve", "note": note, "revision": 1});
    let many = json!({"items": ids.iter().map(approve).collect::<Vec<_>>()});
    assert!(many.to_string().len() > 64 * 1024, "larger than what is taken elsewhere");
    let key = [("Idempotency-Key", "a-long-afternoon")];
    // As if the third of its transactions were forgotten: the first two are answered for.
    let first = app.send_with(&key, "POST", MANY, Some(&ines), Some(many.clone())).await;
    app.sql("DELETE FROM idempotency_keys WHERE idempotency_key = 'a-long-afternoon 2'").await;
    assert_eq!((first.status, statuses(&first)), (200, vec![201; 120]), "{}", first.body);
    let again = app.send_with(&key, "POST", MANY, Some(&ines), Some(many.clone())).await;
    assert_eq!(statuses(&again)[..100], [201; 100]);
    assert_eq!(again.body["items"][99], first.body["items"][99]);
    assert_eq!(statuses(&again)[100..], [409; 20], "what was forgotten is tried again, and had been done");
    assert_eq!(again.header("idempotency-replayed"), "");
    let third = app.send_with(&key, "POST", MANY, Some(&ines), Some(many)).await;
    assert_eq!((third.header("idempotency-replayed"), &third.body), ("true", &again.body));
    let other = json!({"items": [approve(&ids[0])]});
    assert_eq!(
        app.send_with(&key, "POST", MANY, Some(&ines), Some(other)).await.status,
        422,
        "a key is for one request"
    );
    let large = json!({"items": vec![approve(&ids[0]); 501]});
    assert_eq!(app.post(MANY, Some(&ines), large).await.status, 422);
    app.is_healthy().await;
    app
}

/// All guests share an address, which may not write so much.
fn unlimited(raw: &mut postil::config::RawConfig) {
    raw.rate_limits = Some("off".to_owned());
}

#[test]
fn hundreds_are_decided_once_on_sqlite() {
    run_with(Backend::Sqlite, Clock::system(), unlimited, hundreds_are_decided_once_however_often_they_are_sent);
}

#[test]
fn hundreds_are_decided_once_on_postgres() {
    run_with(Backend::Postgres, Clock::system(), unlimited, hundreds_are_decided_once_however_often_they_are_sent);
}

/// The same comments in opposite orders on two nodes: nobody waits for ever, and each is decided once.
#[test]
fn two_who_decide_on_the_same_many_do_not_lock_each_other_out() {
    run_two_nodes(async |one: TestApp, two: TestApp| {
        one.site("courier", Policy::All).await;
        let ines = one.moderator("courier", "Ines").await;
        let ids = one.crowd(&ines, 40).await;
        let forth = json!({"items": ids.iter().map(|id| approve(id)).collect::<Vec<_>>()});
        let back = json!({"items": ids.iter().rev().map(|id| approve(id)).collect::<Vec<_>>()});
        let (first, second) = tokio::join!(one.post(MANY, Some(&ines), forth), two.post(MANY, Some(&ines), back));
        let mut all = [statuses(&first), statuses(&second)].concat();
        all.sort_unstable();
        assert_eq!(all, [[201; 40], [409; 40]].concat());
        one.is_healthy().await;
        (one, two)
    });
}
