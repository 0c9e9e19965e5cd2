//! Authors appeal against what a moderator decided, and somebody else decides on that.

use postil::clock::Clock;
use postil::model::site::Policy;
use postil::model::time::{DAY, HOUR, SECOND};
use serde_json::{Value, json};

use crate::app::{Answer, Person, TestApp, on_both_databases, on_both_databases_with_a_clock};
use crate::sanctions::ADA;

on_both_databases!(
    an_author_is_right_after_all,
    an_author_stays_wrong,
    what_cannot_be_appealed_against,
    an_appeal_ends_with_the_comment,
    a_purge_leaves_appeals_to_others,
);
on_both_databases_with_a_clock!(an_appeal_that_comes_too_late, an_answer_that_is_undone);

const RULES: &str = "/api/v1/sites/courier/rules";

fn reject() -> Value {
    json!({"action": "reject", "reason": "off_topic"})
}

impl TestApp {
    async fn appeals(&self, who: &Person, comment: &str, statement: &str) -> Answer {
        self.post(&format!("/api/v1/comments/{comment}/appeals"), Some(who), json!({"statement": statement})).await
    }

    async fn appeals_of_courier(&self, staff: &Person, state: &str) -> Vec<Value> {
        let path = format!("/api/v1/moderation/appeals?site=courier&state={state}");
        let listed = self.get(&path, Some(staff)).await;
        assert_eq!(listed.status, 200, "{}", listed.body);
        listed.body["items"].as_array().expect("a list").clone()
    }

    /// The newest of the reader's comments, as the reader sees it.
    async fn own(&self, who: &Person) -> Value {
        self.get("/api/v1/me/comments", Some(who)).await.body["items"][0].clone()
    }
}

async fn an_author_is_right_after_all(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.site("herald", Policy::Open).await;
    let (ines, jan) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Jan").await);
    let (otto, ada) = (app.moderator("herald", "Otto").await, app.reader("Ada").await);
    let id = app.speaks(&ada, "The crane costs four million.").await;
    let rejected = app.does(&ines, &id, reject()).await;
    let mail = app.mail_to(ADA, "Taken down").await;
    assert!(mail.contains("you can appeal once, until ") && mail.contains("/u/comment?token="), "{mail}");
    let own = app.own(&ada).await;
    assert!(own["can_appeal_until"].is_string() && own["appeal"].is_null(), "{own}");

    let statement = "It is what the article\nis about.";
    let appealed = app.appeals(&ada, &id, statement).await;
    assert_eq!((appealed.status, appealed.text("state")), (201, "open"), "{}", appealed.body);
    let again = app.appeals(&ada, &id, "Please!").await;
    assert_eq!(again.status, 409, "{}", again.body);
    let own = app.own(&ada).await;
    assert_eq!((&own["appeal"]["statement"], &own["can_appeal_until"]), (&json!(statement), &Value::Null), "{own}");
    let waiting = app.appeals_of_courier(&jan, "open").await;
    assert_eq!((waiting.len(), &waiting[0]["comment_id"]), (1, &json!(id)));
    assert_eq!(
        (&waiting[0]["against"]["id"], &waiting[0]["against"]["actor"]["name"]),
        (&rejected.body["decision_id"], &json!("Ines"))
    );
    assert_eq!(app.get("/api/v1/moderation/appeals?site=courier", Some(&otto)).await.status, 403);
    assert_eq!(app.get("/api/v1/moderation/appeals?site=courier", Some(&ada)).await.status, 403);

    let listed = app.on_list(&jan, "appealed").await;
    assert_eq!((listed.len(), &listed[0]["appeal"]["statement"]), (1, &json!(statement)), "{listed:?}");
    assert_eq!((&listed[0]["status"], &listed[0]["priority"]["severity"]), (&json!("rejected"), &json!(50)));

    for answer in [json!({"action": "approve"}), reject(), json!({"action": "spam"})] {
        let barred = app.does(&ines, &id, answer).await;
        assert_eq!((barred.status, barred.text("detail").contains("somebody else")), (403, true), "{}", barred.body);
    }
    let revision = app.all_known(&ines, &id).await["revision"].clone();
    let many = json!({"items": [{"id": id, "action": "approve", "revision": revision}]});
    let many = app.post("/api/v1/moderation/decisions", Some(&ines), many).await;
    assert_eq!((many.status, &many.body["items"][0]["status"]), (200, &json!(403)), "{}", many.body);
    let overturned = app.does(&jan, &id, json!({"action": "approve", "note": "You are right."})).await;
    assert_eq!((overturned.status, overturned.text("status")), (201, "published"), "{}", overturned.body);
    let mail = app.mail_to(ADA, "Published after all").await;
    assert!(mail.contains("> You are right.") && mail.contains(&format!("#comment-{id}")), "{mail}");
    assert!(app.mails_to(ADA).iter().all(|mail| !mail.contains("Published: ")), "one answer is enough");
    let own = app.own(&ada).await;
    let told = (&own["appeal"]["state"], &own["appeal"]["outcome"], &own["appeal"]["note"]);
    assert_eq!(told, (&json!("closed"), &json!("overturned"), &json!("You are right.")));
    let closed = app.appeals_of_courier(&ines, "closed").await;
    assert_eq!((&closed[0]["decided"]["actor"]["name"], &closed[0]["outcome"]), (&json!("Jan"), &json!("overturned")));
    assert_eq!(app.appeals_of_courier(&ines, "open").await.len(), 0);
    assert_eq!(app.on_list(&jan, "appealed").await.len(), 0);

    assert_eq!(app.does(&ines, &id, reject()).await.status, 201, "decided anew");
    assert_eq!(app.appeals(&ada, &id, "And again?").await.status, 201, "so it can be appealed against anew");
    let export = app.get("/api/v1/me/export", Some(&ada)).await.body;
    assert_eq!(export["appeals"].as_array().map(Vec::len), Some(2), "{export}");
    app.is_healthy().await;
    app
}

async fn an_author_stays_wrong(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (rosa, ines) = (app.administrator("Rosa").await, app.moderator("courier", "Ines").await);
    let ada = app.reader("Ada").await;
    let id = app.speaks(&ada, "Buy my nets.").await;
    assert_eq!(app.does(&rosa, &id, json!({"action": "spam"})).await.status, 201);
    let ban = json!({"site": "courier", "kind": "ban", "reason": "Advertising."});
    app.imposes(&ines, &ada, ban).await;
    assert_eq!(app.patch("/api/v1/me/notifications", &ada, json!({"decisions": "off"})).await.status, 200);
    assert_eq!(app.appeals(&ada, &id, "They are good nets.").await.status, 201, "who is banned can appeal");
    assert_eq!(app.does(&rosa, &id, reject()).await.status, 403, "an administrator neither");
    let left = app.does(&rosa, &id, json!({"action": "escalate"})).await;
    assert_eq!((left.status, left.text("status")), (201, "pending"), "others may be asked: {}", left.body);
    assert_eq!(app.appeals_of_courier(&ines, "open").await.len(), 1, "it waits still");
    let upheld = json!({"action": "reject", "reason": "spam", "note": "They are, but this is no market."});
    assert_eq!(app.does(&ines, &id, upheld).await.status, 201);
    let mail = app.mail_to(ADA, "stays unpublished").await;
    assert!(mail.contains("It read like advertising.") && mail.contains("no market"), "{mail}");
    let own = app.own(&ada).await;
    assert_eq!((&own["appeal"]["outcome"], &own["can_appeal_until"]), (&json!("upheld"), &Value::Null), "{own}");
    let final_answer = app.appeals(&ada, &id, "Please!").await;
    assert_eq!(
        (final_answer.status, final_answer.text("detail").contains("final")),
        (409, true),
        "{}",
        final_answer.body
    );
    app.is_healthy().await;
    app
}

async fn what_cannot_be_appealed_against(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let id = app.speaks(&ada, "The crane is mine.").await;
    assert_eq!(app.appeals(&ada, &id, "Why does it wait?").await.status, 409, "nobody has decided yet");
    assert_eq!(app.does(&ines, &id, reject()).await.status, 201);
    assert_eq!(app.appeals(&ben, &id, "She is right.").await.status, 404, "nobody else sees it");
    assert_eq!(app.appeals(&ines, &id, "She is right.").await.status, 403);
    let nobody = app.post(&format!("/api/v1/comments/{id}/appeals"), None, json!({"statement": "Me!"})).await;
    assert_eq!(nobody.status, 401);
    for statement in [" ".to_owned(), "a".repeat(2_001)] {
        let odd = app.appeals(&ada, &id, &statement).await;
        assert_eq!((odd.status, &odd.body["errors"][0]["field"]), (422, &json!("statement")), "{}", odd.body);
    }
    assert_eq!(app.put(RULES, &ines, json!({"appeals": {"allowed": false}})).await.status, 200);
    assert_eq!(app.appeals(&ada, &id, "It is.").await.status, 409, "the site takes none");
    assert_eq!(app.own(&ada).await["can_appeal_until"], Value::Null);
    assert_eq!(app.put(RULES, &ines, json!({"appeals": {"allowed": true}})).await.status, 200);
    let path = format!("/api/v1/comments/{id}/appeals");
    let key = [("Idempotency-Key", "appeal-1")];
    let body = || Some(json!({"statement": "It is."}));
    let first = app.send_with(&key, "POST", &path, Some(&ada), body()).await;
    let again = app.send_with(&key, "POST", &path, Some(&ada), body()).await;
    assert_eq!((first.status, again.status, &first.body), (201, 201, &again.body));
    app.is_healthy().await;
    app
}

async fn an_appeal_ends_with_the_comment(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, jan) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Jan").await);
    let ada = app.reader("Ada").await;
    let id = app.speaks(&ada, "I live at 3 Quay Street.").await;
    assert_eq!(app.does(&ines, &id, reject()).await.status, 201);
    assert_eq!(app.appeals(&ada, &id, "My address is my own.").await.status, 201);
    let path = format!("/api/v1/comments/{id}");
    assert_eq!(app.delete(&path, &ines).await.status, 409, "the staff have to answer");
    assert_eq!(app.delete(&path, &jan).await.status, 409);
    assert_eq!(app.delete(&path, &ada).await.status, 204);
    let closed = app.appeals_of_courier(&jan, "closed").await;
    assert_eq!((&closed[0]["outcome"], &closed[0]["statement"]), (&json!("moot"), &Value::Null), "{closed:?}");
    app.is_healthy().await;
    app
}

async fn a_purge_leaves_appeals_to_others(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, jan) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Jan").await);
    let ada = app.reader("Ada").await;
    let id = app.speaks(&ada, "Who paid for it?").await;
    let other = app.speaks(&ada, "And for what?").await;
    assert_eq!(app.does(&ines, &id, reject()).await.status, 201);
    assert_eq!(app.appeals(&ada, &id, "I want to know.").await.status, 201);
    assert_eq!(app.does(&jan, &id, json!({"action": "escalate"})).await.status, 201);
    let ban = json!({"site": "courier", "kind": "ban", "reason": "Insults.", "purge": {"days": 1}});
    app.imposes(&ines, &ada, ban).await;
    crate::purges::purged(&app, &ines, "done").await;
    assert_eq!(app.all_known(&ines, &other).await["status"], "rejected");
    assert_eq!(app.all_known(&ines, &id).await["status"], "pending", "that is for somebody else to decide");
    assert_eq!(app.appeals(&ada, &other, "That too.").await.status, 201, "what a purge took back");
    app.is_healthy().await;
    app
}

async fn an_appeal_that_comes_too_late(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    assert_eq!(app.put(RULES, &ines, json!({"appeals": {"within_days": 2}})).await.status, 200);
    let id = app.speaks(&ada, "The crane is mine.").await;
    let other = app.speaks(&ada, "The quay too.").await;
    for id in [&id, &other] {
        assert_eq!(app.does(&ines, id, reject()).await.status, 201);
    }
    clock.advance(2 * DAY - HOUR);
    let ada = app.sign_in(ADA).await;
    assert_eq!(app.appeals(&ada, &other, "In time.").await.status, 201);
    clock.advance(HOUR);
    let ada = app.sign_in(ADA).await;
    let late = app.appeals(&ada, &id, "Late.").await;
    assert_eq!((late.status, late.text("detail").contains("over")), (409, true), "{}", late.body);
    assert_eq!(app.own(&ada).await["can_appeal_until"], Value::Null);
    app
}

async fn an_answer_that_is_undone(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, jan) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Jan").await);
    let ada = app.reader("Ada").await;
    assert_eq!(app.put(RULES, &ines, json!({"undo_seconds": 30})).await.status, 200);
    let id = app.speaks(&ada, "The crane is mine.").await;
    let first = app.does(&ines, &id, reject()).await;
    clock.advance(10 * SECOND);
    assert_eq!(app.appeals(&ada, &id, "It is.").await.status, 201);
    let overturned = app.does(&jan, &id, json!({"action": "approve"})).await;
    assert_eq!(app.own(&ada).await["appeal"]["outcome"], "overturned");
    assert_eq!(app.undoes(&jan, &overturned).await.status, 201);
    let own = app.own(&ada).await;
    assert_eq!((&own["appeal"]["state"], &own["status"]), (&json!("open"), &json!("rejected")), "{own}");
    assert_eq!(app.on_list(&jan, "appealed").await.len(), 1);
    app.is_healthy().await;
    assert_eq!(app.undoes(&ines, &first).await.status, 409, "something was done since");
    let upheld = app.does(&jan, &id, reject()).await;
    assert_eq!(upheld.status, 201, "{}", upheld.body);
    clock.advance(40 * SECOND);
    app.service.mail_owed.notify_one();
    app.mail_to(ADA, "stays unpublished").await;
    assert!(app.mails_to(ADA).iter().all(|mail| !mail.contains("Published after all")));

    let other = app.speaks(&ada, "The quay too.").await;
    let first = app.does(&ines, &other, reject()).await;
    assert_eq!(app.appeals(&ada, &other, "It is.").await.status, 201);
    let back = app.undoes(&ines, &first).await;
    assert_eq!((back.status, back.text("status")), (201, "published"), "{}", back.body);
    assert_eq!(app.own(&ada).await["appeal"]["outcome"], "moot");
    app.is_healthy().await;
    app
}
