//! Reports by readers and guests: what they weigh, when they hide a comment, and what those who made them hear of it.

use postil::clock::Clock;
use postil::model::site::Policy;
use postil::model::time::{HOUR, MINUTE, SECOND};
use serde_json::{Value, json};

use crate::app::{ARTICLE, Answer, Backend, PASSWORD, Person, TestApp};
use crate::app::{on_both_databases, on_both_databases_with_a_clock, run_with};

on_both_databases!(
    readers_report_and_hear_what_became_of_it,
    enough_reports_hide_a_comment_until_somebody_has_looked,
    what_somebody_has_looked_at_stays,
    a_record_moves_what_a_report_weighs,
    what_a_reader_cannot_report,
    a_report_is_sent_once,
    reports_of_what_is_taken_down_again_were_right,
    who_leaves_is_forgotten,
    a_comment_that_is_taken_back_has_no_reports_left,
);
on_both_databases_with_a_clock!(
    a_flood_of_reports_is_held_up,
    an_undone_decision_opens_reports_again,
    guests_are_forgotten
);

const RULES: &str = "/api/v1/sites/courier/rules";

impl TestApp {
    /// Reports the comment as spam.
    pub async fn reports(&self, who: Option<&Person>, comment: &str) -> Answer {
        self.reports_for(who, comment, json!({"reason": "spam"})).await
    }

    async fn reports_for(&self, who: Option<&Person>, comment: &str, report: Value) -> Answer {
        self.post(&format!("/api/v1/comments/{comment}/reports"), who, report).await
    }

    pub async fn all_known(&self, staff: &Person, comment: &str) -> Value {
        let case = self.get(&format!("/api/v1/moderation/comments/{comment}"), Some(staff)).await;
        assert_eq!(case.status, 200, "{}", case.body);
        case.body
    }

    /// What is on one of the site's lists.
    pub async fn on_list(&self, staff: &Person, queue: &str) -> Vec<Value> {
        let list = self.get(&format!("/api/v1/moderation/queues/{queue}?site=courier"), Some(staff)).await;
        assert_eq!(list.status, 200, "{}", list.body);
        list.body["items"].as_array().expect("a list").clone()
    }

    async fn own_reports(&self, who: &Person) -> Value {
        self.get("/api/v1/me/reports", Some(who)).await.body["items"].clone()
    }
}

async fn readers_report_and_hear_what_became_of_it(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben, cleo) = (app.reader("Ada").await, app.reader("Ben").await, app.reader("Cleo").await);
    let first = app.speaks(&ada, "Buy nets at my shop.").await;
    let second = app.speaks(&ada, "The harbour is deep.").await;
    let report = json!({"reason": "spam", "detail": " He says so everywhere. "});
    let reported = app.reports_for(Some(&ben), &first, report).await;
    assert_eq!(
        (reported.status, &reported.body["detail"]),
        (201, &json!("He says so everywhere.")),
        "{}",
        reported.body
    );
    assert_eq!((&reported.body["outcome"], &reported.body["thread"]["url"]), (&Value::Null, &json!(ARTICLE)));
    assert_eq!(app.reports(None, &first).await.status, 201, "guests report too");
    assert_eq!(app.reports(Some(&ben), &second).await.status, 201);
    assert_eq!(app.patch("/api/v1/me/notifications", &cleo, json!({"reports": "off"})).await.status, 200);
    assert_eq!(app.reports(Some(&cleo), &second).await.status, 201);
    assert_eq!(app.shown().await.as_array().map(Vec::len), Some(2), "two reports do not hide it");

    let case = app.all_known(&ines, &first).await;
    let reports = case["reports"].as_array().expect("a list");
    let told = (&reports[0]["reason"], &reports[0]["detail"], &reports[0]["weight"], &reports[0]["reporter"]["name"]);
    assert_eq!(told, (&json!("spam"), &json!("He says so everywhere."), &json!(1.0), &json!("Ben")), "{case}");
    assert_eq!(reports[0]["reporter"]["record"], json!({"confirmed": 0, "dismissed": 0}));
    let because = reports[0]["weight_because"].as_str().expect("a sentence");
    assert!(because.ends_with("2 × (0 + 1) / (0 + 0 + 2) = 1.00"), "{because}");
    assert_eq!(reports[1]["reporter"]["account_id"], Value::Null);

    let listed = app.on_list(&ines, "reported").await;
    assert_eq!((listed.len(), &listed[0]["reports"][0]["detail"]), (2, &json!("He says so everywhere.")), "{listed:?}");
    assert!(listed.iter().all(|item| item["priority"]["severity"] == 40), "two reports of 20 each: {listed:?}");
    let spam = app.does(&ines, &first, json!({"action": "spam"})).await;
    assert_eq!(spam.status, 201, "{}", spam.body);
    let mail = app.mail_to("Ben@readers.example", "taken it down").await;
    assert!(!mail.contains("nets") && !mail.contains(&first), "what was taken down is not repeated: {mail}");
    let approved = app.does(&ines, &second, json!({"action": "approve"})).await;
    assert_eq!(approved.status, 201, "{}", approved.body);
    let mail = app.mail_to("Ben@readers.example", "let it stand").await;
    assert!(mail.contains(&format!("#comment-{second}")), "{mail}");
    assert!(app.mails_to("Cleo@readers.example").iter().all(|mail| !mail.contains("let it stand")));
    assert_eq!(app.on_list(&ines, "reported").await.len(), 0);
    let own = app.own_reports(&ben).await;
    assert_eq!((&own[0]["outcome"], &own[1]["outcome"]), (&json!("dismissed"), &json!("confirmed")), "{own}");
    assert!(own[0]["closed_at"].is_string());
    let reports = app.all_known(&ines, &first).await["reports"].clone();
    assert_eq!(reports[0]["reporter"]["record"], json!({"confirmed": 1, "dismissed": 1}), "{reports}");
    let export = app.get("/api/v1/me/export", Some(&ben)).await.body;
    assert_eq!(export["reports"].as_array().map(Vec::len), Some(2), "{export}");
    app.is_healthy().await;
    app
}

async fn enough_reports_hide_a_comment_until_somebody_has_looked(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben, cleo) = (app.reader("Ada").await, app.reader("Ben").await, app.reader("Cleo").await);
    let id = app.speaks(&ada, "You are all herrings.").await;
    assert_eq!(app.reports_for(Some(&ben), &id, json!({"reason": "abuse"})).await.status, 201);
    assert_eq!(app.reports_for(Some(&cleo), &id, json!({"reason": "abuse"})).await.status, 201);
    assert_eq!(app.shown().await[0]["id"], json!(id));
    assert_eq!(app.reports(None, &id).await.status, 201);
    assert_eq!((app.shown().await, app.counted().await), (json!([]), json!(0)));
    let path = format!("/api/v1/comments/{id}");
    assert_eq!(
        (app.get(&path, Some(&ada)).await.text("status"), app.get(&path, Some(&ben)).await.status),
        ("pending", 404)
    );
    app.mail_to("Ines@desk.example", "One comment is waiting").await;

    let waiting = app.get("/api/v1/moderation/queues/pending?site=courier", Some(&ines)).await.body["items"].clone();
    let finding = waiting[0]["findings"].as_array().expect("a list").last().expect("one").clone();
    assert_eq!((&finding["check"], &finding["reason"]), (&json!("reports"), &json!("abuse")), "{waiting}");
    let message =
        "3 reports weigh 3.00 together (spam 1, abuse 2), and on this site a comment waits for a moderator from 3 on.";
    assert_eq!(finding["message"], message);
    let last = app.all_known(&ines, &id).await["decisions"].as_array().expect("a list").last().cloned().expect("one");
    let told = (&last["action"], &last["actor"]["kind"], &last["from"], &last["to"], &last["reason"]);
    let expected = (&json!("hide"), &json!("reporters"), &json!("published"), &json!("pending"), &json!("abuse"));
    assert_eq!(told, expected);
    let own = app.get("/api/v1/me/comments", Some(&ada)).await.body["items"][0].clone();
    assert_eq!(own["decisions"][1]["by"], json!({"kind": "reporters", "name": null}), "{own}");
    assert!(!own.to_string().contains("Ben"));

    assert_eq!(app.does(&ines, &id, json!({"action": "approve"})).await.status, 201);
    assert_eq!(app.shown().await[0]["id"], json!(id));
    app.mail_to("Cleo@readers.example", "let it stand").await;
    app.is_healthy().await;
    app
}

async fn what_somebody_has_looked_at_stays(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben, cleo) = (app.reader("Ada").await, app.reader("Ben").await, app.reader("Cleo").await);
    assert_eq!(app.put(RULES, &ines, json!({"reports": {"hide_at": 1}})).await.status, 200);
    let id = app.speaks(&ada, "The mayor is wrong about the crane.").await;
    assert_eq!(app.does(&ines, &id, json!({"action": "approve"})).await.status, 201);
    assert_eq!(app.reports(Some(&ben), &id).await.status, 201);
    assert_eq!(app.shown().await[0]["id"], json!(id), "a person has approved it");
    assert_eq!(app.does(&ines, &id, json!({"action": "approve"})).await.status, 201);
    assert_eq!(app.own_reports(&ben).await[0]["outcome"], "dismissed");
    let again = app.reports(Some(&ben), &id).await;
    assert_eq!(again.status, 409, "the same text by the same reader: {}", again.body);
    assert_eq!(app.reports(Some(&cleo), &id).await.status, 201);
    assert_eq!(app.shown().await[0]["id"], json!(id));

    let edit = json!({"body": "The mayor is a liar about the crane."});
    assert_eq!(app.patch(&format!("/api/v1/comments/{id}"), &ada, edit).await.status, 200);
    assert_eq!(app.reports(Some(&ben), &id).await.status, 201, "another text");
    assert_eq!(app.shown().await, json!([]), "that nobody has looked at");

    let staff = app.speaks(&ines, "Please stay with the crane.").await;
    assert_eq!(app.reports(Some(&ben), &staff).await.status, 201);
    assert_eq!(app.shown().await[0]["id"], json!(staff), "what the staff say stands until the staff have looked");
    assert_eq!(app.put(RULES, &ines, json!({"reports": {"hide_at": 0}})).await.status, 200);
    let other = app.speaks(&ada, "The crane is mine.").await;
    for who in [Some(&ben), Some(&cleo), None] {
        assert_eq!(app.reports(who, &other).await.status, 201);
    }
    assert_eq!(app.shown().await.as_array().map(Vec::len), Some(2), "on this site reports hide nothing");
    app.is_healthy().await;
    app
}

async fn a_record_moves_what_a_report_weighs(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben, cleo) = (app.reader("Ada").await, app.reader("Ben").await, app.reader("Cleo").await);
    let rules = json!({"rate": {"per_minute": 100}, "record": {"from_comments": 100}, "reports": {"hide_at": 5}});
    assert_eq!(app.put(RULES, &ines, rules).await.status, 200);
    for number in 0..2 {
        let id = app.speaks(&ada, &format!("Buy {number} nets.")).await;
        assert_eq!(app.reports(Some(&ben), &id).await.status, 201);
        assert_eq!(app.does(&ines, &id, json!({"action": "spam"})).await.status, 201);
        let id = app.speaks(&ada, &format!("I saw {number} seals.")).await;
        assert_eq!(app.reports(Some(&cleo), &id).await.status, 201);
        assert_eq!(app.does(&ines, &id, json!({"action": "approve"})).await.status, 201);
    }
    let weights = async |id: &str| {
        let case = app.all_known(&ines, id).await;
        let reports = case["reports"].as_array().expect("a list").iter();
        reports.map(|report| report["weight"].as_f64().expect("a number")).collect::<Vec<f64>>()
    };
    let id = app.speaks(&ada, "Who paid for it?").await;
    for who in [Some(&ben), Some(&cleo), None, Some(&ines)] {
        assert_eq!(app.reports(who, &id).await.status, 201);
    }
    assert_eq!(weights(&id).await, [1.5, 0.5, 1.0, 2.0]);
    assert_eq!(app.on_list(&ines, "reported").await[0]["priority"]["severity"], 100);
    assert_eq!(app.get(&format!("/api/v1/comments/{id}"), None).await.status, 404, "5.0 together");

    assert_eq!(app.put(RULES, &ines, json!({"reports": {"weigh_record": false}})).await.status, 200);
    let id = app.speaks(&ada, "I shall ask again.").await;
    assert_eq!(app.reports(Some(&cleo), &id).await.status, 201);
    assert_eq!(weights(&id).await, [1.0]);
    let listed = app.on_list(&ines, "reported").await;
    let listed = listed.iter().find(|item| item["id"] == json!(id)).expect("on the list");
    assert_eq!(listed["priority"]["severity"], 20);
    app.is_healthy().await;
    app
}

async fn what_a_reader_cannot_report(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let id = app.speaks(&ada, "The crane is mine.").await;
    let own = app.reports(Some(&ada), &id).await;
    assert_eq!(own.status, 409, "{}", own.body);
    assert_eq!(app.reports(Some(&ben), "4711").await.status, 404);
    let odd = app.reports_for(Some(&ben), &id, json!({"reason": "dull"})).await;
    assert_eq!((odd.status, &odd.body["errors"][0]["field"]), (422, &json!("reason")), "{}", odd.body);
    let long = json!({"reason": "other", "detail": "a".repeat(1_001)});
    let long = app.reports_for(Some(&ben), &id, long).await;
    assert_eq!((long.status, &long.body["errors"][0]["field"]), (422, &json!("detail")), "{}", long.body);

    assert_eq!(app.put(RULES, &ines, json!({"reports": {"guests": false}})).await.status, 200);
    let guest = app.reports(None, &id).await;
    assert_eq!((guest.status, guest.text("detail").contains("signed in")), (403, true), "{}", guest.body);
    let ban = json!({"site": "courier", "kind": "ban", "reason": "Enough."});
    app.imposes(&ines, &ben, ban).await;
    assert_eq!(app.reports(Some(&ben), &id).await.status, 403, "who is shut out");
    let rejected = json!({"action": "reject", "reason": "other"});
    assert_eq!(app.does(&ines, &id, rejected).await.status, 201);
    let cleo = app.reader("Cleo").await;
    assert_eq!(app.reports(Some(&cleo), &id).await.status, 404, "what is not there for her");
    assert_eq!(app.reports(Some(&ines), &id).await.status, 409);
    app.is_healthy().await;
    app
}

async fn a_report_is_sent_once(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let id = app.speaks(&ada, "Buy nets.").await;
    let path = format!("/api/v1/comments/{id}/reports");
    let key = [("Idempotency-Key", "report-1")];
    let body = || Some(json!({"reason": "spam"}));
    let first = app.send_with(&key, "POST", &path, Some(&ben), body()).await;
    let again = app.send_with(&key, "POST", &path, Some(&ben), body()).await;
    assert_eq!((first.status, again.status, &first.body), (201, 201, &again.body));
    assert_eq!(again.header("idempotency-replayed"), "true");
    let another = app.reports(Some(&ben), &id).await;
    assert_eq!((another.status, another.text("detail").contains("already")), (409, true), "{}", another.body);
    assert_eq!(app.reports(None, &id).await.status, 201);
    let neighbour = app.reports(None, &id).await;
    assert_eq!((neighbour.status, neighbour.text("detail").contains("network")), (409, true), "{}", neighbour.body);
    assert_eq!(app.all_known(&ines, &id).await["reports"].as_array().map(Vec::len), Some(2));
    app
}

async fn a_flood_of_reports_is_held_up(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let rules = json!({"reports": {"per_hour": 2}, "rate": {"per_minute": 100}});
    assert_eq!(app.put(RULES, &ines, rules).await.status, 200);
    let mut ids = Vec::new();
    for number in 0..3 {
        ids.push(app.speaks(&ada, &format!("Number {number} of three.")).await);
    }
    assert_eq!(app.reports(Some(&ben), &ids[0]).await.status, 201);
    clock.advance(5 * MINUTE);
    assert_eq!(app.reports(Some(&ben), &ids[1]).await.status, 201);
    let refused = app.reports(Some(&ben), &ids[2]).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, "3300"), "{}", refused.body);
    assert_eq!(app.reports(None, &ids[2]).await.status, 201, "others are free to");
    clock.advance(55 * MINUTE + SECOND);
    let ben = app.sign_in("Ben@readers.example").await;
    assert_eq!(app.reports(Some(&ben), &ids[2]).await.status, 201);
    app.is_healthy().await;
    app
}

async fn an_undone_decision_opens_reports_again(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    assert_eq!(app.put(RULES, &ines, json!({"undo_seconds": 30})).await.status, 200);
    let id = app.speaks(&ada, "Buy nets.").await;
    assert_eq!(app.reports(Some(&ben), &id).await.status, 201);
    let approved = app.does(&ines, &id, json!({"action": "approve"})).await;
    assert_eq!(app.own_reports(&ben).await[0]["outcome"], "dismissed");
    clock.advance(20 * SECOND);
    assert_eq!(app.on_list(&ines, "reported").await.len(), 0);
    assert_eq!(app.undoes(&ines, &approved).await.status, 201);
    assert_eq!(app.on_list(&ines, "reported").await[0]["reports"].as_array().map(Vec::len), Some(1));
    let case = app.all_known(&ines, &id).await;
    assert_eq!(case["reports"][0]["outcome"], Value::Null, "{case}");
    assert_eq!(case["reports"][0]["reporter"]["record"], json!({"confirmed": 0, "dismissed": 0}));
    assert_eq!(app.reports(Some(&ben), &id).await.status, 409, "it is open again");
    app.is_healthy().await;
    assert_eq!(app.does(&ines, &id, json!({"action": "spam"})).await.status, 201);
    clock.advance(HOUR);
    app.service.mail_owed.notify_one();
    app.mail_to("Ben@readers.example", "taken it down").await;
    assert!(app.mails_to("Ben@readers.example").iter().all(|mail| !mail.contains("let it stand")));
    app.is_healthy().await;
    app
}

async fn reports_of_what_is_taken_down_again_were_right(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    assert_eq!(app.put(RULES, &ines, json!({"undo_seconds": 600})).await.status, 200);
    let id = app.speaks(&ada, "Buy nets.").await;
    assert_eq!(app.does(&ines, &id, json!({"action": "spam"})).await.status, 201);
    let approved = app.does(&ines, &id, json!({"action": "approve"})).await;
    assert_eq!(app.reports(Some(&ben), &id).await.status, 201);
    assert_eq!(app.undoes(&ines, &approved).await.status, 201);
    assert_eq!(app.own_reports(&ben).await[0]["outcome"], "confirmed");
    assert_eq!(app.on_list(&ines, "reported").await.len(), 0);
    app.mail_to("Ben@readers.example", "taken it down").await;
    app.is_healthy().await;
    app
}

async fn who_leaves_is_forgotten(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let decided = app.speaks(&ada, "Buy nets.").await;
    let open = app.speaks(&ada, "Buy ropes.").await;
    let report = json!({"reason": "spam", "detail": "Ben of Quay Street says so."});
    assert_eq!(app.reports_for(Some(&ben), &decided, report.clone()).await.status, 201);
    assert_eq!(app.reports_for(Some(&ben), &open, report).await.status, 201);
    assert_eq!(app.does(&ines, &decided, json!({"action": "spam"})).await.status, 201);
    let leave = app.send("DELETE", "/api/v1/me", Some(&ben), Some(json!({"password": PASSWORD}))).await;
    assert_eq!(leave.status, 204, "{}", leave.body);
    for (id, outcome) in [(&decided, json!("confirmed")), (&open, Value::Null)] {
        let report = app.all_known(&ines, id).await["reports"][0].clone();
        assert_eq!((&report["outcome"], &report["detail"]), (&outcome, &Value::Null), "{report}");
        assert_eq!(report["reporter"], json!({"account_id": null, "name": null, "record": null}));
    }
    app.is_healthy().await;
    assert_eq!(app.does(&ines, &open, json!({"action": "approve"})).await.status, 201);
    assert_eq!(app.all_known(&ines, &open).await["reports"][0]["outcome"], "dismissed");
    app.is_healthy().await;
    app
}

async fn a_comment_that_is_taken_back_has_no_reports_left(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let id = app.speaks(&ada, "You are all herrings.").await;
    let report = json!({"reason": "abuse", "detail": "She means Ben."});
    assert_eq!(app.reports_for(Some(&ben), &id, report).await.status, 201);
    assert_eq!(app.delete(&format!("/api/v1/comments/{id}"), &ada).await.status, 204);
    app.mail_to("Ben@readers.example", "author has taken it back").await;
    let report = app.all_known(&ines, &id).await["reports"][0].clone();
    assert_eq!((&report["outcome"], &report["detail"]), (&json!("moot"), &Value::Null), "{report}");
    assert_eq!(report["reporter"]["record"], json!({"confirmed": 0, "dismissed": 0}));
    app.is_healthy().await;
    app
}

async fn guests_are_forgotten(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let old = app.speaks(&ada, "Buy nets.").await;
    assert_eq!(app.reports(None, &old).await.status, 201);
    assert_eq!(app.does(&ines, &old, json!({"action": "approve"})).await.status, 201);
    clock.advance(60 * 24 * HOUR);
    let ada = app.sign_in("Ada@readers.example").await;
    let new = app.speaks(&ada, "Buy ropes.").await;
    assert_eq!(app.reports(None, &new).await.status, 201);
    clock.advance(60 * 24 * HOUR);
    let forget = async || postil::actions::keep_house::forget(&app.service).await.expect("forgot");
    forget().await;
    let ines = app.sign_in("Ines@desk.example").await;
    let record = app.all_known(&ines, &new).await["reports"][0]["reporter"]["record"].clone();
    assert_eq!(record, json!({"confirmed": 0, "dismissed": 1}), "one of the reports is not old enough");
    assert_eq!(app.does(&ines, &new, json!({"action": "approve"})).await.status, 201);
    clock.advance(60 * 24 * HOUR);
    forget().await;
    let ines = app.sign_in("Ines@desk.example").await;
    for id in [&old, &new] {
        let report = app.all_known(&ines, id).await["reports"][0].clone();
        assert_eq!(
            (&report["outcome"], &report["reporter"]["record"]),
            (&json!("dismissed"), &Value::Null),
            "{report}"
        );
    }
    app.is_healthy().await;
    app
}

/// However many report at the same moment, it is hidden once.
fn fifty_report_at_once(backend: Backend) {
    let unlimited = |raw: &mut postil::config::RawConfig| {
        raw.rate_limits = Some("off".to_owned());
        raw.trusted_proxies = Some("127.0.0.1".to_owned());
        raw.workers = Some("2".to_owned());
        raw.database_connections = Some("8".to_owned());
    };
    run_with(backend, Clock::system(), unlimited, async |app: TestApp| {
        app.site("courier", Policy::Open).await;
        let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
        let id = app.speaks(&ada, "You are all herrings.").await;
        let path = format!("/api/v1/comments/{id}/reports");
        let report = async |number: usize| {
            let from = format!("203.0.113.{number}");
            let body = Some(json!({"reason": "abuse"}));
            app.send_with(&[("X-Forwarded-For", &from)], "POST", &path, None, body).await.status
        };
        let statuses = futures_util::future::join_all((1..=50).map(report)).await;
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 3, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 404).count(), 47, "it was gone: {statuses:?}");
        let case = app.all_known(&ines, &id).await;
        let hidden = case["decisions"].as_array().expect("a list").iter().filter(|it| it["action"] == "hide").count();
        assert_eq!((hidden, &case["status"]), (1, &json!("pending")), "{case}");
        assert_eq!(case["reports"].as_array().map(Vec::len), Some(3));
        app.mail_to("Ines@desk.example", "One comment is waiting").await;
        assert_eq!(app.mails_to("Ines@desk.example").len(), 1);
        app.is_healthy().await;
        app
    });
}

#[test]
fn fifty_report_at_once_on_sqlite() {
    fifty_report_at_once(Backend::Sqlite);
}

#[test]
fn fifty_report_at_once_on_postgres() {
    fifty_report_at_once(Backend::Postgres);
}
