//! Decisions that a second moderator looks at without knowing the first.

use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{ARTICLE, Answer, Person, TestApp, on_both_databases};

on_both_databases!(a_second_look_is_blind, only_what_still_is_as_it_was_is_looked_at);

const COMMENTS: &str = "/api/v1/sites/courier/comments";
const LOOKS: &str = "/api/v1/moderation/second-looks";

impl TestApp {
    async fn waits(&self, name: &str) -> String {
        let guest = json!({"name": name, "email": format!("{name}@guests.example")});
        let comment = json!({"url": ARTICLE, "body": format!("{name} was at the harbour."), "guest": guest});
        let posted = self.post(COMMENTS, None, comment).await;
        assert_eq!(posted.status, 202, "{}", posted.body);
        posted.text("id").to_owned()
    }

    async fn is_decided(&self, who: &Person, id: &str, decision: Value) -> Answer {
        let decided = self.post(&format!("/api/v1/moderation/comments/{id}/decisions"), Some(who), decision).await;
        assert_eq!(decided.status, 201, "{}", decided.body);
        decided
    }

    async fn looks(&self, who: &Person) -> Vec<Value> {
        let page = self.get(&format!("{LOOKS}?site=courier"), Some(who)).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page.body["items"].as_array().expect("a list").clone()
    }

    async fn answers(&self, who: &Person, look: &Value, verdict: Value) -> Answer {
        self.post(&format!("{LOOKS}/{}", look["id"].as_str().expect("an id")), Some(who), verdict).await
    }
}

async fn desk(app: &TestApp) -> (Person, Person, Person) {
    app.site("courier", Policy::All).await;
    let (ines, otto) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Otto").await);
    let rosa = app.administrator("Rosa").await;
    let rules = json!({"second_looks_percent": 100, "undo_seconds": 60});
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, rules).await.status, 200);
    (ines, otto, rosa)
}

async fn a_second_look_is_blind(app: TestApp) -> TestApp {
    let (ines, otto, rosa) = desk(&app).await;
    let spam = json!({"action": "spam", "revision": 1});
    let approve = json!({"action": "approve", "revision": 1});
    let mut ids = Vec::new();
    for (name, decision) in [("Gus", &spam), ("Hal", &approve), ("Ida", &approve), ("Jo", &spam)] {
        let id = app.waits(name).await;
        app.is_decided(&ines, &id, decision.clone()).await;
        ids.push(id);
    }
    assert_eq!(app.looks(&ines).await, [] as [Value; 0], "nobody looks at what is one's own");
    let open = app.looks(&otto).await;
    let listed: Vec<&str> = open.iter().map(|look| look["comment_id"].as_str().expect("an id")).collect();
    assert_eq!(listed, ids);
    for look in &open {
        assert!(look.get("status").is_none() && look.get("first").is_none(), "{look}");
        assert!(!look.to_string().contains("spam") && !look.to_string().contains("Ines"), "{look}");
    }
    assert_eq!(open[0]["author"]["name"], "Gus");
    assert_eq!(app.answers(&ines, &open[0], json!({"verdict": "spam"})).await.status, 403);
    let wrong = app.answers(&otto, &open[0], json!({"verdict": "approve", "reason": "abuse"})).await;
    assert_eq!((wrong.status, &wrong.body["errors"][0]["field"]), (422, &json!("reason")));

    let agreed = app.answers(&otto, &open[0], json!({"verdict": "reject", "reason": "off_topic"})).await;
    assert_eq!((agreed.status, &agreed.body["agreed"]), (201, &json!(true)), "{}", agreed.body);
    assert_eq!((&agreed.body["first"]["verdict"], &agreed.body["first"]["name"]), (&json!("spam"), &json!("Ines")));
    assert_eq!(app.answers(&rosa, &open[0], json!({"verdict": "approve"})).await.status, 409, "one is enough");
    let other = app.answers(&otto, &open[1], json!({"verdict": "reject", "reason": "abuse"})).await;
    assert_eq!((other.status, &other.body["agreed"]), (201, &json!(false)));
    for look in &open[2..] {
        let verdict = if look["comment_id"] == ids[2].as_str() { "approve" } else { "spam" };
        assert_eq!(app.answers(&otto, look, json!({"verdict": verdict})).await.status, 201);
    }
    let case = app.get(&format!("/api/v1/moderation/comments/{}", ids[1]), Some(&ines)).await;
    assert_eq!((case.text("status"), &case.body["revision"]), ("published", &json!(2)), "nothing happened to it");

    let disagreements = format!("{LOOKS}/disagreements?site=courier");
    assert_eq!(app.get(&disagreements, Some(&otto)).await.status, 403);
    let seen = app.get(&disagreements, Some(&rosa)).await.body["items"].clone();
    assert_eq!(seen.as_array().map(Vec::len), Some(1));
    assert_eq!((&seen[0]["comment_id"], &seen[0]["second"]["name"]), (&json!(ids[1]), &json!("Otto")));
    assert_eq!((&seen[0]["first"]["verdict"], &seen[0]["second"]["reason"]), (&json!("approve"), &json!("abuse")));

    let figures = app.get("/api/v1/moderation/figures?site=courier", Some(&rosa)).await.body;
    // Ines shows two of four, Otto one: by chance they would agree on 2/4 · 1/4 + 2/4 · 3/4 = 1/2; (3/4 - 1/2) / (1/2).
    assert_eq!(figures["second_looks"], json!({"looks": 4, "agreed": 3, "agreed_percent": 75.0, "kappa": 0.5}));
    let iness = figures["moderators"].as_array().expect("a list").iter().find(|it| it["name"] == "Ines");
    let iness = iness.expect("Ines");
    assert_eq!((&iness["second_looks"], &iness["second_looks_agreed"]), (&json!(4), &json!(3)));
    app.is_healthy().await;
    app
}

async fn only_what_still_is_as_it_was_is_looked_at(app: TestApp) -> TestApp {
    let (ines, otto, rosa) = desk(&app).await;
    let approve = json!({"action": "approve", "revision": 1});
    let undone = app.waits("Gus").await;
    let decided = app.is_decided(&ines, &undone, approve.clone()).await;
    assert_eq!(app.looks(&otto).await.len(), 1);
    let undo = format!("/api/v1/moderation/decisions/{}/undo", decided.text("decision_id"));
    assert_eq!(app.post(&undo, Some(&ines), json!({})).await.status, 201);
    assert_eq!(app.looks(&otto).await.len(), 0, "it was taken back");

    let changed = app.waits("Hal").await;
    app.is_decided(&ines, &changed, approve.clone()).await;
    let look = app.looks(&otto).await.remove(0);
    let text = json!({"body": "The staff put it another way.", "revision": 2});
    assert_eq!(app.patch(&format!("/api/v1/moderation/comments/{changed}"), &ines, text).await.status, 200);
    assert_eq!(app.looks(&otto).await.len(), 0);
    assert_eq!(app.answers(&otto, &look, json!({"verdict": "approve"})).await.status, 409);

    let both = app.waits("Ida").await;
    app.is_decided(&ines, &both, json!({"action": "escalate", "revision": 1})).await;
    assert_eq!(app.looks(&otto).await.len(), 0, "that decides nothing");
    app.is_decided(&otto, &both, json!({"action": "spam", "revision": 2})).await;
    assert_eq!(
        (app.looks(&ines).await.len(), app.looks(&rosa).await.len()),
        (0, 1),
        "who had a hand in it is not blind"
    );

    let none = json!({"second_looks_percent": 0});
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, none).await.status, 200);
    let last = app.waits("Jo").await;
    app.is_decided(&ines, &last, approve).await;
    assert_eq!(app.looks(&rosa).await.len(), 1);
    app
}
