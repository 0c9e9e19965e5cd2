//! What an author does by a link in a mail, without signing in: sees why, appeals, acknowledges a warning.

use postil::model::site::Policy;
use serde_json::json;

use crate::app::{ARTICLE, TestApp, on_both_databases};

on_both_databases!(an_author_appeals_from_the_mailbox, a_warning_is_acknowledged_from_the_mailbox);

const ADA: &str = "Ada@readers.example";

fn token(path: &str) -> &str {
    path.split("token=").nth(1).expect("a token")
}

async fn an_author_appeals_from_the_mailbox(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let comment = json!({"url": ARTICLE, "title": "Harbour", "body": "The mayor is a herring."});
    let own = app.post("/api/v1/sites/courier/comments", Some(&ada), comment).await;
    let path = format!("/api/v1/moderation/comments/{}/decisions", own.text("id"));
    let reject = json!({"action": "reject", "reason": "abuse", "note": "No names, please.", "revision": 1});
    assert_eq!(app.post(&path, Some(&ines), reject).await.status, 201);
    app.owes(ADA, "comment_removed", 1).await;
    let page = app.path_in_mail(ADA, "comment_removed", "/u/comment?token=").await;
    for _ in 0..3 {
        let shown = app.get(&page, None).await;
        let html = shown.body.as_str().expect("a page");
        for said in ["The mayor is a herring.", "insulting or degrading", "No names, please.", "Appeal"] {
            assert!(shown.status == 200 && html.contains(said), "{said}: {html}");
        }
    }
    let empty = app.sends_form("/u/comment", &[("token", token(&page)), ("statement", " ")]).await;
    assert!(empty.0 == 422 && empty.1.contains("id=\"statement-error\""), "{}", empty.1);
    let fields = [("token", token(&page)), ("statement", "He said so himself.")];
    let (status, html) = app.sends_form("/u/comment", &fields).await;
    assert!(status == 200 && html.contains("Your appeal is in"), "{html}");
    let appeals = app.get("/api/v1/moderation/queues/appealed?site=courier", Some(&ines)).await.body["items"].clone();
    assert_eq!(appeals[0]["id"], own.body["id"], "{appeals}");
    let (status, html) = app.sends_form("/u/comment", &fields).await;
    assert!(status == 200 && html.contains("Your appeal waits"), "once: {html}");

    assert_eq!(app.get("/u/comment?token=nonsense", None).await.status, 404);
    assert_eq!(app.get(&page.replace("/u/comment", "/u/warning"), None).await.status, 404, "a link is for one thing");
    app.sql(
        "UPDATE accounts SET email = 'a@new.example', email_canonical = 'a@new.example' WHERE display_name = 'Ada'",
    )
    .await;
    assert_eq!(app.get(&page, None).await.status, 404, "of an address that the account does not have any more");
    app.is_healthy().await;
    app
}

async fn a_warning_is_acknowledged_from_the_mailbox(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let path = format!("/api/v1/moderation/accounts/{}/sanctions", ada.account_id(&app).await);
    let warning = json!({"site": "courier", "kind": "warn", "reason": "No names, please."});
    assert_eq!(app.post(&path, Some(&ines), warning).await.status, 201);
    app.owes(ADA, "warned", 1).await;
    let page = app.path_in_mail(ADA, "warned", "/u/warning?token=").await;
    for _ in 0..3 {
        let shown = app.get(&page, None).await;
        assert!(shown.body.as_str().expect("a page").contains("No names, please."), "{}", shown.body);
    }
    let comment = json!({"url": ARTICLE, "title": "Harbour", "body": "The tide is late today."});
    let refused = app.post("/api/v1/sites/courier/comments", Some(&ada), comment.clone()).await;
    assert_eq!(refused.status, 403, "looking acknowledges nothing: {}", refused.body);
    let (status, html) = app.sends_form("/u/warning", &[("token", token(&page))]).await;
    assert!(status == 200 && html.contains("You can comment again"), "{html}");
    assert_eq!(app.post("/api/v1/sites/courier/comments", Some(&ada), comment).await.status, 201);
    let shown = app.get(&page, None).await;
    assert!(shown.body.as_str().expect("a page").contains("There is nothing to do"), "{}", shown.body);
    app
}
