//! Mails that come back, by the API and by LMTP: their addresses are mailed no more, their owners see why, and nobody can say
//! that of a stranger's address.

use postil::clock::Clock;
use postil::model::mail::{Failure, MailState};
use postil::model::site::Policy;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

use crate::app::{ARTICLE, Answer, Backend, Person, TestApp, run_with};

#[test]
fn what_comes_back_is_not_mailed_again_on_sqlite() {
    with_bounces(Backend::Sqlite, what_comes_back_is_not_mailed_again);
}

#[test]
fn what_comes_back_is_not_mailed_again_on_postgres() {
    with_bounces(Backend::Postgres, what_comes_back_is_not_mailed_again);
}

#[test]
fn a_mail_server_hands_over_by_lmtp() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
    let address = format!("127.0.0.1:{port}");
    let listen = address.clone();
    let settings = move |raw: &mut postil::config::RawConfig| {
        raw.bounce_address = Some("bounces@comments.example".to_owned());
        raw.lmtp_listen = Some(listen);
    };
    run_with(Backend::Sqlite, Clock::system(), settings, |app| by_lmtp(app, address));
}

fn with_bounces<F, T>(backend: Backend, test: F)
where
    F: FnOnce(TestApp) -> T,
    T: Future<Output = TestApp>,
{
    let settings =
        |raw: &mut postil::config::RawConfig| raw.bounce_address = Some("bounces@comments.example".to_owned());
    run_with(backend, Clock::system(), settings, test);
}

fn report(to: &str, recipient: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
         Sorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 550 {status} no such user\r\n\r\n--b--\r\n"
    )
}

fn complaint(to: &str, recipient: &str) -> String {
    format!(
        "From: fbl@mx.example\r\nTo: {to}\r\nSubject: complaint\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n\
         --b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n\
         Original-Rcpt-To: {recipient}\r\n\r\n--b--\r\n"
    )
}

impl TestApp {
    async fn hands_back(&self, who: &Person, message: String) -> Answer {
        let request = self.request("POST", "/api/v1/mail/bounces").bearer_auth(&who.token);
        let response = request.header("Content-Type", "message/rfc822").body(message).send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body: Value = response.json().await.expect("JSON");
        Answer { status, headers, body }
    }

    /// Where the welcome of that reader comes back to.
    async fn comes_back_to(&self, address: &str) -> String {
        let mail = self.owes(address, "welcome", 1).await[0].clone();
        self.service.bounce_addresses.as_ref().expect("addresses").of(mail.id)
    }

    async fn writes_on_the_harbour(&self, who: &Person, body: &str, parent: Option<&str>) -> String {
        let mut comment = json!({"url": ARTICLE, "body": body});
        if let Some(parent) = parent {
            comment["parent_id"] = json!(parent);
        }
        self.post("/api/v1/sites/courier/comments", Some(who), comment).await.text("id").to_owned()
    }
}

async fn what_comes_back_is_not_mailed_again(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (root, ines) = (app.administrator("Root").await, app.moderator("courier", "Ines").await);
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let (ada_s, ben_s) = ("Ada@readers.example", "Ben@readers.example");
    let to = app.comes_back_to(ada_s).await;

    assert_eq!(app.hands_back(&ines, report(&to, ada_s, "5.1.1")).await.status, 403);
    for (forged, recipient) in [
        (to.replace("bounces+", "bounces+1"), ada_s),
        ("bounces@comments.example".to_owned(), ada_s),
        (to.clone(), ben_s),
    ] {
        let refused = app.hands_back(&root, report(&forged, recipient, "5.1.1")).await;
        assert_eq!(refused.status, 422, "{forged} {recipient}: {}", refused.body);
    }
    let holiday = format!("From: ada@readers.example\r\nTo: {to}\r\nSubject: On holiday\r\n\r\nBack soon.\r\n");
    assert_eq!(app.hands_back(&root, holiday).await.body["outcome"], "ignored");
    assert_eq!(app.hands_back(&root, report(&to, ada_s, "5.2.2")).await.body["outcome"], "noted", "a full mailbox");
    assert_eq!(app.get("/api/v1/me", Some(&ada)).await.body["mail_problem"], Value::Null);

    assert_eq!(app.hands_back(&root, report(&to, ada_s, "5.1.1")).await.body["outcome"], "suppressed");
    let problem = app.get("/api/v1/me", Some(&ada)).await.body["mail_problem"].clone();
    assert_eq!(problem["reason"], "bounced");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("no such user")), "{problem}");

    let own = app.writes_on_the_harbour(&ada, "Who paid for the crane?", None).await;
    app.writes_on_the_harbour(&ben, "The town.", Some(&own)).await;
    let dead = async |kind: &str| {
        for _ in 0..2_000 {
            let owed = app.owed_to(ada_s).await;
            if let Some(mail) = owed.into_iter().find(|mail| mail.kind == kind && mail.state == MailState::Dead) {
                return mail;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("no dead {kind}: {:?}", app.owed_to(ada_s).await);
    };
    assert_eq!(dead("reply").await.failure, Some(Failure::Suppressed));
    let listed = app.get("/api/v1/mail/outbox", Some(&root)).await.body["items"].clone();
    assert_eq!((&listed[0]["kind"], &listed[0]["failure"]), (&json!("reply"), &json!("suppressed")), "{listed}");
    let shown = app.get(&format!("/api/v1/mail/outbox/{}", listed[0]["id"].as_str().expect("id")), Some(&root)).await;
    assert!(shown.text("text").contains("The town.") && !shown.text("text").contains("/u/AAAA"), "{}", shown.body);

    // Whoever shows to read mail there is mailed again.
    assert_eq!(app.post("/api/v1/password-resets", None, json!({"email": ada_s})).await.status, 202);
    let token = app.mailed_token(ada_s, "/account/reset?").await;
    let reset = json!({"token": token, "password": "nine cormorants at noon"});
    assert_eq!(app.post("/api/v1/password-resets/confirm", None, reset).await.status, 204);
    assert_eq!(app.get("/api/v1/mail/suppressions", Some(&root)).await.body["items"], json!([]));
    assert_eq!(app.post("/api/v1/mail/outbox/retry", Some(&root), Value::Null).await.body["count"], 1);
    app.mail_to(ada_s, "The town.").await;

    let to = app.comes_back_to(ben_s).await;
    assert_eq!(app.hands_back(&root, complaint(&to, ben_s)).await.body["outcome"], "suppressed");
    let listed = app.get("/api/v1/mail/suppressions", Some(&root)).await.body["items"].clone();
    assert_eq!((&listed[0]["email"], &listed[0]["reason"]), (&json!("ben@readers.example"), &json!("complained")));
    let lift = json!({"email": ben_s});
    assert_eq!(app.post("/api/v1/mail/suppressions/lift", Some(&root), lift.clone()).await.status, 204);
    assert_eq!(app.post("/api/v1/mail/suppressions/lift", Some(&root), lift).await.status, 404);
    app
}

async fn by_lmtp(app: TestApp, address: String) -> TestApp {
    let ada = app.reader("Ada").await;
    let to = app.comes_back_to("Ada@readers.example").await;
    let stream = tokio::net::TcpStream::connect(&address).await.expect("a connection");
    let mut stream = BufReader::new(stream);
    let message = report(&to, "Ada@readers.example", "5.1.1").replace("Sorry.", "..Sorry.");
    let steps = [
        (String::new(), "220"),
        ("LHLO mx.example\r\n".to_owned(), "250 "),
        ("DATA\r\n".to_owned(), "503"),
        ("MAIL FROM:<>\r\n".to_owned(), "250"),
        ("RCPT TO:<stranger@comments.example>\r\n".to_owned(), "550"),
        (format!("RCPT TO:<{to}>\r\n"), "250"),
        ("DATA\r\n".to_owned(), "354"),
        (format!("{message}.\r\n"), "250 2.0.0 taken"),
        ("NONSENSE\r\n".to_owned(), "502"),
        ("QUIT\r\n".to_owned(), "221"),
    ];
    for (said, expected) in steps {
        stream.get_mut().write_all(said.as_bytes()).await.expect("said");
        let mut line = String::new();
        loop {
            line.clear();
            stream.read_line(&mut line).await.expect("an answer");
            if line.as_bytes().get(3) != Some(&b'-') {
                break;
            }
        }
        assert!(line.starts_with(expected), "{said:.40}: {line}");
    }
    assert_eq!(app.get("/api/v1/me", Some(&ada)).await.body["mail_problem"]["reason"], "bounced");
    app
}
