//! The desk's engine: queues, the case of a comment, the log, sanctions.

use std::collections::BTreeSet;

use postil::clock::Clock;
use postil::model::site::Policy;
use postil::model::time::{HOUR, MINUTE};
use serde_json::{Value, json};

use crate::app::{ARTICLE, Person, TestApp, on_both_databases, on_both_databases_with_a_clock};

on_both_databases!(queues_are_counted_and_paged_while_others_decide, a_case_tells_everything, staff_are_not_sanctioned,);
on_both_databases_with_a_clock!(a_sanction_holds_for_its_time);

const COMMENTS: &str = "/api/v1/sites/courier/comments";

impl TestApp {
    async fn guest_writes(&self, name: &str, body: &str) -> Value {
        let guest = json!({"name": name, "email": format!("{name}@guests.example")});
        let posted = self.post(COMMENTS, None, json!({"url": ARTICLE, "body": body, "guest": guest})).await;
        assert!([201, 202].contains(&posted.status), "{}", posted.body);
        posted.body
    }

    async fn queue(&self, who: &Person, rest: &str) -> Value {
        let answer = self.get(&format!("/api/v1/moderation/queues{rest}"), Some(who)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    async fn decides(&self, who: &Person, id: &str, decision: Value) -> u16 {
        self.post(&format!("/api/v1/moderation/comments/{id}/decisions"), Some(who), decision).await.status
    }

    async fn sanctions(&self, who: &Person, account: &str, sanction: Value) -> (u16, Value) {
        let path = format!("/api/v1/moderation/accounts/{account}/sanctions");
        let answer = self.post(&path, Some(who), sanction).await;
        (answer.status, answer.body)
    }
}

async fn queues_are_counted_and_paged_while_others_decide(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let rules = json!({"words": {"suspect": ["herring"]}, "rate": {"per_minute": 100}});
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, rules).await.status, 200);
    let mut written = BTreeSet::new();
    for number in 0..11 {
        let fish = if number % 4 == 0 { "herring" } else { "mackerel" };
        let body = format!("On day {number} they landed nothing but {fish}, and number {number} was a cold day.");
        written
            .insert(app.guest_writes(&format!("Gus{number}"), &body).await["id"].as_str().expect("an id").to_owned());
    }
    let sizes = app.queue(&ines, "?site=courier").await["items"].clone();
    let size =
        |name: &str| sizes.as_array().expect("a list").iter().find(|it| it["queue"] == name).expect(name).clone();
    assert_eq!(size("pending")["count"], 11);
    assert!(size("pending")["oldest_at"].is_string());
    assert_eq!(size("spam")["count"], 0);

    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = app.queue(&ines, &format!("/pending?site=courier&limit=4{cursor}")).await;
        for item in page["items"].as_array().expect("a list") {
            let id = item["id"].as_str().expect("an id").to_owned();
            let decision = json!({"action": "spam", "revision": item["revision"]});
            assert_eq!(app.decides(&ines, &id, decision).await, 201);
            seen.push(id);
        }
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 11, "none twice");
    assert_eq!(seen.iter().cloned().collect::<BTreeSet<_>>(), written, "and none lost");
    let spam = app.queue(&ines, "/spam?site=courier&limit=100").await;
    assert_eq!(spam["items"].as_array().map(Vec::len), Some(11));
    let log = app.get("/api/v1/moderation/decisions?site=courier&limit=5", Some(&ines)).await;
    let first = &log.body["items"][0];
    assert_eq!((&first["to"], &first["actor"]["name"]), (&json!("spam"), &json!("Ines")), "{}", log.body);
    assert!(log.body["next"].is_string());

    let fishy = app.guest_writes("Hal", "More herring, more herring, and it is cold again today.").await;
    let plain = app.guest_writes("Hob", "No fish in it at all, and yet it waits like the others.").await;
    let reason = fishy["findings"].as_array().expect("a list").iter().find(|it| it["check"] == "word_list");
    let reason = reason.expect("a finding")["reason"].as_str().expect("a reason").to_owned();
    let filtered = app.queue(&ines, &format!("/pending?site=courier&reason={reason}")).await;
    let ids: Vec<&Value> = filtered["items"].as_array().expect("a list").iter().map(|item| &item["id"]).collect();
    assert!(ids.contains(&&fishy["id"]), "{filtered}");
    let has_reason = |comment: &Value| {
        comment["findings"].as_array().expect("a list").iter().any(|it| it["reason"] == reason.as_str())
    };
    assert_eq!(ids.contains(&&plain["id"]), has_reason(&plain));
    assert_eq!(app.get("/api/v1/moderation/queues/nothing?site=courier", Some(&ines)).await.status, 404);
    app.is_healthy().await;
    app
}

async fn a_case_tells_everything(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let first =
        app.post(COMMENTS, Some(&ada), json!({"url": ARTICLE, "title": "Harbour", "body": "First of mine."})).await;
    assert_eq!(app.decides(&ines, first.text("id"), json!({"action": "approve", "revision": 1})).await, 201);
    let parent = first.text("id");
    let second = json!({"url": ARTICLE, "parent_id": parent, "body": "Second of mine, below the first."});
    let second = app.post(COMMENTS, Some(&ada), second).await;
    let note = json!({"action": "reject", "reason": "off_topic", "note": "Another day.", "revision": 1});
    assert_eq!(app.decides(&ines, second.text("id"), note).await, 201);

    let case = app.get(&format!("/api/v1/moderation/comments/{}", second.text("id")), Some(&ines)).await.body;
    assert_eq!((&case["status"], &case["body"]), (&json!("rejected"), &json!("Second of mine, below the first.")));
    assert_eq!((&case["thread"]["url"], &case["parent"]["id"]), (&json!(ARTICLE), &json!(parent)));
    assert!(case["reviewed_at"].is_string() && case["findings"][0]["check"] == "first_time", "{case}");
    let (held, rejected) = (&case["decisions"][0], &case["decisions"][1]);
    assert_eq!((&held["actor"]["kind"], &held["to"]), (&json!("pipeline"), &json!("pending")));
    assert_eq!((&rejected["actor"]["name"], &rejected["note"]), (&json!("Ines"), &json!("Another day.")));
    let author = &case["author_summary"];
    assert_eq!((&author["comments"], &author["published"], &author["rejected"]), (&json!(2), &json!(1), &json!(1)));
    assert!(author["member_since"].is_string() && author["sanctions"] == json!([]), "{author}");
    let told = app.mail_to("Ada@readers.example", "Another day.").await;
    assert!(told.contains("Not published"), "{told}");
    let without = app.decides(&ines, parent, json!({"action": "reject", "revision": 2})).await;
    assert_eq!(without, 422, "a rejection needs its reason");
    app
}

async fn a_sanction_holds_for_its_time(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let account = ada.account_id(&app).await;
    let until = clock.now().plus(2 * HOUR).to_string();
    let ban = json!({"site": "courier", "kind": "ban", "until": until, "reason": "Shouting."});
    let (status, banned) = app.sanctions(&ines, &account, ban.clone()).await;
    assert_eq!((status, &banned["created_by"]), (201, &json!("Ines")), "{banned}");
    let comment = |body: &str| json!({"url": ARTICLE, "body": body});
    let refused = app.post(COMMENTS, Some(&ada), comment("Let me in!")).await;
    assert_eq!((refused.status, &refused.body["findings"][0]["check"]), (422, &json!("sanction")), "{}", refused.body);

    clock.advance(2 * HOUR + MINUTE);
    let (ada, ines) = (app.sign_in("Ada@readers.example").await, app.sign_in("Ines@desk.example").await);
    let free = app.post(COMMENTS, Some(&ada), comment("Quiet again.")).await;
    assert_eq!(free.status, 201, "{}", free.body);
    let (status, past) = app.sanctions(&ines, &account, ban).await;
    assert_eq!((status, &past["errors"][0]["field"]), (422, &json!("until")), "{past}");

    let watch = json!({"site": "courier", "kind": "premoderate", "reason": "We look first."});
    let (status, watched) = app.sanctions(&ines, &account, watch).await;
    assert_eq!(status, 201, "{watched}");
    let held = app.post(COMMENTS, Some(&ada), comment("Looked at first.")).await;
    assert_eq!(held.status, 202, "{}", held.body);
    let lift = format!("/api/v1/moderation/sanctions/{}?site=courier", watched["id"].as_str().expect("an id"));
    assert_eq!(app.delete(&lift, &ada).await.status, 403);
    assert_eq!(app.delete(&lift, &ines).await.status, 204);
    assert_eq!(app.delete(&lift, &ines).await.status, 404);
    assert_eq!(app.post(COMMENTS, Some(&ada), comment("Free as a gull.")).await.status, 201);
    let listed = app.get(&format!("/api/v1/moderation/accounts/{account}/sanctions?site=courier"), Some(&ines)).await;
    assert_eq!(listed.body["items"].as_array().map(Vec::len), Some(2), "{}", listed.body);
    app
}

async fn staff_are_not_sanctioned(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.site("herald", Policy::Open).await;
    let (ines, jan) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Jan").await);
    let (otto, ada) = (app.moderator("herald", "Otto").await, app.reader("Ada").await);
    let ban = json!({"site": "courier", "kind": "ban", "reason": "Because."});
    let (jan_id, ines_id) = (jan.account_id(&app).await, ines.account_id(&app).await);
    assert_eq!(app.sanctions(&ines, &jan_id, ban.clone()).await.0, 409);
    assert_eq!(app.sanctions(&ines, &ines_id, ban.clone()).await.0, 409);
    let ada_id = ada.account_id(&app).await;
    assert_eq!(app.sanctions(&otto, &ada_id, ban.clone()).await.0, 403);
    assert_eq!(app.sanctions(&ada, &jan_id, ban.clone()).await.0, 403);
    assert_eq!(app.sanctions(&ines, "1", ban).await.0, 404);
    app
}
