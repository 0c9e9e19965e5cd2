//! The table of `docs/MAIL.md`: each of its lines is made to happen, and the mail it names is owed to whom it names.

use postil::clock::Clock;
use postil::config::RawConfig;
use postil::model::mail::MailState;
use postil::model::site::Policy;
use postil::model::time::{DAY, HOUR};
use postil::store::outbox::{self, OwedMail};
use postil::store::{Conn, StoreError};
use serde_json::{Value, json};

use crate::app::{ARTICLE, Backend, PASSWORD, Person, TestApp, run_with};

#[test]
fn every_line_of_the_table_is_true_on_sqlite() {
    run_on(Backend::Sqlite);
}

#[test]
fn every_line_of_the_table_is_true_on_postgres() {
    run_on(Backend::Postgres);
}

fn run_on(backend: Backend) {
    let clock = Clock::fixed(Clock::system().now());
    let settings = |raw: &mut RawConfig| raw.rate_limits = Some("off".to_owned());
    run_with(backend, clock.clone(), settings, |app| every_line_of_the_table_is_true(app, clock));
}

const PAGE: &str = include_str!("../../docs/MAIL.md");
const COMMENTS: &str = "/api/v1/sites/courier/comments";

/// A line of the table.
struct Line {
    happening: String,
    to: String,
    /// `None`: nobody is told.
    mail: Option<String>,
}

fn lines() -> Vec<Line> {
    let rows = PAGE.lines().filter(|line| line.starts_with("| `") && line.matches('|').count() == 7);
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        let mail = Some(cells[4].to_owned()).filter(|mail| mail != "none");
        Line { happening: cells[1].to_owned(), to: cells[3].to_owned(), mail }
    })
    .collect()
}

impl TestApp {
    /// Every mail owed to the address, whatever has become of it, the newest first.
    pub async fn owed_to(&self, address: &str) -> Vec<OwedMail> {
        let address = address.to_owned();
        let read = move |conn: &mut Conn| {
            let mut all = Vec::new();
            for state in MailState::ALL {
                all.extend(outbox::list(conn, *state, None, 1_000)?);
            }
            all.retain(|mail| mail.recipient == address);
            all.sort_by_key(|mail| std::cmp::Reverse(mail.id));
            Ok::<_, StoreError>(all)
        };
        self.service.store.read(read).await.expect("read")
    }

    /// Waits until so many mails of the kind are owed to the address.
    pub async fn owes(&self, address: &str, kind: &str, count: usize) -> Vec<OwedMail> {
        const ROUNDS: usize = 2_000;
        for _ in 0..ROUNDS {
            let mut owed = self.owed_to(address).await;
            owed.retain(|mail| mail.kind == kind);
            if owed.len() >= count {
                assert_eq!(owed.len(), count, "{kind} to {address}");
                return owed;
            }
            // Not a wait for time to pass: the jobs get their turn, and the outbox is looked at again.
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let kinds: Vec<String> = self.owed_to(address).await.into_iter().map(|mail| mail.kind).collect();
        panic!("{address} is not owed {count} of {kind}: {kinds:?}");
    }

    async fn writes_of_it(&self, who: &Person, body: &str, parent: Option<&str>) -> Value {
        let mut comment = json!({"url": ARTICLE, "title": "Harbour", "body": body});
        if let Some(parent) = parent {
            comment["parent_id"] = json!(parent);
        }
        let posted = self.post(COMMENTS, Some(who), comment).await;
        assert!(matches!(posted.status, 201 | 202), "{}", posted.body);
        posted.body
    }

    async fn lets_in(&self, who: &Person, policy: &str) {
        let changed = self.patch("/api/v1/sites/courier", who, json!({"policy": policy})).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
    }

    async fn decided_as(&self, who: &Person, comment: &str, action: &str, reason: Option<&str>) {
        let case = self.get(&format!("/api/v1/moderation/comments/{comment}"), Some(who)).await.body;
        let decision = json!({"action": action, "reason": reason, "revision": case["revision"], "note": "A word."});
        let path = format!("/api/v1/moderation/comments/{comment}/decisions");
        let made = self.post(&path, Some(who), decision).await;
        assert_eq!(made.status, 201, "{action}: {}", made.body);
    }
}

/// The people of the story; the reader of a line has a name of its own.
struct World {
    app: TestApp,
    clock: Clock,
    ada: Person,
    ines: Person,
    mona: Person,
    root: Person,
}

impl World {
    async fn of(app: TestApp, clock: Clock) -> Self {
        app.site("courier", Policy::Open).await;
        let (ines, mona) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Mona").await);
        let root = app.administrator("Root").await;
        let ada = app.reader("Ada").await;
        Self { app, clock, ada, ines, mona, root }
    }

    /// Time has passed, and sessions do not last for ever.
    async fn signs_in_again(&mut self) {
        self.ines = self.app.sign_in("Ines@desk.example").await;
        self.mona = self.app.sign_in("Mona@desk.example").await;
        self.root = self.app.sign_in("Root@desk.example").await;
        self.ada = self.app.sign_in("Ada@readers.example").await;
    }

    /// A comment of the reader that waits for a moderator.
    async fn held(&self, who: &Person, body: &str) -> String {
        self.app.lets_in(&self.root, "all").await;
        let held = self.app.writes_of_it(who, body, None).await;
        assert_eq!(held["status"], "pending");
        self.app.lets_in(&self.root, "open").await;
        held["id"].as_str().expect("an id").to_owned()
    }

    async fn published(&self, who: &Person, body: &str) -> String {
        let posted = self.app.writes_of_it(who, body, None).await;
        assert_eq!(posted["status"], "published", "{posted}");
        posted["id"].as_str().expect("an id").to_owned()
    }

    /// Makes it happen to a reader of that name; the address that the line is about.
    #[expect(clippy::too_many_lines, reason = "a list of what can happen")]
    async fn happens(&self, line: &Line, name: &str) -> String {
        let app = &self.app;
        let address = format!("{name}@readers.example");
        let signed_up = async || {
            let asked = json!({"email": address, "password": PASSWORD, "display_name": name});
            assert_eq!(app.post("/api/v1/accounts", None, asked).await.status, 202);
        };
        match (line.happening.as_str(), line.to.as_str()) {
            ("sign_up", _) => signed_up().await,
            ("sign_up_again", _) => {
                app.reader(name).await;
                signed_up().await;
            }
            ("account_made", _) => {
                app.reader(name).await;
            }
            ("sign_in", _) => {
                app.reader(name).await;
                let agent = [("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")];
                let body = json!({"email": address, "password": PASSWORD});
                let again = app.send_with(&agent, "POST", "/api/v1/sessions", None, Some(body)).await;
                assert_eq!(again.status, 201);
            }
            ("password_forgotten", _) => {
                app.reader(name).await;
                assert_eq!(app.post("/api/v1/password-resets", None, json!({"email": address})).await.status, 202);
            }
            ("password_changed", _) => {
                let who = app.reader(name).await;
                let password = json!({"password": {"current": PASSWORD, "new": "nine cormorants at noon"}});
                assert_eq!(app.patch("/api/v1/me", &who, password).await.status, 200);
            }
            ("address_change_asked", to) => {
                let who = app.reader(name).await;
                let new = format!("{name}.new@readers.example");
                let change = json!({"email": {"new": new, "password": PASSWORD}});
                assert_eq!(app.patch("/api/v1/me", &who, change).await.status, 200);
                return if to == "the address" { new } else { address };
            }
            ("address_changed", _) => {
                let who = app.reader(name).await;
                let new = format!("{name}.new@readers.example");
                let change = json!({"email": {"new": new, "password": PASSWORD}});
                assert_eq!(app.patch("/api/v1/me", &who, change).await.status, 200);
                let token = app.mailed_token(&new, "/account/address?").await;
                let confirmed = app.post("/api/v1/accounts/verify-address", None, json!({"token": token})).await;
                assert_eq!(confirmed.status, 204);
            }
            ("guest_follows", _) => {
                let guest = json!({"name": name, "email": address});
                let body = json!({"url": ARTICLE, "body": "Tell me more.", "guest": guest, "follow": true});
                assert_eq!(app.post(COMMENTS, None, body).await.status, 201);
            }
            ("comment_appears", "the author it replies to") => {
                let who = app.reader(name).await;
                let parent = self.published(&who, "Who paid for the crane?").await;
                app.writes_of_it(&self.ada, "The town did.", Some(&parent)).await;
            }
            ("comment_appears", "who is named in it with @") => {
                let who = app.reader(name).await;
                self.published(&who, "The crane is new.").await;
                self.published(&self.ada, &format!("So it is, @{name}.")).await;
            }
            ("comment_appears", _) => {
                let who = app.reader(name).await;
                let first = app.writes_of_it(&self.ada, "First about the quay.", None).await;
                let thread = app.get(&format!("/api/v1/comments/{}", first["id"].as_str().expect("an id")), None).await;
                assert_eq!(thread.status, 200);
                let at_once = json!({"follows": "at_once"});
                assert_eq!(app.patch("/api/v1/me/notifications", &who, at_once).await.status, 200);
                let threads = app.get("/api/v1/sites/courier/threads", Some(&self.ines)).await;
                let path = format!(
                    "/api/v1/sites/courier/threads/{}/follow",
                    threads.body["items"][0]["id"].as_str().expect("id")
                );
                assert_eq!(app.put(&path, &who, json!({"state": "following"})).await.status, 204);
                self.published(&self.ada, "The quay is wet.").await;
                app.owes(&address, "followed", 1).await;
                assert_eq!(app.delete(&path, &who).await.status, 204);
            }
            ("held_published", _) => {
                let id = self.held(&app.reader(name).await, "May I say this?").await;
                app.decided_as(&self.ines, &id, "approve", None).await;
            }
            ("held_rejected", _) => {
                let id = self.held(&app.reader(name).await, "May I say that?").await;
                app.decided_as(&self.ines, &id, "reject", Some("off_topic")).await;
            }
            ("taken_down", _) => {
                let id = self.published(&app.reader(name).await, "It stood for a while.").await;
                app.decided_as(&self.ines, &id, "reject", Some("abuse")).await;
            }
            ("marked_spam", _) => {
                let id = self.published(&app.reader(name).await, "Boats for everybody.").await;
                app.decided_as(&self.ines, &id, "spam", None).await;
            }
            ("edited_by_staff", _) => {
                let id = self.published(&app.reader(name).await, "With a wrong word.").await;
                let path = format!("/api/v1/moderation/comments/{id}");
                let edited = app.patch(&path, &self.ines, json!({"body": "With a right word.", "revision": 1})).await;
                assert_eq!(edited.status, 200, "{}", edited.body);
            }
            ("edit_asked", _) => {
                let id = self.held(&app.reader(name).await, "Rather rude.").await;
                app.decided_as(&self.ines, &id, "ask_edit", None).await;
            }
            ("appeal_answered", _) => {
                let who = app.reader(name).await;
                let id = self.published(&who, "It was right.").await;
                app.decided_as(&self.ines, &id, "reject", Some("abuse")).await;
                let appeal = json!({"statement": "It was, truly."});
                assert_eq!(app.post(&format!("/api/v1/comments/{id}/appeals"), Some(&who), appeal).await.status, 201);
                app.decided_as(&self.mona, &id, "approve", None).await;
            }
            ("reports_answered", _) => {
                let who = app.reader(name).await;
                let id = self.published(&self.ada, "To be reported.").await;
                let report = json!({"reason": "abuse"});
                assert_eq!(app.post(&format!("/api/v1/comments/{id}/reports"), Some(&who), report).await.status, 201);
                app.decided_as(&self.ines, &id, "approve", None).await;
            }
            ("sanctioned" | "warned" | "sanction_ended", _) => {
                let who = app.reader(name).await;
                let path = format!("/api/v1/moderation/accounts/{}/sanctions", who.account_id(app).await);
                let kind = if line.happening == "warned" { "warn" } else { "premoderate" };
                let measure = json!({"site": "courier", "kind": kind, "reason": "Boats."});
                let made = app.post(&path, Some(&self.ines), measure).await;
                assert_eq!(made.status, 201, "{}", made.body);
                if line.happening == "sanction_ended" {
                    let path = format!("/api/v1/moderation/sanctions/{}", made.text("id"));
                    assert_eq!(app.delete(&path, &self.ines).await.status, 204);
                }
            }
            ("items_wait", _) => {
                app.moderator("courier", name).await;
                self.held(&self.ada, "Waiting for a word.").await;
                return format!("{name}@desk.example");
            }
            ("target_missed", _) => {
                app.moderator("courier", name).await;
                let rules = json!({"targets": {"pending": 30}});
                let changed = app.put("/api/v1/sites/courier/rules", &self.ines, rules).await;
                assert_eq!(changed.status, 200, "{}", changed.body);
                self.held(&self.ada, "Waiting for long.").await;
                self.clock.advance(HOUR);
                postil::actions::watch_targets::look(&app.service).await.expect("looked");
                return format!("{name}@desk.example");
            }
            ("escalated", _) => {
                app.administrator(name).await;
                let id = self.held(&self.ada, "Too hot for me.").await;
                app.decided_as(&self.ines, &id, "escalate", None).await;
                return format!("{name}@desk.example");
            }
            ("week_over", _) => {
                app.moderator("courier", name).await;
                for _ in 0..8 {
                    self.clock.advance(DAY);
                    postil::actions::weekly_figures::run(&app.service).await.expect("looked");
                }
                return format!("{name}@desk.example");
            }
            (happening, to) => panic!("how does {happening} happen to {to}?"),
        }
        address
    }
}

async fn every_line_of_the_table_is_true(app: TestApp, clock: Clock) -> TestApp {
    let mut world = World::of(app, clock).await;
    let lines = lines();
    assert!(lines.len() > 25, "the table is there");
    for (number, line) in lines.iter().enumerate() {
        let name = format!("Person{number}");
        world.signs_in_again().await;
        let address = world.happens(line, &name).await;
        match &line.mail {
            Some(mail) => {
                world.app.owes(&address, mail, 1).await;
            }
            None => {
                // What tells of it would be owed by now: it is written with the decision.
                let kinds: Vec<String> = world.app.owed_to(&address).await.into_iter().map(|mail| mail.kind).collect();
                assert_eq!(kinds, ["welcome", "verify_address"], "{}", line.happening);
            }
        }
    }
    world.app
}
