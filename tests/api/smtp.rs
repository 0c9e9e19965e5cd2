//! Mail through a real SMTP server: what it takes, refuses and puts off, and what happens while there is none.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use postil::actions::{Error, owed_mails};
use postil::clock::Clock;
use postil::model::mail::{Failure, MailState};
use postil::model::site::Policy;
use postil::model::time::{DAY, HOUR, MINUTE, SECOND};
use postil::store::StoreError;
use postil::store::outbox::{self, OwedMail};
use serde_json::json;

use crate::app::{ARTICLE, Backend, PASSWORD, TestApp, run_with};

#[test]
fn mail_reaches_those_it_can_on_sqlite() {
    mail_reaches_those_it_can(Backend::Sqlite);
}

#[test]
fn mail_reaches_those_it_can_on_postgres() {
    mail_reaches_those_it_can(Backend::Postgres);
}

/// `tests/tools/smtp_server.py`, which ends with its standard input.
struct SmtpServer {
    process: Child,
    port: String,
}

impl SmtpServer {
    fn start(folder: &Path, port: &str) -> Self {
        Self::start_with(folder, port, &[])
    }

    fn start_with(folder: &Path, port: &str, options: &[&str]) -> Self {
        let python = std::env::var("POSTIL_TEST_PYTHON").expect("POSTIL_TEST_PYTHON: run the tests by tests/run");
        let mut process = Command::new(python)
            .arg("tests/tools/smtp_server.py")
            .args([folder.as_os_str(), "--port".as_ref(), port.as_ref()])
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("output")).read_line(&mut line).expect("a port");
        Self { process, port: line.trim().to_owned() }
    }

    fn stop(mut self) {
        self.process.kill().expect("it ran");
        self.process.wait().expect("it ended");
    }
}

async fn sign_up(app: &TestApp, name: &str) {
    let asked = json!({"email": format!("{name}@readers.example"), "password": PASSWORD, "display_name": name});
    assert_eq!(app.post("/api/v1/accounts", None, asked).await.status, 202);
}

/// The newest mail to `name`, once it is as it should be.
async fn owed(app: &TestApp, name: &str, wanted: impl Fn(&OwedMail) -> bool) -> OwedMail {
    const ROUNDS: usize = 2_000;
    let recipient = format!("{name}@readers.example");
    let mut seen = None;
    for _ in 0..ROUNDS {
        let listed = app.service.store.read::<_, StoreError, _>(|conn| {
            let mut all = Vec::new();
            for state in [MailState::Queued, MailState::Sent, MailState::Dead] {
                all.extend(outbox::list(conn, state, None, 100)?);
            }
            Ok(all)
        });
        seen = listed.await.expect("read").into_iter().find(|mail| mail.recipient == recipient);
        if let Some(mail) = seen.take_if(|mail| wanted(mail)) {
            return mail;
        }
        // Not a wait for time to pass: the worker gets its turn, and the outbox is looked at again.
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("the mail to {recipient} is not as it should be: {seen:?}");
}

fn received(folder: &Path) -> Vec<PathBuf> {
    let mails = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    mails.filter(|path| path.extension().is_some_and(|ending| ending == "eml")).collect()
}

fn mail_reaches_those_it_can(backend: Backend) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = SmtpServer::start(folder.path(), "0");
    let (port, clock) = (server.port.clone(), Clock::fixed(Clock::system().now()));
    let time = clock.clone();
    let url = format!("smtp://127.0.0.1:{port}");
    run_with(
        backend,
        clock,
        move |raw| {
            raw.smtp_url = Some(url);
            raw.rate_limits = Some("off".to_owned());
        },
        async |app: TestApp| {
            sign_up(&app, "ada").await;
            sign_up(&app, "refuse-eve").await;
            sign_up(&app, "defer-bob").await;
            sign_up(&app, "cut-dan").await;
            let sent = owed(&app, "ada", |mail| mail.state == MailState::Sent).await;
            let dead = owed(&app, "refuse-eve", |mail| mail.state == MailState::Dead).await;
            assert!(dead.last_error.is_some_and(|error| error.contains("550")), "a person can see why");
            let put_off =
                |attempts: i32| move |mail: &OwedMail| mail.attempts == attempts && mail.leased_until.is_none();
            let deferred = owed(&app, "defer-bob", put_off(1)).await;
            assert!(deferred.state == MailState::Queued && deferred.next_attempt_at > time.now(), "{deferred:?}");
            // It was taken, but that was not heard: it is sent again, and is the same mail.
            let cut = owed(&app, "cut-dan", |mail| mail.failure.is_some()).await;
            assert_eq!((cut.state, cut.failure), (MailState::Queued, Some(Failure::Connection)), "{cut:?}");
            time.advance(2 * MINUTE);
            app.service.mail_owed.notify_one();
            owed(&app, "cut-dan", |mail| mail.state == MailState::Sent).await;
            let texts: Vec<String> =
                received(folder.path()).iter().map(|path| std::fs::read_to_string(path).expect("a mail")).collect();
            let twice = texts.iter().filter(|text| text.contains(&format!("Message-ID: <postil.{}@", cut.id))).count();
            assert_eq!((twice, texts.len()), (2, 3));
            let text = texts.iter().find(|text| text.contains("ada@readers.example")).expect("a mail");
            assert!(text.contains("To: ada <ada@readers.example>") && text.contains("text/html"), "{text}");

            time.advance(HOUR);
            app.service.mail_owed.notify_one();
            owed(&app, "defer-bob", put_off(2)).await;
            for attempt in 3..60 {
                time.advance(DAY / 2);
                app.service.mail_owed.notify_one();
                let mail = owed(&app, "defer-bob", put_off(attempt)).await;
                if mail.state == MailState::Dead {
                    break;
                }
            }
            owed(&app, "defer-bob", |mail| mail.state == MailState::Dead).await;

            // A server that is away says nothing of the mails: they wait for it, however many and however long.
            server.stop();
            sign_up(&app, "cleo").await;
            let waits = owed(&app, "cleo", |mail| mail.failure.is_some()).await;
            assert_eq!((waits.attempts, waits.failure), (0, Some(Failure::Connection)), "{waits:?}");
            app.site("courier", Policy::Open).await;
            for _ in 0..12 {
                time.advance(5 * MINUTE);
                let comment =
                    json!({"url": ARTICLE, "body": format!("Written at {}.", time.now()), "guest": {"name": "Gus"}});
                let posted = app.post("/api/v1/sites/courier/comments", None, comment).await;
                assert_eq!(posted.status, 201, "nobody waits for the mail server: {}", posted.body);
                sign_up(&app, &format!("dan{}", time.now().seconds())).await;
            }
            let server = SmtpServer::start(folder.path(), &port);
            time.advance(2 * SECOND);
            app.service.mail_owed.notify_one();
            owed(&app, "cleo", |mail| mail.state == MailState::Sent).await;
            let all_left =
                async || app.service.store.read::<_, StoreError, _>(|conn| outbox::count(conn, MailState::Queued));
            for _ in 0..2_000 {
                if all_left().await.await.expect("read") == 0 {
                    break;
                }
                time.advance(SECOND);
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            assert_eq!(received(folder.path()).len(), 16, "each was delivered once, an hour later");

            // Who is refused for good is not mailed again, and sees why.
            let eve = owed(&app, "refuse-eve", |mail| mail.state == MailState::Dead).await;
            assert_eq!(eve.failure, Some(Failure::RecipientRefused));
            let root = app.administrator("Root").await;
            let kept = app.get("/api/v1/mail/suppressions", Some(&root)).await.body["items"].clone();
            assert_eq!(
                (&kept[0]["email"], &kept[0]["reason"]),
                (&json!("refuse-eve@readers.example"), &json!("bounced"))
            );

            let svc = &app.service;
            let shown = owed_mails::show(svc, dead.id, "https://c.example").await.expect("a mail").letter;
            let text = shown.expect("a letter").text;
            assert!(text.contains("https://c.example/account/verify?token=…"), "no working link is shown: {text}");
            assert!(matches!(owed_mails::retry(svc, sent.id).await, Err(Error::Conflict(_))));
            assert_eq!(owed_mails::retry_all_dead(svc).await.expect("queued again"), 2);
            server.stop();
            app
        },
    );
}

/// Whoever can stand between us and the mail server can show another certificate.
#[test]
fn a_way_that_cannot_be_secured_is_not_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (certificate, key) = (path("certificate.pem"), path("key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost", "-keyout", &key, "-out", &certificate])
        .stderr(Stdio::null())
        .status();
    assert!(made.expect("openssl runs").success());
    let options = ["--certificate", certificate.as_str(), "--key", key.as_str()];
    let server = SmtpServer::start_with(folder.path(), "0", &options);
    let url = format!("smtp://localhost:{}?tls=starttls", server.port);
    let settings = move |raw: &mut postil::config::RawConfig| raw.smtp_url = Some(url);
    run_with(Backend::Sqlite, Clock::system(), settings, async |app: TestApp| {
        sign_up(&app, "ada").await;
        let waits = owed(&app, "ada", |mail| mail.failure.is_some()).await;
        assert_eq!((waits.state, waits.failure), (MailState::Queued, Some(Failure::Tls)), "{waits:?}");
        assert!(received(folder.path()).is_empty(), "nothing went in the clear");
        server.stop();
        app
    });
}
