//! Guests are mailed only after they have said yes, and everybody can say no without signing in.

use postil::clock::Clock;
use postil::model::site::Policy;
use postil::model::time::DAY;
use serde_json::{Value, json};

use crate::app::{ARTICLE, Answer, Backend, TestApp, on_both_databases, run_with};

on_both_databases!(a_guest_is_asked_first, a_link_in_a_mail_turns_mails_off, a_one_click_turns_one_kind_off);

const GUS: &str = "gus@guests.example";

impl TestApp {
    async fn guest_asks(&self, name: &str, email: &str, body: &str) -> Answer {
        let guest = json!({"name": name, "email": email});
        let body = json!({"url": ARTICLE, "title": "Harbour", "body": body, "guest": guest, "follow": true});
        self.post("/api/v1/sites/courier/comments", None, body).await
    }

    /// Sends a form, as a browser does.
    pub async fn sends_form(&self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let response = self.request("POST", path).form(fields).send().await.expect("an answer");
        (response.status().as_u16(), response.text().await.expect("a page"))
    }

    /// The path of the first link of that kind in the latest mail of the kind.
    pub async fn path_in_mail(&self, address: &str, kind: &str, wanted: &str) -> String {
        let owed = self.owed_to(address).await;
        let mail = owed.iter().find(|mail| mail.kind == kind).unwrap_or_else(|| panic!("no {kind} to {address}"));
        let written = self.written(mail).await.expect("something to say");
        let list = written.list.map(|list| list.unsubscribe_url).unwrap_or_default();
        let text = format!("{}\n{list}", written.letter.text);
        let at = text.find(&format!("https://c.example{wanted}")).unwrap_or_else(|| panic!("no {wanted} in {text}"));
        let link = text[at..].split_whitespace().next().expect("a link");
        link.trim_start_matches("https://c.example").to_owned()
    }
}

fn token_of(path: &str) -> &str {
    path.split("token=").nth(1).expect("a token")
}

async fn a_guest_is_asked_first(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ada = app.reader("Ada").await;
    let written = app.guest_asks("Gus", GUS, "May a guest ask?").await;
    assert_eq!(written.status, 201, "{}", written.body);
    app.owes(GUS, "confirm_follow", 1).await;
    let reply = json!({"url": ARTICLE, "body": "Of course.", "parent_id": written.text("id")});
    let post = async |body: &Value| app.post("/api/v1/sites/courier/comments", Some(&ada), body.clone()).await;
    assert_eq!(post(&reply).await.status, 201);
    assert_eq!(app.owed_to(GUS).await.len(), 1, "no reply before a yes");
    app.guest_asks("Gus", GUS, "And ask again?").await;
    assert_eq!(app.owed_to(GUS).await.len(), 1, "asked once");

    let page = app.path_in_mail(GUS, "confirm_follow", "/u/confirm?token=").await;
    for _ in 0..3 {
        let shown = app.get(&page, None).await;
        assert!(shown.status == 200 && shown.body.as_str().expect("a page").contains("Yes, mail me"), "{}", shown.body);
    }
    assert_eq!(post(&json!({"url": ARTICLE, "body": "Do.", "parent_id": written.text("id")})).await.status, 201);
    assert_eq!(app.owed_to(GUS).await.len(), 1, "looking is no yes");
    let (status, said) = app.sends_form("/u/confirm", &[("token", token_of(&page))]).await;
    assert!(status == 200 && said.contains("You will hear of replies"), "{status} {said}");
    let (status, said) = app.sends_form("/u/confirm", &[("token", token_of(&page))]).await;
    assert!(status == 422 && said.contains("doesn’t work any more"), "{status} {said}");
    assert_eq!(app.get("/u/confirm?token=nonsense", None).await.status, 422);

    assert_eq!(post(&json!({"url": ARTICLE, "body": "Any time.", "parent_id": written.text("id")})).await.status, 201);
    app.owes(GUS, "reply", 1).await;
    app.guest_asks("Gus", GUS, "Then I ask a third time.").await;
    assert_eq!(app.owed_to(GUS).await.len(), 2, "nobody who said yes is asked again");

    let silent = json!({"url": ARTICLE, "body": "Just this.", "guest": {"name": "Hal", "email": "hal@guests.example"}});
    assert_eq!(app.post("/api/v1/sites/courier/comments", None, silent).await.status, 201);
    assert_eq!(app.owed_to("hal@guests.example").await.len(), 0, "nobody asked for mail");
    app
}

#[test]
fn a_stranger_is_not_flooded_by_guests_on_sqlite() {
    flood(Backend::Sqlite);
}

#[test]
fn a_stranger_is_not_flooded_by_guests_on_postgres() {
    flood(Backend::Postgres);
}

fn flood(backend: Backend) {
    let clock = Clock::fixed(Clock::system().now());
    let time = clock.clone();
    let settings = |raw: &mut postil::config::RawConfig| raw.rate_limits = Some("off".to_owned());
    run_with(backend, clock, settings, async |app: TestApp| {
        app.site("courier", Policy::Open).await;
        // One network may have so many addresses asked in a day.
        for number in 0..14 {
            let address = format!("guest{number}@guests.example");
            let written = app.guest_asks("Gus", &address, &format!("Remark number {number} on herrings.")).await;
            assert_eq!(written.status, 201, "{}", written.body);
        }
        let mut asked = 0;
        for number in 0..14 {
            asked += app.owed_to(&format!("guest{number}@guests.example")).await.len();
        }
        assert_eq!(asked, 10);
        // Nobody who does not answer is asked more than once a week.
        for day in 0..8 {
            time.advance(DAY);
            app.guest_asks("Gus", "guest0@guests.example", &format!("Remark of day {day} on herrings.")).await;
        }
        assert_eq!(app.owed_to("guest0@guests.example").await.len(), 2);
        app
    });
}

async fn a_link_in_a_mail_turns_mails_off(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let comment = json!({"url": ARTICLE, "title": "Harbour", "body": "Who paid?", "follow_thread": true});
    let own = app.post("/api/v1/sites/courier/comments", Some(&ada), comment).await;
    let reply = json!({"url": ARTICLE, "body": "The town.", "parent_id": own.text("id")});
    assert_eq!(app.post("/api/v1/sites/courier/comments", Some(&ben), reply).await.status, 201);
    app.owes("Ada@readers.example", "reply", 1).await;
    let page = app.path_in_mail("Ada@readers.example", "reply", "/u/").await;
    let before = app.get("/api/v1/me/notifications", Some(&ada)).await.body;
    for _ in 0..3 {
        let shown = app.get(&page, None).await;
        let html = shown.body.as_str().expect("a page");
        assert!(shown.status == 200 && html.contains("Replies to my comments") && html.contains("Harbour"), "{html}");
        assert_eq!(shown.header("cache-control"), "no-store");
        let head = app.send("HEAD", &page, None, None).await;
        assert_eq!(head.status, 200);
    }
    assert_eq!(app.get("/api/v1/me/notifications", Some(&ada)).await.body, before, "looking changes nothing");

    let (status, html) = app.sends_form(&page, &[("replies", "weekly"), ("mentions", "off"), ("act", "save")]).await;
    assert!(status == 200 && html.contains("Your choice is saved"), "{html}");
    let now = app.get("/api/v1/me/notifications", Some(&ada)).await.body;
    assert_eq!(
        (&now["replies"], &now["mentions"], &now["follows"]),
        (&json!("weekly"), &json!("off"), &json!("hourly"))
    );
    assert_eq!(app.sends_form(&page, &[("replies", "sometimes"), ("act", "save")]).await.0, 422);

    let follow = html.split("name=\"forget\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("one");
    let (status, html) = app.sends_form(&page, &[("forget", follow)]).await;
    assert!(status == 200 && !html.contains("Stop following"), "{html}");
    assert_eq!(app.get("/api/v1/me/follows", Some(&ada)).await.body["items"], json!([]));

    assert_eq!(app.sends_form(&page, &[("act", "all_off")]).await.0, 200);
    let now = app.get("/api/v1/me/notifications", Some(&ada)).await.body;
    assert!(["replies", "follows", "decisions", "reports", "waiting"].iter().all(|name| now[name] == "off"), "{now}");

    let forged = format!("{}A", &page[..page.len() - 1]);
    let forged = if forged == page { format!("{}B", &page[..page.len() - 1]) } else { forged };
    assert_eq!(app.get(&forged, None).await.status, 404);
    assert_eq!(app.sends_form(&forged, &[("act", "all_off")]).await.0, 404);
    // The link was mailed to an address: whoever has that one then cannot choose for the account any more.
    app.sql(
        "UPDATE accounts SET email = 'a@new.example', email_canonical = 'a@new.example' WHERE display_name = 'Ada'",
    )
    .await;
    assert_eq!(app.get(&page, None).await.status, 404);
    app
}

async fn a_one_click_turns_one_kind_off(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let comment = json!({"url": ARTICLE, "title": "Harbour", "body": "Who paid?"});
    let own = app.post("/api/v1/sites/courier/comments", Some(&ada), comment).await;
    let reply = json!({"url": ARTICLE, "body": "The town, @Ada.", "parent_id": own.text("id")});
    assert_eq!(app.post("/api/v1/sites/courier/comments", Some(&ben), reply).await.status, 201);
    let page = app.path_in_mail("Ada@readers.example", "reply", "/u/").await;
    // RFC 8058: multipart/form-data or application/x-www-form-urlencoded.
    let body = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    let clicked =
        app.request("POST", &page).header("Content-Type", "multipart/form-data; boundary=x").body(body).send();
    assert_eq!(clicked.await.expect("an answer").status().as_u16(), 200);
    let now = app.get("/api/v1/me/notifications", Some(&ada)).await.body;
    assert_eq!((&now["replies"], &now["mentions"]), (&json!("off"), &json!("at_once")));
    app.patch("/api/v1/me/notifications", &ada, json!({"replies": "daily"})).await;
    let (status, html) = app.sends_form(&page, &[("List-Unsubscribe", "One-Click")]).await;
    assert!(status == 200 && html.contains("You are unsubscribed"), "{html}");
    assert_eq!(app.get("/api/v1/me/notifications", Some(&ada)).await.body["replies"], "off");
    let odd = app.request("POST", &page).header("Content-Type", "text/plain").body("hello").send().await;
    assert_eq!(odd.expect("an answer").status().as_u16(), 415);
    app
}
