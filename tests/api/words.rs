//! The word lists as moderators set them up and as authors meet them.

use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{ARTICLE, Answer, Person, TestApp, on_both_databases};

on_both_databases!(
    a_disguised_word_is_refused_where_it_stands,
    entries_that_cannot_be_looked_for_are_refused,
    a_listed_network_is_shut_and_never_told,
);

const RULES: &str = "/api/v1/sites/courier/rules";

impl TestApp {
    async fn word_lists(&self, moderator: &Person, words: Value) -> Answer {
        self.put(RULES, moderator, json!({ "words": words })).await
    }

    async fn offers(&self, who: Option<&Person>, body: &str) -> Answer {
        let mut comment = json!({"url": ARTICLE, "body": body});
        if who.is_none() {
            comment["guest"] = json!({"name": "Otto", "email": "otto@post.example"});
        }
        self.post("/api/v1/sites/courier/comments", who, comment).await
    }
}

async fn a_disguised_word_is_refused_where_it_stands(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let set = app.word_lists(&ines, json!({"banned": ["slackrudder"], "suspect": ["herring*", "/ba+rnacle/"]})).await;
    assert_eq!(set.status, 200, "{}", set.body);

    for (before, disguise) in
        [("Oh, ", "sl4ckrudd3r"), ("A ", "s.l.a.c.k.r.u.d.d.e.r"), ("", "sl*ckrudder"), ("Ü ", "ѕlасkrudder")]
    {
        let refused = app.offers(Some(&ada), &format!("{before}{disguise}!")).await;
        let finding = &refused.body["findings"][0];
        assert_eq!((refused.status, &finding["check"]), (422, &json!("word_list")), "{disguise}: {}", refused.body);
        let span = json!({"start": before.len(), "end": before.len() + disguise.len()});
        assert_eq!((&finding["field"], &finding["span"]), (&json!("body"), &span), "{disguise}");
        assert!(finding["message"].as_str().is_some_and(|message| message.contains(disguise)), "{finding}");
    }
    assert_eq!(app.offers(Some(&ada), "Slack rudders steer badly.").await.status, 201);

    let held = app.offers(Some(&ada), "Herrings, and a baaarnacle.").await;
    assert_eq!(held.status, 202, "{}", held.body);
    let case = app.get(&format!("/api/v1/moderation/comments/{}", held.text("id")), Some(&ines)).await;
    let findings = case.body["findings"].as_array().expect("findings");
    let spans: Vec<&Value> = findings.iter().map(|finding| &finding["span"]).collect();
    assert_eq!(spans, [&json!({"start": 0, "end": 8}), &json!({"start": 16, "end": 26})], "{}", case.body);
    app
}

async fn entries_that_cannot_be_looked_for_are_refused(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    for (list, entry) in [("banned", "/herring(/"), ("suspect", "*"), ("banned", r"/(\w{50}){50}/")] {
        let wrong = app.word_lists(&ines, json!({list: ["herring", entry]})).await;
        let error = &wrong.body["errors"][0];
        assert_eq!((wrong.status, &error["field"]), (422, &json!(format!("words.{list}"))), "{}", wrong.body);
        assert!(error["message"].as_str().is_some_and(|message| message.contains(entry)), "{error}");
    }
    app
}

async fn a_listed_network_is_shut_and_never_told(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    app.word_lists(&ines, json!({"banned": ["127.0.0.0/8", "203.0.113.0/24"]})).await;
    for who in [Some(&ada), None] {
        let refused = app.offers(who, "A calm day at the harbour.").await;
        let finding = &refused.body["findings"][0];
        assert_eq!((refused.status, &finding["field"]), (422, &json!("network")), "{}", refused.body);
        assert!(!refused.body.to_string().contains("127.0"), "{}", refused.body);
    }
    app.word_lists(&ines, json!({"banned": [], "suspect": ["127.0.0.1"]})).await;
    let held = app.offers(Some(&ada), "A calm day at the harbour.").await;
    assert_eq!(held.status, 202, "{}", held.body);
    let case = app.get(&format!("/api/v1/moderation/comments/{}", held.text("id")), Some(&ines)).await;
    assert_eq!(case.body["findings"][0]["field"], "network", "{}", case.body);
    assert!(!case.body.to_string().contains("127.0"), "the address is not kept: {}", case.body);
    app.word_lists(&ines, json!({"suspect": ["203.0.113.0/24"]})).await;
    assert_eq!(app.offers(Some(&ada), "And a calm night.").await.status, 201);
    app
}
