//! Comments that wait for what servers of others say.

use postil::clock::Clock;
use postil::model::site::Policy;
use postil::model::time::{MINUTE, SECOND};
use serde_json::{Value, json};

use crate::app::{ARTICLE, Answer, Backend, Person, TestApp, run_two_nodes_with, run_with};
use crate::other_server::{OtherServer, Reply, Request};

/// Makes two tests of one: its app may call the server, and its clock stands still until the test moves it.
macro_rules! on_both_databases_beside_a_server {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn on_sqlite() {
                super::run_beside(crate::app::Backend::Sqlite, super::$name);
            }

            #[test]
            fn on_postgres() {
                super::run_beside(crate::app::Backend::Postgres, super::$name);
            }
        }
    )+};
}

on_both_databases_beside_a_server!(
    a_comment_waits_until_another_server_has_nothing_against_it,
    what_a_server_finds_does_what_the_site_says,
    a_server_that_is_away_is_asked_again_and_given_up_at_last,
    an_edit_is_asked_about_anew,
    what_a_person_decides_while_it_waits_stands,
    what_is_deleted_is_not_asked_about,
    what_a_dead_worker_held_is_asked_again,
    a_measure_that_comes_while_it_waits_counts,
    moderators_teach_the_server_what_cannot_be_undone,
    a_checker_of_the_site_is_asked_with_a_signature,
    two_servers_are_waited_for,
    no_redirect_is_followed_and_no_flood_is_read,
    whoever_is_not_asked_about_does_not_wait,
    secrets_go_in_and_never_come_out,
    a_server_that_is_taken_away_is_not_waited_for,
);

const COMMENTS: &str = "/api/v1/sites/courier/comments";
const RULES: &str = "/api/v1/sites/courier/rules";
const AKISMET: &str = "/api/v1/sites/courier/checkers/akismet";
const EXTERNAL: &str = "/api/v1/sites/courier/checkers/external";
const CHECK: &str = "/1.1/comment-check";
const KEY: &str = "0123456789ab";
const SECRET: &str = "a secret of thirty-two characters";

pub fn run_beside<F, T>(backend: Backend, test: F)
where
    F: FnOnce(TestApp, Clock, OtherServer) -> T,
    T: Future<Output = TestApp>,
{
    let (clock, server) = (Clock::fixed(Clock::system().now()), OtherServer::start());
    let url = server.url();
    let adjust = |raw: &mut postil::config::RawConfig| {
        raw.call_private = Some("127.0.0.1".to_owned());
        raw.akismet_url = Some(url);
        // Looking again and again is asking much, and the clock that allows more stands still.
        raw.rate_limits = Some("off".to_owned());
    };
    run_with(backend, clock.clone(), adjust, |app| test(app, clock, server));
}

/// Akismet, saying `word` of every comment.
fn akismet(word: &'static str) -> impl FnMut(&Request) -> Reply + Send + 'static {
    move |request| match request.path.as_str() {
        "/1.1/verify-key" => Reply::ok(if request.form()["api_key"] == KEY { "valid" } else { "invalid" }),
        CHECK => Reply::ok(word),
        _ => Reply::ok("Thanks for making the web a better place."),
    }
}

/// The finding of one check of a comment's present text.
fn finding<'a>(case: &'a Value, check: &str) -> &'a Value {
    let found = case["findings"].as_array().expect("findings").iter().rfind(|it| it["check"] == check);
    found.unwrap_or(&Value::Null)
}

impl TestApp {
    async fn asks_about(&self, who: &Person, body: &str) -> String {
        let comment = json!({"url": ARTICLE, "title": "Harbour", "body": body});
        let headers = [("User-Agent", "Browser/1"), ("Referer", ARTICLE)];
        let posted = self.send_with(&headers, "POST", COMMENTS, Some(who), Some(comment)).await;
        assert_eq!((posted.status, &posted.body["status"]), (202, &json!("pending")), "{}", posted.body);
        posted.text("id").to_owned()
    }

    async fn whole_case(&self, staff: &Person, id: &str) -> Value {
        self.get(&format!("/api/v1/moderation/comments/{id}"), Some(staff)).await.body
    }

    /// The comment, once it is as it should be.
    async fn case_when(&self, staff: &Person, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        const ROUNDS: usize = 4_000;
        for _ in 0..ROUNDS {
            let case = self.whole_case(staff, id).await;
            if wanted(&case) {
                return case;
            }
            // Not a wait for time to pass: the worker gets its turn, and the comment is looked at again.
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("it does not become what it should: {}", self.whole_case(staff, id).await);
    }

    async fn becomes(&self, staff: &Person, id: &str, status: &str) -> Value {
        self.case_when(staff, id, |case| case["status"] == status).await
    }

    async fn decides_on(&self, staff: &Person, id: &str, action: &str) -> Answer {
        let decision = json!({"action": action, "revision": self.whole_case(staff, id).await["revision"]});
        let decided = self.post(&format!("/api/v1/moderation/comments/{id}/decisions"), Some(staff), decision).await;
        assert_eq!(decided.status, 201, "{}", decided.body);
        decided
    }

    async fn asks_akismet(&self, staff: &Person) {
        let set = self.put(AKISMET, staff, json!({"key": KEY})).await;
        assert_eq!(set.status, 200, "{}", set.body);
    }

    /// Moves the clock to where whatever failed is due again.
    fn passes(&self, clock: &Clock, time: i64) {
        clock.advance(time);
        self.service.checks_owed.notify_one();
    }

    async fn rows(&self, condition: &str) -> i64 {
        let sql = format!("SELECT count(*) AS count FROM remote_checks WHERE {condition}");
        crate::remote_checks::count(self, sql).await
    }
}

pub async fn count(app: &TestApp, sql: String) -> i64 {
    use diesel::prelude::*;
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    let read = move |conn: &mut postil::store::Conn| {
        Ok::<_, postil::store::StoreError>(diesel::sql_query(sql).get_result::<Row>(conn)?.count)
    };
    app.service.store.read(read).await.expect("counted")
}

async fn a_comment_waits_until_another_server_has_nothing_against_it(
    app: TestApp,
    _: Clock,
    server: OtherServer,
) -> TestApp {
    server.answers(akismet("false"));
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    app.asks_akismet(&ines).await;
    let comment = json!({"url": ARTICLE, "title": "Harbour", "body": "The *crane* works."});
    let posted = app.send_with(&[("User-Agent", "Browser/1")], "POST", COMMENTS, Some(&ada), Some(comment)).await;
    let waits = finding(&posted.body, "akismet");
    assert_eq!((posted.status, &waits["effect"]), (202, &json!("hold")), "{}", posted.body);
    assert!(waits["message"].as_str().is_some_and(|message| message.contains("another server")), "{waits}");
    let case = app.becomes(&ines, posted.text("id"), "published").await;
    assert_eq!(finding(&case, "akismet"), &Value::Null, "what it waited for is over");
    assert_eq!(app.get(&format!("{COMMENTS}?url={ARTICLE}"), None).await.body["items"][0]["id"], posted.body["id"]);

    let asked = server.asked(CHECK);
    let form = asked[0].form();
    let told = |name: &str| form.get(name).map_or("", String::as_str);
    assert_eq!(asked.len(), 1);
    assert_eq!((told("api_key"), told("blog")), (KEY, "https://news.example"));
    assert_eq!((told("user_ip"), told("user_agent")), ("127.0.0.1", "Browser/1"));
    assert_eq!((told("comment_content"), told("comment_author")), ("The *crane* works.", "Ada"));
    assert_eq!((told("permalink"), told("comment_author_email")), (ARTICLE, "Ada@readers.example"));
    let decisions = case["decisions"].as_array().expect("a log");
    let log: Vec<_> =
        decisions.iter().map(|it| (&it["action"], &it["actor"]["kind"], &it["from"], &it["to"])).collect();
    let (check, pipeline, pending) = (json!("check"), json!("pipeline"), json!("pending"));
    let first = (&check, &pipeline, &Value::Null, &pending);
    assert_eq!(log, [first, (&check, &pipeline, &pending, &json!("published"))]);
    assert_eq!(app.mails_to("Ines@desk.example").len(), 0, "nobody had anything to do");
    let metrics = reqwest::get(app.metrics_url()).await.expect("metrics").text().await.expect("text");
    assert!(metrics.contains(r#"remote_checks_total{checker="akismet",outcome="passed"} 1"#), "{metrics}");
    app.is_healthy().await;
    app
}

async fn what_a_server_finds_does_what_the_site_says(app: TestApp, _: Clock, server: OtherServer) -> TestApp {
    server.answers(|request| akismet("true")(request).with("X-akismet-pro-tip", "discard"));
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    app.asks_akismet(&ines).await;
    let held = app.asks_about(&ada, "Cheap rutabaga here.").await;
    let case = app.case_when(&ines, &held, |case| finding(case, "akismet")["score"] == 99).await;
    let found = finding(&case, "akismet");
    assert_eq!(
        (&case["status"], &found["effect"], &found["reason"]),
        (&json!("pending"), &json!("hold"), &json!("spam"))
    );
    assert_eq!(case["findings"].as_array().map(Vec::len), Some(1), "{case}");
    assert!(!app.mail_to("Ines@desk.example", "waiting").await.is_empty(), "now a person has to look");

    let action = |action: &str| json!({"checks": {"akismet": {"action": action}}});
    assert_eq!(app.put(RULES, &ines, action("reject")).await.status, 200);
    let spam = app.asks_about(&ada, "Cheap turnips here.").await;
    let case = app.becomes(&ines, &spam, "spam").await;
    assert_eq!(case["decisions"][1]["reason"], "spam");
    assert_eq!(app.put(RULES, &ines, action("note")).await.status, 200);
    let noted = app.asks_about(&ada, "Cheap beets here.").await;
    let case = app.becomes(&ines, &noted, "published").await;
    assert_eq!(finding(&case, "akismet")["effect"], "note");

    let nothing_waits = json!({"checks": {"akismet": {"action": "note", "on_error": "note"}}});
    assert_eq!(app.put(RULES, &ines, nothing_waits).await.status, 200);
    let at_once = app.post(COMMENTS, Some(&ada), json!({"url": ARTICLE, "body": "Cheap leeks here."})).await;
    assert_eq!(at_once.status, 201, "what can only be noted is not waited for: {}", at_once.body);
    app.case_when(&ines, at_once.text("id"), |case| finding(case, "akismet")["effect"] == "note").await;
    app.is_healthy().await;
    app
}

async fn a_server_that_is_away_is_asked_again_and_given_up_at_last(
    app: TestApp,
    clock: Clock,
    server: OtherServer,
) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    app.asks_akismet(&ines).await;
    let id = app.asks_about(&ada, "Is anybody there?").await;
    for attempt in 1..=8 {
        server.asked_times(CHECK, attempt).await;
        let tried = format!("attempts >= {attempt} AND (leased_until IS NULL OR state = 'failed')");
        while app.rows(&tried).await == 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(app.rows("state = 'waiting' AND user_ip IS NOT NULL").await, i64::from(attempt < 8));
        app.passes(&clock, 7 * MINUTE);
    }
    // An access token lives for ten minutes.
    let (ines, ada) = (app.sign_in("Ines@desk.example").await, app.sign_in("Ada@readers.example").await);
    let unreached = |case: &Value| finding(case, "akismet")["score"] == 10;
    let case = app.case_when(&ines, &id, unreached).await;
    assert_eq!((&case["status"], &finding(&case, "akismet")["effect"]), (&json!("pending"), &json!("hold")));
    app.mail_to("Ines@desk.example", "waiting").await;
    let listed = app.get("/api/v1/sites/courier/checkers", Some(&ines)).await.body["items"][0].clone();
    assert!(listed["last_error"].as_str().is_some_and(|error| error.contains("500")), "{listed}");

    let lenient = json!({"checks": {"akismet": {"on_error": "note"}}});
    assert_eq!(app.put(RULES, &ines, lenient).await.status, 200);
    let id = app.asks_about(&ada, "And now?").await;
    for attempt in 9..=16 {
        server.asked_times(CHECK, attempt).await;
        app.passes(&clock, 0);
        while app.rows("state = 'waiting' AND leased_until IS NOT NULL").await > 0 {
            tokio::task::yield_now().await;
        }
        app.passes(&clock, 7 * MINUTE);
    }
    let ines = app.sign_in("Ines@desk.example").await;
    let case = app.becomes(&ines, &id, "published").await;
    assert_eq!(finding(&case, "akismet")["effect"], "note");
    app.is_healthy().await;
    app
}

async fn an_edit_is_asked_about_anew(app: TestApp, clock: Clock, server: OtherServer) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    app.asks_akismet(&ines).await;
    let id = app.asks_about(&ada, "The first text.").await;
    server.asked_times(CHECK, 1).await;
    let edit = json!({"body": "The second text."});
    let edited = app.patch(&format!("/api/v1/comments/{id}"), &ada, edit).await;
    assert_eq!((edited.status, &edited.body["status"]), (202, &json!("pending")), "{}", edited.body);
    server.answers(akismet("false"));
    app.passes(&clock, MINUTE);
    app.becomes(&ines, &id, "published").await;
    let asked = server.asked(CHECK);
    let last = asked.last().expect("asked").form();
    assert_eq!((last["comment_content"].as_str(), last["recheck_reason"].as_str()), ("The second text.", "edit"));

    let edited = app.patch(&format!("/api/v1/comments/{id}"), &ada, json!({"body": "The third text."})).await;
    assert_eq!(edited.body["status"], "pending", "no text is seen that was not looked at");
    app.becomes(&ines, &id, "published").await;
    let before = server.asked(CHECK).len();
    assert_eq!(app.rows("state = 'waiting'").await, 0);
    server.answers(akismet("true"));
    let edited = app.patch(&format!("/api/v1/comments/{id}"), &ada, json!({"body": "Cheap rutabaga here."})).await;
    assert_eq!(edited.status, 202, "{}", edited.body);
    let case = app.case_when(&ines, &id, |case| finding(case, "akismet")["reason"] == "spam").await;
    assert_eq!((&case["status"], server.asked(CHECK).len()), (&json!("pending"), before + 1));
    app.is_healthy().await;
    app
}

async fn what_a_person_decides_while_it_waits_stands(app: TestApp, clock: Clock, server: OtherServer) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    app.asks_akismet(&ines).await;
    let id = app.asks_about(&ada, "Cheap, but a fine joke.").await;
    server.asked_times(CHECK, 1).await;
    let other = app.asks_about(&ada, "Nobody has looked at this one.").await;
    server.asked_times(CHECK, 2).await;
    app.decides_on(&ines, &id, "approve").await;
    app.decides_on(&ines, &other, "close_thread").await;
    server.answers(akismet("true"));
    app.passes(&clock, MINUTE);
    let spam = |case: &Value| finding(case, "akismet")["reason"] == "spam";
    let case = app.case_when(&ines, &id, spam).await;
    assert_eq!((&case["status"], case["decisions"].as_array().map(Vec::len)), (&json!("published"), Some(2)), "{case}");
    let case = app.case_when(&ines, &other, spam).await;
    let log = case["decisions"].as_array().expect("a log");
    assert_eq!(log.len(), 3, "closing a thread says nothing of the comment, so the answer does: {case}");

    app.decides_on(&ines, &other, "reopen_thread").await;
    server.answers(|_| Reply::error(503));
    let asked = app.asks_about(&ada, "It was Mr Smith of 3 Quay Street.").await;
    let path = format!("/api/v1/moderation/comments/{asked}/decisions");
    let ask = json!({"action": "ask_edit", "note": "No addresses, please.", "revision": 1});
    assert_eq!(app.post(&path, Some(&ines), ask).await.status, 201);
    let edit = json!({"body": "It was a neighbour."});
    assert_eq!(app.patch(&format!("/api/v1/comments/{asked}"), &ada, edit).await.status, 202);
    server.answers(akismet("false"));
    app.passes(&clock, MINUTE);
    while app.rows("state = 'waiting'").await > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(app.whole_case(&ines, &asked).await["status"], "pending", "a person wanted to see the edit");
    app.is_healthy().await;
    app
}

async fn what_is_deleted_is_not_asked_about(app: TestApp, clock: Clock, server: OtherServer) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    app.asks_akismet(&ines).await;
    let id = app.asks_about(&ada, "I should not have said that.").await;
    server.asked_times(CHECK, 1).await;
    assert_eq!(app.delete(&format!("/api/v1/comments/{id}"), &ada).await.status, 204);
    assert_eq!(app.rows("user_ip IS NOT NULL OR state = 'waiting'").await, 0);
    app.passes(&clock, MINUTE);
    server.answers(akismet("false"));
    let next = app.asks_about(&ada, "This I mean.").await;
    app.becomes(&ines, &next, "published").await;
    let told: Vec<String> = server.asked(CHECK).iter().map(|asked| asked.form()["comment_content"].clone()).collect();
    assert_eq!(told, ["I should not have said that.", "This I mean."]);
    app.is_healthy().await;
    app
}

async fn what_a_dead_worker_held_is_asked_again(app: TestApp, clock: Clock, server: OtherServer) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    app.asks_akismet(&ines).await;
    let id = app.asks_about(&ada, "Who is going to ask?").await;
    server.asked_times(CHECK, 1).await;
    while app.rows("leased_until IS NULL AND attempts = 1").await == 0 {
        tokio::task::yield_now().await;
    }
    let lease = clock.now().plus(MINUTE).micros();
    app.sql(&format!("UPDATE remote_checks SET leased_until = {lease}, attempts = 2, next_attempt_at = 0")).await;
    server.answers(akismet("false"));
    app.passes(&clock, 59 * SECOND);
    let other = app.asks_about(&ada, "And who about this?").await;
    app.becomes(&ines, &other, "published").await;
    assert_eq!(app.whole_case(&ines, &id).await["status"], "pending", "somebody has it in hand");
    app.passes(&clock, SECOND);
    app.becomes(&ines, &id, "published").await;
    app.is_healthy().await;
    app
}

async fn a_measure_that_comes_while_it_waits_counts(app: TestApp, clock: Clock, server: OtherServer) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada, ben) = (app.moderator("courier", "Ines").await, app.reader("Ada").await, app.reader("Ben").await);
    app.asks_akismet(&ines).await;
    let (muted, banned) =
        (app.asks_about(&ada, "Before I was muted.").await, app.asks_about(&ben, "Before I was banned.").await);
    server.asked_times(CHECK, 2).await;
    let measure = |kind: &str| json!({"site": "courier", "kind": kind, "reason": "Enough."});
    app.imposes(&ines, &ada, measure("mute")).await;
    app.imposes(&ines, &ben, measure("ban")).await;
    server.answers(akismet("false"));
    app.passes(&clock, MINUTE);
    app.becomes(&ines, &muted, "muted").await;
    let case = app.case_when(&ines, &banned, |case| finding(case, "sanction").is_object()).await;
    assert_eq!(case["status"], "pending");
    let after = app.asks_about(&ada, "After I was muted.").await;
    app.becomes(&ines, &after, "muted").await;
    let told = app.get(&format!("/api/v1/comments/{after}"), Some(&ada)).await;
    assert_eq!(told.body["status"], "published", "she is not told: {}", told.body);
    app.is_healthy().await;
    app
}

async fn moderators_teach_the_server_what_cannot_be_undone(app: TestApp, clock: Clock, server: OtherServer) -> TestApp {
    const HAM: &str = "/1.1/submit-ham";
    const SPAM: &str = "/1.1/submit-spam";
    server.answers(akismet("true"));
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    assert_eq!(app.put(RULES, &ines, json!({"undo_seconds": 60})).await.status, 200);
    app.asks_akismet(&ines).await;
    let id = app.asks_about(&ada, "Rutabaga is healthy.").await;
    app.case_when(&ines, &id, |case| finding(case, "akismet")["reason"] == "spam").await;
    let approved = app.decides_on(&ines, &id, "approve").await;
    assert_eq!(app.rows("task = 'ham' AND state = 'waiting'").await, 1);
    let undo = format!("/api/v1/moderation/decisions/{}/undo", approved.text("decision_id"));
    assert_eq!(app.send("POST", &undo, Some(&ines), None).await.status, 201);
    assert_eq!(app.rows("task = 'ham'").await, 0, "what was undone is not said");
    app.decides_on(&ines, &id, "spam").await;
    assert_eq!(app.rows("task <> 'check'").await, 0, "the server said so itself");
    app.decides_on(&ines, &id, "approve").await;
    app.passes(&clock, 59 * SECOND);
    assert_eq!(server.asked(HAM).len(), 0);
    app.passes(&clock, SECOND);
    let ham = server.asked_times(HAM, 1).await[0].form();
    assert_eq!(ham["comment_content"], "Rutabaga is healthy.");
    assert_eq!(ham["user_ip"], "127.0.0.1", "the address is forgotten");
    assert!(!ham.contains_key("user_agent"), "{ham:?}");
    while app.rows("task = 'ham' AND state = 'done'").await == 0 {
        tokio::task::yield_now().await;
    }
    app.decides_on(&ines, &id, "spam").await;
    app.passes(&clock, MINUTE);
    server.asked_times(SPAM, 1).await;
    assert_eq!((server.asked(HAM).len(), server.asked(SPAM).len()), (1, 1));
    app.is_healthy().await;
    app
}

fn signature(secret: &str, parts: &[&str]) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    for part in parts {
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn a_checker_of_the_site_is_asked_with_a_signature(app: TestApp, clock: Clock, server: OtherServer) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    let url = format!("{}/check", server.url());
    let wanted = json!({"url": url, "secret": SECRET, "key_id": "2026-07", "signed_answers": true});
    let set = app.put(EXTERNAL, &ines, wanted).await;
    assert_eq!((set.status, &set.body["url"], &set.body["key_state"]), (200, &json!(url), &json!("unknown")));
    // First an answer to another question, then one that nobody signed, then a good one.
    let mut times = 0;
    server.answers(move |request| {
        times += 1;
        let id = request.json()["id"].clone();
        let id = if times == 1 { json!("1") } else { id };
        let answer = json!({"id": id, "verdict": "hold", "score": 70, "reason": "abuse", "message": "That is rude.",
            "spans": [{"start": 4, "end": 9}]});
        let (body, t) = (answer.to_string(), request.header("postil-signature"));
        let t = t.split("t=").nth(1).and_then(|rest| rest.split(',').next()).expect("a time").to_owned();
        let v1 = signature(SECRET, &[id.as_str().expect("an id"), ".", &t, ".", &body]);
        let reply = Reply::ok(body);
        if times == 2 { reply } else { reply.with("Postil-Signature", format!("t={t}, v1={v1}")) }
    });
    let id = app.asks_about(&ada, "You idler!").await;
    for attempt in 1..=2 {
        server.asked_times("/check", attempt).await;
        while app.rows(&format!("attempts = {attempt} AND leased_until IS NULL")).await == 0 {
            tokio::task::yield_now().await;
        }
        app.passes(&clock, MINUTE);
    }
    let case = app.case_when(&ines, &id, |case| finding(case, "external")["score"] == 70).await;
    let found = finding(&case, "external");
    assert_eq!((&found["message"], &found["reason"]), (&json!("That is rude."), &json!("abuse")));
    assert_eq!((&found["span"], &found["field"]), (&json!({"start": 4, "end": 9}), &json!("body")));
    assert_eq!(case["status"], "pending");

    let asked = server.asked("/check");
    assert_eq!(asked.len(), 3);
    for request in &asked {
        let t = request.json()["sent_at"].as_str().map(|at| postil::model::time::Timestamp::parse(at).expect("a time"));
        let t = t.expect("a time").seconds().to_string();
        let v1 = signature(SECRET, &[&t, ".", &request.body]);
        assert_eq!(request.header("postil-signature"), format!("keyid=\"2026-07\", t={t}, v1={v1}"));
        assert_eq!(request.json()["id"], asked[0].json()["id"], "whoever was asked before can tell");
        assert_eq!(request.header("postil-delivery"), request.json()["id"]);
    }
    let told = asked[0].json();
    assert_eq!((&told["comment"]["body"], &told["author"]["name"]), (&json!("You idler!"), &json!("Ada")));
    assert!(!asked[0].body.contains("readers.example") && !asked[0].body.contains("127.0.0.1\""), "{}", asked[0].body);

    assert_eq!(app.put(EXTERNAL, &ines, json!({"signed_answers": false})).await.status, 200);
    server.answers(|request| {
        let answer = json!({"id": request.json()["id"], "verdict": "reject", "reason": "illegal"});
        Reply::ok(answer.to_string())
    });
    let rejected = app.asks_about(&ada, "Something unlawful.").await;
    let case = app.becomes(&ines, &rejected, "rejected").await;
    assert_eq!(case["decisions"][1]["reason"], "illegal");
    app.is_healthy().await;
    app
}

async fn two_servers_are_waited_for(app: TestApp, clock: Clock, server: OtherServer) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    app.asks_akismet(&ines).await;
    let external = json!({"url": format!("{}/check", server.url()), "secret": SECRET});
    assert_eq!(app.put(EXTERNAL, &ines, external).await.status, 200);
    server.answers(akismet("false"));
    let id = app.asks_about(&ada, "Who is the second?").await;
    server.asked_times("/check", 1).await;
    while app.rows("checker = 'akismet' AND state = 'done'").await == 0 {
        tokio::task::yield_now().await;
    }
    let case = app.whole_case(&ines, &id).await;
    assert_eq!((&case["status"], finding(&case, "akismet")), (&json!("pending"), &Value::Null));
    assert_eq!(finding(&case, "external")["effect"], "hold");
    server.answers(|request| match request.path.as_str() {
        "/check" => Reply::ok(json!({"id": request.json()["id"], "verdict": "pass", "score": 20}).to_string()),
        _ => akismet("false")(request),
    });
    app.passes(&clock, MINUTE);
    let case = app.becomes(&ines, &id, "published").await;
    assert_eq!(
        (&finding(&case, "external")["effect"], &finding(&case, "external")["score"]),
        (&json!("note"), &json!(20))
    );
    app.is_healthy().await;
    app
}

async fn no_redirect_is_followed_and_no_flood_is_read(app: TestApp, clock: Clock, server: OtherServer) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    let elsewhere = OtherServer::start();
    let external = json!({"url": format!("{}/check", server.url()), "secret": SECRET});
    assert_eq!(app.put(EXTERNAL, &ines, external).await.status, 200);
    let target = format!("{}/inside", elsewhere.url());
    server.answers(move |_| Reply::error(307).with("Location", target.clone()));
    let id = app.asks_about(&ada, "Where does this lead?").await;
    let error = async |wanted: &'static str| loop {
        let listed = app.get("/api/v1/sites/courier/checkers", Some(&ines)).await.body["items"][0].clone();
        if listed["last_error"].as_str().is_some_and(|error| error.contains(wanted)) {
            break;
        }
        tokio::task::yield_now().await;
    };
    error("307").await;
    assert!(elsewhere.asked("/inside").is_empty(), "nobody sends us anywhere");
    server.answers(|_| Reply::ok(" ".repeat(100_000)));
    app.passes(&clock, MINUTE);
    error("more than").await;
    assert_eq!(app.whole_case(&ines, &id).await["status"], "pending");
    app.is_healthy().await;
    app
}

async fn whoever_is_not_asked_about_does_not_wait(app: TestApp, _: Clock, server: OtherServer) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    app.asks_akismet(&ines).await;
    let post = async |who: &Person, body: &str| {
        app.post(COMMENTS, Some(who), json!({"url": ARTICLE, "body": body})).await.status
    };
    assert_eq!(post(&ines, "The staff speaks.").await, 201);
    let rules = json!({"trust": {"new": {"waives": ["akismet"]}}});
    assert_eq!(app.put(RULES, &ines, rules).await.status, 200);
    assert_eq!(post(&ada, "Who is new is free of it.").await, 201);
    let rules = json!({"trust": {"new": {"waives": []}}, "checks": {"akismet": {"action": "off"}}});
    assert_eq!(app.put(RULES, &ines, rules).await.status, 200);
    assert_eq!(post(&ada, "It is off.").await, 201);
    let rules = json!({"checks": {"akismet": {"action": null}}, "words": {"banned": ["turnip"]}});
    assert_eq!(app.put(RULES, &ines, rules).await.status, 200);
    assert_eq!(post(&ada, "A turnip is refused.").await, 422);
    assert!(server.asked(CHECK).is_empty());
    assert_eq!(app.rows("1 = 1").await, 0);
    app
}

async fn secrets_go_in_and_never_come_out(app: TestApp, _: Clock, server: OtherServer) -> TestApp {
    server.answers(akismet("false"));
    app.site("courier", Policy::Open).await;
    app.site("herald", Policy::Open).await;
    let (ines, otto) = (app.moderator("courier", "Ines").await, app.moderator("herald", "Otto").await);
    let refused = app.put(AKISMET, &ines, json!({"is_test": true})).await;
    assert_eq!((refused.status, &refused.body["errors"][0]["field"]), (422, &json!("key")), "{}", refused.body);
    let wrong = json!({"url": "https://10.0.0.1/", "secret": "short", "key_id": "a b"});
    let refused = app.put(EXTERNAL, &ines, wrong).await;
    let fields: Vec<&Value> =
        refused.body["errors"].as_array().expect("errors").iter().map(|it| &it["field"]).collect();
    assert_eq!((refused.status, fields), (422, vec![&json!("url"), &json!("key_id"), &json!("secret")]));

    app.asks_akismet(&ines).await;
    let external = json!({"url": "https://checker.example/a", "secret": SECRET});
    assert_eq!(app.put(EXTERNAL, &ines, external).await.status, 200);
    let listed = async || app.get("/api/v1/sites/courier/checkers", Some(&ines)).await.body["items"].clone();
    while listed().await[0]["key_state"] != "valid" {
        tokio::task::yield_now().await;
    }
    let shown = listed().await;
    assert_eq!((&shown[0]["key_set"], &shown[1]["checker"]), (&json!(true), &json!("external")), "{shown}");
    assert!(!shown.to_string().contains(KEY) && !shown.to_string().contains(SECRET), "{shown}");
    let plain = format!("sealed_secret LIKE '%{KEY}%' OR sealed_secret LIKE '%{SECRET}%' OR settings LIKE '%{KEY}%'");
    let plain = format!("SELECT count(*) AS count FROM checkers WHERE {plain}");
    assert_eq!(count(&app, plain).await, 0, "a copy of the database gives none away");

    let etag = "\"1\"";
    let kept = app.send_with(&[("If-Match", etag)], "PUT", AKISMET, Some(&ines), Some(json!({"is_test": true}))).await;
    assert_eq!(
        (kept.status, &kept.body["is_test"], kept.header("etag")),
        (200, &json!(true), "\"2\""),
        "{}",
        kept.body
    );
    let stale =
        app.send_with(&[("If-Match", etag)], "PUT", AKISMET, Some(&ines), Some(json!({"is_test": false}))).await;
    assert_eq!(stale.status, 412);
    while listed().await[0]["key_state"] != "valid" {
        tokio::task::yield_now().await;
    }
    assert_eq!(app.put(AKISMET, &ines, json!({"key": "another"})).await.status, 200);
    while listed().await[0]["key_state"] != "invalid" {
        tokio::task::yield_now().await;
    }
    assert_eq!(app.put(AKISMET, &otto, json!({"key": KEY})).await.status, 403);
    assert_eq!(app.get("/api/v1/sites/courier/checkers", Some(&otto)).await.status, 403);
    assert_eq!(app.delete(AKISMET, &otto).await.status, 403);
    assert_eq!(app.delete(EXTERNAL, &ines).await.status, 204);
    assert_eq!(listed().await.as_array().map(Vec::len), Some(1));
    let refused = app.put(EXTERNAL, &ines, json!({"url": "https://checker.example/b"})).await;
    assert_eq!((refused.status, &refused.body["errors"][0]["field"]), (422, &json!("secret")), "it was forgotten");
    app
}

async fn a_server_that_is_taken_away_is_not_waited_for(app: TestApp, _: Clock, server: OtherServer) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    app.asks_akismet(&ines).await;
    let id = app.asks_about(&ada, "How long shall I wait?").await;
    server.asked_times(CHECK, 1).await;
    while app.rows("leased_until IS NULL AND attempts = 1").await == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(app.delete(AKISMET, &ines).await.status, 204);
    let case = app.becomes(&ines, &id, "published").await;
    assert_eq!(case["findings"], json!([]));
    assert_eq!(server.asked(CHECK).len(), 1);
    app.is_healthy().await;
    app
}

/// The default: no private network is named.
#[test]
fn private_networks_are_out_of_reach() {
    let server = OtherServer::start();
    run_with(
        Backend::Sqlite,
        Clock::system(),
        |_| {},
        async |app: TestApp| {
            app.site("courier", Policy::Open).await;
            let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
            for url in ["http://checker.example/", "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/"] {
                let refused = app.put(EXTERNAL, &ines, json!({"url": url, "secret": SECRET})).await;
                assert_eq!((refused.status, &refused.body["errors"][0]["field"]), (422, &json!("url")), "{url}");
            }
            // What a name leads to shows when it is called.
            let url = format!("https://localhost:{}/check", server.port);
            assert_eq!(app.put(EXTERNAL, &ines, json!({"url": url, "secret": SECRET})).await.status, 200);
            let id = app.asks_about(&ada, "Is this your network?").await;
            loop {
                let listed = app.get("/api/v1/sites/courier/checkers", Some(&ines)).await.body["items"][0].clone();
                if let Some(error) = listed["last_error"].as_str() {
                    assert!(error.contains("private network") && !error.contains("127.0.0.1"), "{error}");
                    break;
                }
                tokio::task::yield_now().await;
            }
            assert_eq!(app.whole_case(&ines, &id).await["status"], "pending");
            app
        },
    );
}

#[test]
fn of_two_nodes_one_asks() {
    let server = OtherServer::start();
    server.answers(akismet("false"));
    let url = server.url();
    let adjust = |raw: &mut postil::config::RawConfig| {
        raw.call_private = Some("127.0.0.1".to_owned());
        raw.akismet_url = Some(url);
        raw.rate_limits = Some("off".to_owned());
    };
    run_two_nodes_with(adjust, async |one: TestApp, two: TestApp| {
        one.site("courier", Policy::Open).await;
        let (ines, ada) = (one.moderator("courier", "Ines").await, one.reader("Ada").await);
        one.asks_akismet(&ines).await;
        let mut ids = Vec::new();
        for number in 0..20 {
            let node = if number % 2 == 0 { &one } else { &two };
            ids.push(node.asks_about(&ada, &format!("Of twenty comments this is number {number}.")).await);
            one.service.checks_owed.notify_one();
            two.service.checks_owed.notify_one();
        }
        for id in &ids {
            two.becomes(&ines, id, "published").await;
        }
        assert_eq!(server.asked(CHECK).len(), 20);
        one.is_healthy().await;
        (one, two)
    });
}
