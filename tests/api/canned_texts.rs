//! Texts that moderators use again and again.

use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{ARTICLE, Person, TestApp, on_both_databases};

on_both_databases!(a_site_begins_with_texts_and_has_its_own, a_decision_says_a_canned_text);

const TEXTS: &str = "/api/v1/sites/courier/canned-texts";

impl TestApp {
    async fn texts(&self, who: &Person, rest: &str) -> Vec<Value> {
        let listed = self.get(&format!("{TEXTS}?limit=100{rest}"), Some(who)).await;
        listed.body["items"].as_array().expect("a list").clone()
    }
}

async fn a_site_begins_with_texts_and_has_its_own(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    app.site("herald", Policy::All).await;
    let (ines, otto) = (app.moderator("courier", "Ines").await, app.moderator("herald", "Otto").await);
    let (all, german) = (app.texts(&ines, "").await, app.texts(&ines, "&locale=de").await);
    assert_eq!((all.len(), german.len()), (20, 10));
    assert!(german.iter().any(|text| text["title"] == "Nicht zum Thema" && text["reason"] == "off_topic"));
    assert_eq!(app.get(&format!("{TEXTS}?locale=deutsch"), Some(&ines)).await.status, 422);

    let new = json!({"locale": "fr", "title": " Hors sujet ", "body": "Restez dans le sujet.", "reason": "off_topic"});
    let made = app.post(TEXTS, Some(&ines), new.clone()).await;
    assert_eq!((made.status, made.text("title")), (201, "Hors sujet"), "{}", made.body);
    let wrong = app.post(TEXTS, Some(&ines), json!({"locale": "French", "title": " ", "body": "x".repeat(2001)})).await;
    let fields: Vec<&Value> = wrong.body["errors"].as_array().expect("errors").iter().map(|it| &it["field"]).collect();
    assert_eq!((wrong.status, fields), (422, vec![&json!("locale"), &json!("title"), &json!("body")]));

    let path = format!("{TEXTS}/{}", made.text("id"));
    let changed = app.patch(&path, &ines, json!({"title": "Sujet", "reason": null})).await;
    assert_eq!((changed.status, changed.text("title"), &changed.body["reason"]), (200, "Sujet", &Value::Null));
    assert_eq!((changed.text("body"), changed.header("etag")), ("Restez dans le sujet.", "\"2\""));
    let stale = app.send_with(&[("If-Match", "\"1\"")], "PATCH", &path, Some(&ines), Some(json!({"title": "X"}))).await;
    assert_eq!(stale.status, 412);
    assert_eq!(app.delete(&path, &otto).await.status, 403);
    assert_eq!(app.post(TEXTS, Some(&otto), new).await.status, 403);
    assert_eq!(app.get(TEXTS, Some(&otto)).await.status, 403);
    let elsewhere = format!("/api/v1/sites/herald/canned-texts/{}", made.text("id"));
    assert_eq!(app.delete(&elsewhere, &otto).await.status, 404);
    assert_eq!(app.delete(&path, &ines).await.status, 204);
    assert_eq!(app.delete(&path, &ines).await.status, 404);
    assert_eq!(app.texts(&ines, "").await.len(), 20);
    app
}

async fn a_decision_says_a_canned_text(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    app.site("herald", Policy::All).await;
    let (ines, otto) = (app.moderator("courier", "Ines").await, app.moderator("herald", "Otto").await);
    let ada = app.reader("Ada").await;
    let comment = json!({"url": ARTICLE, "body": "And the weather?"});
    let posted = app.post("/api/v1/sites/courier/comments", Some(&ada), comment).await;
    let path = format!("/api/v1/moderation/comments/{}/decisions", posted.text("id"));
    let off_topic = |texts: Vec<Value>| texts.into_iter().find(|text| text["title"] == "Off topic").expect("a text");
    let foreign = app.get("/api/v1/sites/herald/canned-texts?limit=100", Some(&otto)).await.body["items"].clone();
    let foreign = off_topic(foreign.as_array().expect("a list").clone());
    let decision = |id: &Value| json!({"action": "reject", "canned_text_id": id, "note": "Tomorrow!", "revision": 1});
    let refused = app.post(&path, Some(&ines), decision(&foreign["id"])).await;
    assert_eq!((refused.status, &refused.body["errors"][0]["field"]), (422, &json!("canned_text_id")));

    let own = off_topic(app.texts(&ines, "").await);
    assert_eq!(app.post(&path, Some(&ines), decision(&own["id"])).await.status, 201);
    let mail = app.mail_to("Ada@readers.example", "Tomorrow!").await;
    assert!(mail.contains("Please stay with the subject of the article."), "{mail}");
    let own = format!("{TEXTS}/{}", own["id"].as_str().expect("an id"));
    assert_eq!(app.delete(&own, &ines).await.status, 204);
    let log = app.get("/api/v1/moderation/decisions?site=courier", Some(&ines)).await.body["items"][0].clone();
    let told = (&log["reason"], &log["note"]);
    assert_eq!(told, (&json!("off_topic"), &json!("Please stay with the subject of the article.\n\nTomorrow!")));
    app.is_healthy().await;
    app
}
