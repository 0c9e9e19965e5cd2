//! What moderators decide beside yes and no: leaving it to others, asking, changing, pinning, closing, taking it back.

use postil::clock::Clock;
use postil::model::site::Policy;
use postil::model::time::SECOND;
use serde_json::{Value, json};

use crate::app::{ARTICLE, Answer, Person, TestApp, on_both_databases, on_both_databases_with_a_clock};

on_both_databases!(
    a_hard_case_goes_to_the_administrators,
    an_author_who_is_asked_changes_the_comment,
    authors_see_why,
    everybody_sees_that_the_staff_changed_a_comment,
    pinned_comments_stand_first_on_every_page,
    a_moderator_closes_the_thread_of_a_comment,
    whoever_was_too_late_sees_what_there_is_now,
);
on_both_databases_with_a_clock!(what_is_undone_in_time_nobody_heard_of, what_cannot_be_undone);

const COMMENTS: &str = "/api/v1/sites/courier/comments";
const RULES: &str = "/api/v1/sites/courier/rules";

fn case_path(id: &str) -> String {
    format!("/api/v1/moderation/comments/{id}")
}

impl TestApp {
    pub async fn speaks(&self, who: &Person, body: &str) -> String {
        let posted = self.post(COMMENTS, Some(who), json!({"url": ARTICLE, "title": "Harbour", "body": body})).await;
        assert!([201, 202].contains(&posted.status), "{}", posted.body);
        posted.text("id").to_owned()
    }

    /// Decides on the comment as it now is.
    pub async fn does(&self, who: &Person, id: &str, mut decision: Value) -> Answer {
        decision["revision"] = self.get(&case_path(id), Some(who)).await.body["revision"].clone();
        self.post(&format!("{}/decisions", case_path(id)), Some(who), decision).await
    }

    pub async fn undoes(&self, who: &Person, decided: &Answer) -> Answer {
        let path = format!("/api/v1/moderation/decisions/{}/undo", decided.text("decision_id"));
        self.send("POST", &path, Some(who), None).await
    }

    async fn listed(&self, rest: &str) -> (Vec<String>, Option<String>) {
        let page = self.get(&format!("{COMMENTS}?url={ARTICLE}{rest}"), None).await.body;
        let ids = page["items"].as_array().expect("a list").iter();
        let ids = ids.map(|item| item["id"].as_str().expect("an id").to_owned()).collect();
        (ids, page["next"].as_str().map(str::to_owned))
    }

    async fn waiting(&self, who: &Person, rest: &str) -> Vec<Value> {
        let path = format!("/api/v1/moderation/queues/pending?site=courier{rest}");
        self.get(&path, Some(who)).await.body["items"].as_array().expect("a list").clone()
    }
}

async fn a_hard_case_goes_to_the_administrators(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let (ines, rosa) = (app.moderator("courier", "Ines").await, app.administrator("Rosa").await);
    let ada = app.reader("Ada").await;
    let id = app.speaks(&ada, "The mayor took money for the crane.").await;
    let other = app.speaks(&ada, "The crane is still out of order.").await;
    let escalated = app.does(&ines, &id, json!({"action": "escalate", "note": "Ask the lawyer."})).await;
    assert_eq!((escalated.status, &escalated.body["status"]), (201, &json!("pending")), "{}", escalated.body);
    assert!(escalated.body["escalated_at"].is_string(), "{}", escalated.body);
    assert_eq!(app.does(&ines, &id, json!({"action": "escalate"})).await.status, 409);
    let mail = app.mail_to("Rosa@desk.example", "Ask the lawyer.").await;
    assert!(mail.contains("Ines") && mail.contains("/desk/decide?token="), "{mail}");

    let marked = app.waiting(&rosa, "&mark=escalated").await;
    assert_eq!((marked.len(), &marked[0]["id"]), (1, &json!(id)));
    let all = app.waiting(&ines, "").await;
    assert_eq!(all.len(), 2, "it still waits among the others");
    assert!(all.iter().all(|item| item["escalated_at"].is_string() == (item["id"] != json!(other))), "{all:?}");
    let own = app.get("/api/v1/me/export", Some(&ada)).await.body.to_string();
    assert!(!own.contains("Ask the lawyer."), "what the staff say among themselves is not the author's");
    let approved = app.does(&rosa, &id, json!({"action": "approve"})).await;
    assert_eq!(approved.body["escalated_at"], Value::Null, "{}", approved.body);
    app.is_healthy().await;
    app
}

async fn an_author_who_is_asked_changes_the_comment(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let rules = json!({"edit_window_minutes": 0});
    assert_eq!(app.put(RULES, &ines, rules).await.status, 200);
    let ada = app.reader("Ada").await;
    let id = app.speaks(&ada, "It was Mr Smith of 3 Quay Street.").await;
    let comment = format!("/api/v1/comments/{id}");
    assert_eq!(app.patch(&comment, &ada, json!({"body": "Too late."})).await.status, 409);
    assert_eq!(app.does(&ines, &id, json!({"action": "ask_edit"})).await.status, 422, "it has to say what");
    let asked = json!({"action": "ask_edit", "note": "Please leave the address out."});
    assert_eq!(app.does(&ines, &id, asked).await.status, 201);
    assert!(app.waiting(&ines, "").await.is_empty(), "it waits for its author, not for a moderator");
    assert_eq!(app.waiting(&ines, "&mark=edit_asked").await[0]["id"], json!(id));
    let mail = app.mail_to("Ada@readers.example", "Please leave the address out.").await;
    assert!(mail.contains(&format!("#comment-{id}")), "{mail}");

    let edited = app.patch(&comment, &ada, json!({"body": "It was a neighbour."})).await;
    assert_eq!((edited.status, &edited.body["status"]), (202, &json!("pending")), "{}", edited.body);
    let back = app.waiting(&ines, "").await;
    assert_eq!((&back[0]["body"], &back[0]["edit_asked_at"]), (&json!("It was a neighbour."), &Value::Null));
    assert_eq!(app.patch(&comment, &ada, json!({"body": "And again."})).await.status, 409, "asked once, changed once");
    assert_eq!(app.does(&ines, &id, json!({"action": "approve"})).await.status, 201);

    let guest = json!({"url": ARTICLE, "body": "I saw it too.", "guest": {"name": "Gus"}});
    let posted = app.post(COMMENTS, None, guest).await;
    let asked = json!({"action": "ask_edit", "note": "Say when."});
    assert_eq!(app.does(&ines, posted.text("id"), asked).await.status, 409, "a guest cannot come back");
    app.is_healthy().await;
    app
}

async fn authors_see_why(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    assert_eq!(app.put(RULES, &ines, json!({"undo_seconds": 600})).await.status, 200);
    let id = app.speaks(&ada, "And what about the weather?").await;
    let own = async || app.get("/api/v1/me/comments", Some(&ada)).await.body["items"][0].clone();
    assert_eq!(own().await["decisions"][0]["by"], json!({"kind": "pipeline", "name": null}));
    assert_eq!(app.does(&ines, &id, json!({"action": "escalate", "note": "Is she a colleague?"})).await.status, 201);
    let slip = app.does(&ines, &id, json!({"action": "spam"})).await;
    assert_eq!(app.undoes(&ines, &slip).await.status, 201);
    let asked = json!({"action": "ask_edit", "note": "Which weather?"});
    assert_eq!(app.does(&ines, &id, asked).await.status, 201);
    assert!(own().await["edit_asked_at"].is_string());
    let rejected = json!({"action": "reject", "reason": "off_topic", "note": "Another day."});
    assert_eq!(app.does(&ines, &id, rejected).await.status, 201);

    let comment = own().await;
    let decisions = comment["decisions"].as_array().expect("a list");
    let told: Vec<(&Value, &Value)> = decisions.iter().map(|it| (&it["action"], &it["note"])).collect();
    let (ask, no) = (json!("Which weather?"), json!("Another day."));
    assert_eq!(told, [(&json!("check"), &Value::Null), (&json!("ask_edit"), &ask), (&json!("reject"), &no)]);
    assert_eq!((&decisions[2]["reason"], &decisions[2]["to"]), (&json!("off_topic"), &json!("rejected")));
    assert_eq!(decisions[2]["by"], json!({"kind": "moderator", "name": null}));
    assert!(!comment.to_string().contains("Ines"), "{comment}");
    assert_eq!(app.put(RULES, &ines, json!({"name_moderators": true})).await.status, 200);
    assert_eq!(own().await["decisions"][2]["by"], json!({"kind": "moderator", "name": "Ines"}));
    app.is_healthy().await;
    app
}

async fn everybody_sees_that_the_staff_changed_a_comment(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    let id = app.speaks(&ada, "Mr Smith of 3 Quay Street did it.").await;
    let change = json!({"body": "A neighbour did it.", "note": "We took the name out.", "revision": 1});
    assert_eq!(app.patch(&case_path(&id), &ada, change.clone()).await.status, 403);
    let edited = app.patch(&case_path(&id), &ines, change.clone()).await;
    assert_eq!((edited.status, &edited.body["edited_by_staff"]), (200, &json!(true)), "{}", edited.body);
    let late = app.patch(&case_path(&id), &ines, change).await;
    assert_eq!((late.status, &late.body["current"]["body"]), (409, &json!("A neighbour did it.")), "{}", late.body);

    let shown = app.get(&format!("{COMMENTS}?url={ARTICLE}"), None).await.body["items"][0].clone();
    assert_eq!(shown["body_html"], "<p>A neighbour did it.</p>");
    assert_eq!((&shown["edited_by_staff"], shown["edited_at"].is_string()), (&json!(true), true));
    let texts = app.get(&format!("/api/v1/comments/{id}/revisions"), Some(&ada)).await.body["items"].clone();
    assert_eq!((&texts[0]["by_staff"], &texts[1]["by_staff"]), (&json!(false), &json!(true)), "{texts}");
    let log = app.get("/api/v1/moderation/decisions?site=courier", Some(&ines)).await.body["items"][0].clone();
    assert_eq!((&log["action"], &log["actor"]["name"]), (&json!("edit"), &json!("Ines")), "{log}");
    app.is_healthy().await;
    app
}

async fn pinned_comments_stand_first_on_every_page(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let rules = json!({"rate": {"per_minute": 100}});
    assert_eq!(app.put(RULES, &ines, rules).await.status, 200);
    let ada = app.reader("Ada").await;
    let mut ids = Vec::new();
    for day in 1..=7 {
        ids.push(app.speaks(&ada, &format!("Day {day} of the strike.")).await);
    }
    assert_eq!(app.listed("&sort=oldest").await.0, ids);
    for id in [&ids[1], &ids[4], &ids[6]] {
        let pinned = app.does(&ines, id, json!({"action": "pin"})).await;
        assert_eq!((pinned.status, &pinned.body["pinned"]), (201, &json!(true)), "{}", pinned.body);
    }
    assert_eq!(app.does(&ines, &ids[0], json!({"action": "pin"})).await.status, 409, "three at most");
    let at = |places: &[usize]| places.iter().map(|place| ids[*place].clone()).collect::<Vec<_>>();
    assert_eq!(app.listed("&sort=oldest").await.0, at(&[6, 4, 1, 0, 2, 3, 5]));
    assert_eq!(app.listed("&sort=newest").await.0, at(&[6, 4, 1, 5, 3, 2, 0]));
    for sort in ["newest", "oldest", "top"] {
        for limit in 1..=7 {
            let whole = app.listed(&format!("&sort={sort}")).await.0;
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            loop {
                let (page, next) = app.listed(&format!("&sort={sort}&limit={limit}{cursor}")).await;
                assert!(page.len() <= limit);
                seen.extend(page);
                let Some(next) = next else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(seen, whole, "{sort} by {limit}");
        }
    }
    let unpinned = app.does(&ines, &ids[4], json!({"action": "unpin"})).await;
    assert_eq!((unpinned.status, &unpinned.body["pinned"]), (201, &json!(false)));
    let rejected = json!({"action": "reject", "reason": "off_topic"});
    assert_eq!(app.does(&ines, &ids[6], rejected).await.body["pinned"], false, "nothing rejected stays pinned");
    assert_eq!(app.does(&ines, &ids[6], json!({"action": "pin"})).await.status, 409);
    assert_eq!(app.listed("&sort=oldest").await.0, at(&[1, 0, 2, 3, 4, 5]));
    let reply = json!({"url": ARTICLE, "parent_id": ids[0], "body": "And the night before?"});
    let reply = app.post(COMMENTS, Some(&ines), reply).await;
    assert_eq!(app.does(&ines, reply.text("id"), json!({"action": "pin"})).await.status, 409, "replies stay in place");
    app.is_healthy().await;
    app
}

async fn a_moderator_closes_the_thread_of_a_comment(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    let id = app.speaks(&ada, "And your mother too!").await;
    assert_eq!(app.does(&ines, &id, json!({"action": "reopen_thread"})).await.status, 409);
    assert_eq!(app.does(&ines, &id, json!({"action": "close_thread"})).await.status, 201);
    let refused = app.post(COMMENTS, Some(&ada), json!({"url": ARTICLE, "body": "Let me finish."})).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.body["findings"][0]["check"], "closed_thread", "{}", refused.body);
    assert_eq!(app.does(&ines, &id, json!({"action": "reopen_thread"})).await.status, 201);
    app.speaks(&ada, "Now let me finish.").await;
    app.is_healthy().await;
    app
}

async fn whoever_was_too_late_sees_what_there_is_now(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    app.site("herald", Policy::All).await;
    let (ines, otto) = (app.moderator("courier", "Ines").await, app.moderator("herald", "Otto").await);
    let ada = app.reader("Ada").await;
    let id = app.speaks(&ada, "A first look.").await;
    assert_eq!(app.does(&ines, &id, json!({"action": "approve"})).await.status, 201);
    let path = format!("{}/decisions", case_path(&id));
    let late = json!({"action": "reject", "reason": "abuse", "revision": 1});
    let refused = app.post(&path, Some(&ines), late.clone()).await;
    assert_eq!((refused.status, refused.header("content-type")), (409, "application/problem+json"));
    let current = &refused.body["current"];
    assert_eq!((&current["status"], &current["revision"]), (&json!("published"), &json!(2)), "{}", refused.body);
    assert_eq!(current["decisions"][1]["actor"]["name"], "Ines");
    let stranger = app.post(&path, Some(&otto), late).await;
    assert_eq!((stranger.status, &stranger.body["current"]), (403, &Value::Null), "{}", stranger.body);
    app
}

mod of_200_that_decide_one_does {
    use postil::clock::Clock;

    use crate::app::{Backend, run_with};

    /// They share an address, which may not ask so much at once.
    fn run(backend: Backend) {
        let unlimited = |raw: &mut postil::config::RawConfig| raw.rate_limits = Some("off".to_owned());
        run_with(backend, Clock::system(), unlimited, super::of_200_that_decide_one_does);
    }

    #[test]
    fn on_sqlite() {
        run(Backend::Sqlite);
    }

    #[test]
    fn on_postgres() {
        run(Backend::Postgres);
    }
}

async fn of_200_that_decide_one_does(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let (ines, jan) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Jan").await);
    let ada = app.reader("Ada").await;
    let id = app.speaks(&ada, "Who paid for it?").await;
    let path = format!("{}/decisions", case_path(&id));
    let decide = |number: u32| {
        let (who, action) = if number.is_multiple_of(2) { (&ines, "approve") } else { (&jan, "reject") };
        app.post(&path, Some(who), json!({"action": action, "reason": "off_topic", "revision": 1}))
    };
    let answers = futures_util::future::join_all((0..200).map(decide)).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (201, [409; 199].as_slice()));
    app.mail_to("Ada@readers.example", &format!("#comment-{id}")).await;
    let mails = app.mails_to("Ada@readers.example");
    assert_eq!(mails.iter().filter(|mail| mail.contains(&format!("#comment-{id}"))).count(), 1);
    let log = app.get("/api/v1/moderation/decisions?site=courier", Some(&ines)).await.body;
    assert_eq!(log["items"].as_array().map(Vec::len), Some(2), "{log}");
    app.is_healthy().await;
    app
}

async fn what_is_undone_in_time_nobody_heard_of(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::All).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    assert_eq!(app.put(RULES, &ines, json!({"undo_seconds": 20})).await.status, 200);
    let id = app.speaks(&ada, "Who paid for it?").await;
    let before = app.get(&case_path(&id), Some(&ines)).await.body;
    let reject = json!({"action": "reject", "reason": "off_topic", "note": "Wrong button."});
    let rejected = app.does(&ines, &id, reject).await;
    clock.advance(19 * SECOND);
    let undone = app.undoes(&ines, &rejected).await;
    assert_eq!((undone.status, &undone.body["status"]), (201, &json!("pending")), "{}", undone.body);
    let after = app.get(&case_path(&id), Some(&ines)).await.body;
    for member in ["status", "body", "reviewed_at", "escalated_at", "edit_asked_at", "pinned", "edited_at"] {
        assert_eq!(before[member], after[member], "{member}");
    }
    let last = after["decisions"][2].clone();
    assert_eq!((&last["action"], &last["undoes"]), (&json!("undo"), &rejected.body["decision_id"]));
    assert_eq!(app.undoes(&ines, &rejected).await.status, 409, "once");
    assert_eq!(app.undoes(&ines, &undone).await.status, 409, "an undoing is not undone");

    let approved = app.does(&ines, &id, json!({"action": "approve"})).await;
    assert_eq!(approved.status, 201, "{}", approved.body);
    let pinned = app.does(&ines, &id, json!({"action": "pin"})).await;
    assert_eq!(app.undoes(&ines, &approved).await.status, 409, "something was done since");
    assert_eq!(app.undoes(&ines, &pinned).await.body["pinned"], false);
    let edit = json!({"body": "Who paid?", "revision": pinned.body["revision"].as_i64().expect("a number") + 1});
    let edited = app.patch(&case_path(&id), &ines, edit).await;
    assert_eq!(edited.status, 200, "{}", edited.body);
    let undone = app.undoes(&ines, &edited).await;
    assert_eq!(
        (&undone.body["body_html"], &undone.body["edited_by_staff"]),
        (&json!("<p>Who paid for it?</p>"), &json!(false))
    );
    assert_eq!(undone.body["edited_at"], Value::Null);
    let closed = app.does(&ines, &id, json!({"action": "close_thread"})).await;
    assert_eq!(app.undoes(&ines, &closed).await.status, 201);
    assert_eq!(app.post(COMMENTS, Some(&ada), json!({"url": ARTICLE, "body": "Open again?"})).await.status, 202);

    clock.advance(20 * SECOND);
    app.service.mail_owed.notify_one();
    app.mail_to("Ada@readers.example", &format!("#comment-{id}")).await;
    let mails = app.mails_to("Ada@readers.example");
    assert!(mails.iter().all(|mail| !mail.contains("Wrong button.")), "{mails:?}");
    app.is_healthy().await;
    app
}

async fn what_cannot_be_undone(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::All).await;
    let (ines, jan) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Jan").await);
    let (rosa, ada) = (app.administrator("Rosa").await, app.reader("Ada").await);
    assert_eq!(app.put(RULES, &ines, json!({"undo_seconds": 20})).await.status, 200);
    let id = app.speaks(&ada, "Who paid for it?").await;
    let approved = app.does(&ines, &id, json!({"action": "approve"})).await;
    assert_eq!(app.undoes(&jan, &approved).await.status, 403, "a colleague decides anew");
    assert_eq!(app.undoes(&ada, &approved).await.status, 403);
    clock.advance(20 * SECOND);
    assert_eq!(app.undoes(&ines, &approved).await.status, 409, "too late");
    let spam = app.does(&ines, &id, json!({"action": "spam"})).await;
    let undone = app.undoes(&rosa, &spam).await;
    assert_eq!((undone.status, &undone.body["status"]), (201, &json!("published")), "{}", undone.body);
    let case = app.get(&case_path(&id), Some(&ines)).await.body;
    let by_checks = json!({"decision_id": case["decisions"][0]["id"]});
    let by_checks = Answer { status: 0, headers: approved.headers.clone(), body: by_checks };
    assert_eq!(app.undoes(&rosa, &by_checks).await.status, 409, "nobody decided that");
    app.service.mail_owed.notify_one();
    app.mail_to("Ada@readers.example", &format!("#comment-{id}")).await;
    let told = app.mails_to("Ada@readers.example");
    let told = told.iter().filter(|mail| mail.contains(&format!("#comment-{id}"))).count();
    assert_eq!(told, 1, "of the spam nobody was told, so neither of its end");
    app.is_healthy().await;
    app
}
