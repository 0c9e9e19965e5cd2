//! What people follow, mute and ignore; what is gathered for them, when it comes, and that nothing is told twice.

use postil::actions::write_mail::{self, Tokens, Written};
use postil::clock::Clock;
use postil::model::mail::MailState;
use postil::model::site::Policy;
use postil::model::time::{HOUR, MINUTE, Timestamp};
use postil::store::outbox::OwedMail;
use serde_json::{Value, json};

use crate::app::{ARTICLE, Backend, Person, TestApp, on_both_databases, run_with};

on_both_databases!(
    what_is_muted_or_ignored_is_not_told,
    one_comment_is_told_once,
    the_list_of_news_has_what_mails_have,
);

#[test]
fn what_is_gathered_comes_once_on_sqlite() {
    with_time(Backend::Sqlite, what_is_gathered_comes_once);
}

#[test]
fn what_is_gathered_comes_once_on_postgres() {
    with_time(Backend::Postgres, what_is_gathered_comes_once);
}

#[test]
fn nobody_is_woken_or_flooded_on_sqlite() {
    with_time_and_limits(Backend::Sqlite, "on", nobody_is_woken_or_flooded);
}

#[test]
fn nobody_is_woken_or_flooded_on_postgres() {
    with_time_and_limits(Backend::Postgres, "on", nobody_is_woken_or_flooded);
}

/// At ten past noon UTC on a Wednesday.
fn with_time<F, T>(backend: Backend, test: F)
where
    F: FnOnce(TestApp, Clock) -> T,
    T: Future<Output = TestApp>,
{
    with_time_and_limits(backend, "off", test);
}

fn with_time_and_limits<F, T>(backend: Backend, limits: &'static str, test: F)
where
    F: FnOnce(TestApp, Clock) -> T,
    T: Future<Output = TestApp>,
{
    let clock = Clock::fixed(Timestamp::parse("2026-06-10T12:10:00Z").expect("a time"));
    let settings = |raw: &mut postil::config::RawConfig| raw.rate_limits = Some(limits.to_owned());
    run_with(backend, clock.clone(), settings, |app| test(app, clock));
}

const ADA: &str = "Ada@readers.example";

impl TestApp {
    /// The mail as its recipient gets it.
    pub async fn written(&self, mail: &OwedMail) -> Option<Written> {
        write_mail::run(&self.service, mail, "https://c.example", Tokens::Real).await.expect("written")
    }

    async fn says_with(&self, who: &Person, body: &str, more: Value) -> String {
        let mut comment = json!({"url": ARTICLE, "title": "Harbour", "body": body});
        comment.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        let posted = self.post("/api/v1/sites/courier/comments", Some(who), comment).await;
        assert_eq!(posted.status, 201, "{}", posted.body);
        posted.text("id").to_owned()
    }

    async fn prefers(&self, who: &Person, choice: Value) {
        let changed = self.patch("/api/v1/me/notifications", who, choice).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
    }

    /// A site that takes as much as anybody writes.
    async fn talkative_site(&self) {
        self.site("courier", Policy::Open).await;
        let root = self.administrator("Root").await;
        let rules = json!({"rate": {"per_minute": 1000, "per_hour": 10000}, "near_duplicates": {"window_hours": 0}});
        let changed = self.put("/api/v1/sites/courier/rules", &root, rules).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
    }

    async fn thread_path(&self, who: &Person, comment: &str) -> String {
        let read = self.get(&format!("/api/v1/comments/{comment}"), Some(who)).await;
        assert_eq!(read.status, 200, "{}", read.body);
        let found = self
            .service
            .store
            .read::<_, postil::store::StoreError, _>({
                let id = comment.parse().expect("an id");
                move |conn| postil::store::comments::place_of(conn, id)
            })
            .await
            .expect("read");
        format!("/api/v1/sites/courier/threads/{}/follow", found.expect("a place").1)
    }

    async fn kinds_owed_to(&self, address: &str) -> Vec<String> {
        let owed = self.owed_to(address).await;
        let about_comments = owed.into_iter().filter(|mail| mail.kind != "welcome" && mail.kind != "verify_address");
        about_comments.map(|mail| mail.kind).collect()
    }

    /// Waits until nothing is left of what followers are to be told.
    async fn followers_are_told(&self) {
        postil::actions::tell_followers::run(&self.service).await.expect("told");
    }

    async fn news(&self, who: &Person) -> Value {
        self.get("/api/v1/me/news", Some(who)).await.body
    }
}

async fn what_is_muted_or_ignored_is_not_told(app: TestApp) -> TestApp {
    app.talkative_site().await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let own = app.says_with(&ada, "Who paid for the crane?", json!({})).await;
    let thread = app.thread_path(&ada, &own).await;

    assert_eq!(app.put(&thread, &ada, json!({"state": "muted"})).await.status, 204);
    app.says_with(&ben, "The town.", json!({"parent_id": own})).await;
    assert_eq!(app.put(&thread, &ada, json!({"state": "deaf"})).await.status, 422);
    assert_eq!(app.delete(&thread, &ada).await.status, 204);

    let muted = format!("/api/v1/comments/{own}/follow");
    assert_eq!(app.put(&muted, &ada, json!({"state": "muted"})).await.status, 204);
    let below = app.says_with(&ben, "Or the port.", json!({"parent_id": own})).await;
    let listed = app.get("/api/v1/me/follows", Some(&ada)).await.body["items"].clone();
    assert_eq!((&listed[0]["comment_id"], &listed[0]["state"]), (&json!(own), &json!("muted")), "{listed}");
    assert_eq!(app.delete(&muted, &ada).await.status, 204);

    assert_eq!(app.put(&format!("/api/v1/comments/{below}/ignore"), &ada, json!({})).await.status, 204);
    assert_eq!(app.put(&format!("/api/v1/comments/{own}/ignore"), &ada, json!({})).await.status, 409, "oneself");
    app.says_with(&ben, "Or the county, @Ada.", json!({"parent_id": own})).await;
    let ignored = app.get("/api/v1/me/ignored", Some(&ada)).await.body["items"].clone();
    assert_eq!((&ignored[0]["name"], &ignored[0]["comment_id"]), (&json!("Ben"), &json!(below)), "{ignored}");

    let quiet = app.says_with(&ada, "No answers, please.", json!({"follow": false})).await;
    assert_eq!(app.delete(&format!("/api/v1/comments/{below}/ignore"), &ada).await.status, 204);
    app.says_with(&ben, "Why not?", json!({"parent_id": quiet})).await;
    app.says_with(&ada, "My own reply.", json!({"parent_id": own})).await;
    assert_eq!(
        app.news(&ada).await["items"].as_array().expect("a list").len(),
        1,
        "the welcome: {}",
        app.news(&ada).await
    );
    assert_eq!(app.kinds_owed_to(ADA).await, [""; 0]);

    app.says_with(&ben, "Now you hear me.", json!({"parent_id": own})).await;
    assert_eq!(app.kinds_owed_to(ADA).await, ["reply"]);
    let unknown = app.put("/api/v1/sites/courier/threads/7/follow", &ada, json!({"state": "following"})).await;
    assert_eq!(unknown.status, 404);
    app
}

async fn one_comment_is_told_once(app: TestApp) -> TestApp {
    app.talkative_site().await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    app.prefers(&ada, json!({"follows": "at_once"})).await;
    let own = app.says_with(&ada, "Who paid for the crane?", json!({"follow_thread": true})).await;
    let reply = app.says_with(&ben, "You did, @Ada, and I too.", json!({"parent_id": own})).await;
    app.followers_are_told().await;
    assert_eq!(app.kinds_owed_to(ADA).await, ["reply"], "not named and following as well");

    // Taken down and published again it is no news.
    for (action, revision) in [("reject", 1), ("approve", 2)] {
        let decision = json!({"action": action, "reason": "other", "revision": revision});
        let path = format!("/api/v1/moderation/comments/{reply}/decisions");
        let made = app.post(&path, Some(&ines), decision).await;
        assert_eq!(made.status, 201, "{}", made.body);
    }
    app.followers_are_told().await;
    app.says_with(&ben, "And another thing.", json!({})).await;
    app.followers_are_told().await;
    assert_eq!(app.kinds_owed_to(ADA).await, ["followed", "reply"]);
    assert_eq!(app.kinds_owed_to("Ben@readers.example").await.len(), 2, "what became of the reply");
    app
}

async fn the_list_of_news_has_what_mails_have(app: TestApp) -> TestApp {
    app.talkative_site().await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    app.prefers(&ada, json!({"replies": "off"})).await;
    let own = app.says_with(&ada, "Who paid for the crane?", json!({})).await;
    let reply = app.says_with(&ben, "The town.", json!({"parent_id": own})).await;
    assert_eq!(app.kinds_owed_to(ADA).await, [""; 0], "not by mail");
    let news = app.news(&ada).await;
    let newest = &news["items"][0];
    assert_eq!(
        (&newest["kind"], &newest["author"], &newest["comment_id"]),
        (&json!("reply"), &json!("Ben"), &json!(reply))
    );
    assert_eq!((&newest["excerpt"], &newest["article_url"]), (&json!("The town."), &json!(ARTICLE)));
    assert_eq!(news["unread"], 2, "with the welcome");
    let read = app.post("/api/v1/me/news/read", Some(&ada), json!({"up_to": newest["id"]})).await;
    assert_eq!(read.status, 204);
    let news = app.news(&ada).await;
    assert_eq!(news["unread"], 0);
    assert!(news["items"][0]["read_at"].is_string());

    assert_eq!(app.delete(&format!("/api/v1/comments/{reply}"), &ben).await.status, 204);
    let kinds: Vec<Value> =
        app.news(&ada).await["items"].as_array().expect("a list").iter().map(|it| it["kind"].clone()).collect();
    assert_eq!(kinds, ["welcome"], "what quoted it is gone");
    app
}

async fn what_is_gathered_comes_once(app: TestApp, clock: Clock) -> TestApp {
    app.talkative_site().await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    app.prefers(&ada, json!({"replies": "hourly", "follows": "hourly"})).await;
    let own = app.says_with(&ada, "Who paid for the crane?", json!({"follow_thread": true})).await;
    app.says_with(&ben, "The town paid.", json!({"parent_id": own})).await;
    let gone = app.says_with(&ben, "Rather hasty words.", json!({"parent_id": own})).await;
    app.says_with(&ben, "The quay is wet.", json!({})).await;
    app.followers_are_told().await;
    let [digest] = &app.owes(ADA, "digest", 1).await[..] else { panic!("one digest") };
    assert_eq!(digest.next_attempt_at, Timestamp::parse("2026-06-10T13:00:00Z").expect("a time"));
    assert_eq!(app.delete(&format!("/api/v1/comments/{gone}"), &ben).await.status, 204);

    clock.advance(HOUR);
    app.service.mail_owed.notify_one();
    let text = app.mail_to(ADA, "The town paid.").await;
    assert!(text.contains("The quay is wet.") && !text.contains("hasty"), "{text}");

    // The next one has what is new since, and is not sent at all if that was read.
    let ben = app.sign_in("Ben@readers.example").await;
    app.says_with(&ben, "The crane is blue.", json!({"parent_id": own})).await;
    let latest = app.owes(ADA, "digest", 2).await[0].clone();
    clock.advance(HOUR);
    app.service.mail_owed.notify_one();
    let second = app.mail_to(ADA, "The crane is blue.").await;
    assert!(!second.contains("The town paid."), "{second}");
    assert!(app.written(&latest).await.is_some());

    let (ada, ben) = (app.sign_in(ADA).await, app.sign_in("Ben@readers.example").await);
    app.says_with(&ben, "And it squeaks.", json!({"parent_id": own})).await;
    let newest = app.news(&ada).await["items"][0]["id"].clone();
    assert_eq!(app.post("/api/v1/me/news/read", Some(&ada), json!({"up_to": newest})).await.status, 204);
    clock.advance(HOUR);
    app.service.mail_owed.notify_one();
    let unsent = app.owes(ADA, "digest", 3).await[0].clone();
    assert!(app.written(&unsent).await.is_none(), "it was read");
    assert!(app.mails_to(ADA).iter().all(|mail| !mail.contains("And it squeaks.")));
    app
}

async fn nobody_is_woken_or_flooded(app: TestApp, clock: Clock) -> TestApp {
    app.talkative_site().await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let own = app.says_with(&ada, "Who paid for the crane?", json!({})).await;
    // Half past two in the afternoon is quiet in Berlin: it is ten past now.
    let quiet = json!({"time_zone": "Europe/Berlin", "quiet_hours": {"from": "14:00", "to": "14:30"}});
    app.prefers(&ada, quiet).await;
    app.says_with(&ben, "The town paid.", json!({"parent_id": own})).await;
    let quiet = app.owes(ADA, "reply", 1).await[0].clone();
    assert_eq!(quiet.next_attempt_at, Timestamp::parse("2026-06-10T12:30:00Z").expect("a time"));
    assert_eq!(quiet.state, MailState::Queued);
    clock.advance(20 * MINUTE);
    app.service.mail_owed.notify_one();
    app.mail_to(ADA, "The town paid.").await;

    // Two have had their mail in this hour, the welcome and that reply; here are seventeen more.
    let (ben, first) = (app.sign_in("Ben@readers.example").await, quiet.id.get());
    for number in 1..=17 {
        let row = format!(
            "INSERT INTO outbox (id, recipient, kind, notice, state, attempts, next_attempt_at, created_at, notification_id) \
             VALUES ({}, '{ADA}', 'reply', '{{}}', 'sent', 1, 0, 0, 1)",
            first + number
        );
        app.sql(&row).await;
    }
    for number in 23..25 {
        app.says_with(&ben, &format!("Reason number {number} is a good one."), json!({"parent_id": own})).await;
    }
    let alone = app.owed_to(ADA).await.iter().filter(|mail| mail.kind == "reply").count();
    assert_eq!(alone, 19, "twenty in an hour");
    let [digest] = &app.owes(ADA, "digest", 1).await[..] else { panic!("one digest") };
    assert_eq!(digest.next_attempt_at, Timestamp::parse("2026-06-10T13:00:00Z").expect("a time"));
    clock.advance(HOUR);
    app.service.mail_owed.notify_one();
    app.mail_to(ADA, "Reason number 24").await;
    app
}
