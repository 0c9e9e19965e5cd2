//! Moderators decide from the mailbox: each link is for one action, comment, revision and moderator, works once, and looking at
//! it changes nothing.

use postil::clock::Clock;
use postil::model::site::Policy;
use postil::model::time::HOUR;
use serde_json::{Value, json};

use crate::app::{ARTICLE, Person, TestApp, on_both_databases, on_both_databases_with_a_clock};

on_both_databases!(a_link_decides_once, after_somebody_else_the_link_says_who);
on_both_databases_with_a_clock!(a_link_lasts_three_days, a_crowd_is_one_mail);

const INES: &str = "Ines@desk.example";

impl TestApp {
    async fn holds(&self, who: &Person, body: &str) -> String {
        let comment = json!({"url": ARTICLE, "title": "Harbour", "body": body});
        let posted = self.post("/api/v1/sites/courier/comments", Some(who), comment).await;
        assert_eq!((posted.status, posted.text("status")), (202, "pending"), "{}", posted.body);
        posted.text("id").to_owned()
    }

    /// The paths of the links in the moderator's latest mail: approve, reject, spam of the first comment, and so on.
    async fn decision_links(&self, address: &str) -> Vec<String> {
        const ROUNDS: usize = 2_000;
        let mut owed = Vec::new();
        for _ in 0..ROUNDS {
            owed = self.owed_to(address).await.into_iter().filter(|mail| mail.kind == "waiting").collect();
            if !owed.is_empty() {
                break;
            }
            // Not a wait for time to pass: the job gets its turn, and the outbox is looked at again.
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        // What it says is filled in when it is written, so any of them will do.
        let mail = owed.first().expect("a mail about what waits").clone();
        let text = self.written(&mail).await.expect("something waits").letter.text;
        let links = text.split_whitespace().filter_map(|word| word.strip_prefix("https://c.example"));
        links.filter(|path| path.starts_with("/desk/decide?token=")).map(str::to_owned).collect()
    }

    async fn status_of(&self, who: &Person, comment: &str) -> Value {
        self.get(&format!("/api/v1/moderation/comments/{comment}"), Some(who)).await.body["status"].clone()
    }

    async fn page_text(&self, path: &str) -> (u16, String) {
        let shown = self.get(path, None).await;
        (shown.status, shown.body.as_str().unwrap_or_default().to_owned())
    }
}

fn token(path: &str) -> &str {
    path.split("token=").nth(1).expect("a token")
}

async fn a_link_decides_once(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let id = app.holds(&ada, "First line.\n\n<b>Second</b> line.").await;
    let links = app.decision_links(INES).await;
    let [approve, reject, spam] = links.as_slice() else { panic!("three links: {links:?}") };
    for link in &links {
        for _ in 0..3 {
            let (status, html) = app.page_text(link).await;
            assert!(status == 200 && html.contains("&#60;b&#62;Second") && html.contains("<form"), "{html}");
            assert!(!html.contains("<script"), "{html}");
            assert_eq!(app.send("HEAD", link, None, None).await.status, 200);
        }
    }
    assert_eq!(app.status_of(&ines, &id).await, "pending", "looking changes nothing");

    let (status, html) = app.sends_form("/desk/decide", &[("token", token(reject))]).await;
    assert!(status == 422 && html.contains("reason"), "a reason is needed: {html}");
    assert_eq!(app.status_of(&ines, &id).await, "pending");
    let fields = [("token", token(reject)), ("reason", "off_topic"), ("note", "Not about the harbour.")];
    let (status, html) = app.sends_form("/desk/decide", &fields).await;
    assert!(status == 200 && html.contains("The comment is rejected"), "{html}");
    let case = app.get(&format!("/api/v1/moderation/comments/{id}"), Some(&ines)).await.body;
    let decision = case["decisions"].as_array().expect("a list").last().expect("one").clone();
    assert_eq!((&case["status"], &decision["reason"]), (&json!("rejected"), &json!("off_topic")), "{case}");
    assert_eq!(decision["actor"]["name"], "Ines", "{decision}");
    app.owes("Ada@readers.example", "comment_not_published", 1).await;

    for link in [approve, reject, spam] {
        let (status, html) = app.sends_form("/desk/decide", &[("token", token(link)), ("reason", "other")]).await;
        assert!(status == 200 && html.contains("You rejected the comment on"), "{html}");
    }
    assert_eq!(app.status_of(&ines, &id).await, "rejected");
    assert_eq!(app.page_text("/desk/decide?token=nonsense").await.0, 404);
    assert_eq!(app.page_text("/desk/decide").await.0, 404);
    app.is_healthy().await;
    app
}

async fn after_somebody_else_the_link_says_who(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let (ines, mona) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Mona").await);
    let root = app.administrator("Root").await;
    let ada = app.reader("Ada").await;
    let id = app.holds(&ada, "Who paid for the crane?").await;
    let links = app.decision_links(INES).await;
    let decision = json!({"action": "approve", "revision": 1});
    let path = format!("/api/v1/moderation/comments/{id}/decisions");
    assert_eq!(app.post(&path, Some(&mona), decision).await.status, 201);
    let (_, html) = app.page_text(&links[1]).await;
    assert!(html.contains("Mona published the comment on"), "{html}");
    let (_, html) = app.sends_form("/desk/decide", &[("token", token(&links[1])), ("reason", "other")]).await;
    assert!(html.contains("Mona published the comment on"), "{html}");
    assert_eq!(app.status_of(&mona, &id).await, "published");

    // Its author changes it: what the mail showed is not what would be decided on.
    let other = app.holds(&ada, "Another remark.").await;
    let links = app.decision_links("Mona@desk.example").await;
    let approve = links.first().expect("a link").clone();
    let changed = app.patch(&format!("/api/v1/comments/{other}"), &ada, json!({"body": "Quite another remark."})).await;
    assert!(changed.status < 300, "{}", changed.body);
    let (_, html) = app.page_text(&approve).await;
    assert!(html.contains("The comment has changed") || html.contains("Mona published"), "{html}");

    // A link is its moderator's as long as that is one.
    let third = app.holds(&ada, "A third remark.").await;
    let links = app.decision_links(INES).await;
    let fresh: Vec<&String> = links.iter().collect();
    let account = ines.account_id(&app).await;
    let dismissed = app.delete(&format!("/api/v1/sites/courier/moderators/{account}"), &root).await;
    assert_eq!(dismissed.status, 204, "{}", dismissed.body);
    for link in fresh {
        assert_eq!(app.page_text(link).await.0, 404);
        assert_eq!(app.sends_form("/desk/decide", &[("token", token(link)), ("reason", "other")]).await.0, 404);
    }
    assert_eq!(app.status_of(&mona, &third).await, "pending");
    app
}

async fn a_link_lasts_three_days(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::All).await;
    app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let id = app.holds(&ada, "Who paid for the crane?").await;
    let links = app.decision_links(INES).await;
    clock.advance(72 * HOUR);
    let (_, html) = app.page_text(&links[0]).await;
    assert!(html.contains("This link is too old"), "{html}");
    let (_, html) = app.sends_form("/desk/decide", &[("token", token(&links[0]))]).await;
    assert!(html.contains("This link is too old"), "{html}");
    let ines = app.sign_in(INES).await;
    assert_eq!(app.status_of(&ines, &id).await, "pending");
    app
}

async fn a_crowd_is_one_mail(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::All).await;
    app.moderator("courier", "Ines").await;
    let mona = app.moderator("courier", "Mona").await;
    let lists = json!({"waiting": "daily", "sites": {"courier": {"spam": "hourly", "reported": "off"}}});
    assert_eq!(app.patch("/api/v1/me/notifications", &mona, lists).await.status, 200);
    for number in 0..4 {
        let reader = app.reader(&format!("Reader{number}")).await;
        for word in ["tides", "quays", "cranes"] {
            app.holds(&reader, &format!("Remark {number} is about the {word} of the harbour.")).await;
        }
    }
    let svc = &app.service;
    app.decision_links(INES).await;
    // One may leave while the others come: the next one is a quarter of an hour later.
    clock.advance(HOUR);
    svc.wake_tellers();
    postil::actions::remind_moderators::run(svc).await.expect("looked");
    let owed = app.owed_to(INES).await;
    let waiting: Vec<_> = owed.iter().filter(|mail| mail.kind == "waiting").collect();
    assert!(waiting.len() <= 2, "{} mails for a dozen comments", waiting.len());
    let letter = app.written(waiting[0]).await.expect("a dozen waits").letter;
    assert!(letter.subject.contains("12"), "{}", letter.subject);
    let links = letter.text.matches("/desk/decide?token=").count();
    assert_eq!(links, 15, "five to decide on");

    let daily = app.owes("Mona@desk.example", "waiting", 1).await[0].clone();
    assert!(daily.next_attempt_at > clock.now(), "tomorrow morning");
    app
}
