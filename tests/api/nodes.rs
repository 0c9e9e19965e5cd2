//! Two nodes of one PostgreSQL: what one changes, the other knows.

use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{ARTICLE, TestApp, run_two_nodes};

const COMMENTS: &str = "/api/v1/sites/courier/comments";

async fn page(app: &TestApp) -> Value {
    app.get(&format!("{COMMENTS}?url={ARTICLE}"), None).await.body["items"].clone()
}

/// Reads the page until it is as it should be: in less than the time after which a kept page is dropped anyway.
async fn page_becomes(app: &TestApp, wanted: impl Fn(&Value) -> bool) {
    const ROUNDS: usize = 1_000;
    for _ in 0..ROUNDS {
        if wanted(&page(app).await) {
            return;
        }
        // Not a wait for time to pass: the news gets its turn, and the page is looked at again.
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("the other node does not know: {}", page(app).await);
}

#[test]
fn what_one_node_changes_the_other_shows() {
    run_two_nodes(async |one: TestApp, two: TestApp| {
        one.site("courier", Policy::Open).await;
        let ines = one.moderator("courier", "Ines").await;
        let ada = two.reader("Ada").await;
        assert_eq!(page(&two).await, json!([]));
        let posted = one.post(COMMENTS, Some(&ada), json!({"url": ARTICLE, "body": "Who paid for it?"})).await;
        assert_eq!(posted.status, 201, "a session of one node is good on the other: {}", posted.body);
        page_becomes(&two, |page| page[0]["id"] == posted.body["id"]).await;
        let renamed = one.patch("/api/v1/me", &ada, json!({"display_name": "Ada Lovelace"})).await;
        assert_eq!(renamed.status, 200, "{}", renamed.body);
        page_becomes(&two, |page| page[0]["author"]["name"] == "Ada Lovelace").await;
        let decisions = format!("/api/v1/moderation/comments/{}/decisions", posted.text("id"));
        let decision = json!({"action": "reject", "reason": "other", "revision": 1});
        assert_eq!(two.post(&decisions, Some(&ines), decision).await.status, 201);
        page_becomes(&one, |page| *page == json!([])).await;
        told_once(&one, posted.text("id")).await;
        one.is_healthy().await;
        (one, two)
    });
}

/// Both nodes have a worker that sends mail.
async fn told_once(app: &TestApp, comment: &str) {
    app.mail_to("Ada@readers.example", &format!("#comment-{comment}")).await;
    let mails = app.mails_to("Ada@readers.example");
    assert_eq!(mails.iter().filter(|mail| mail.contains(&format!("#comment-{comment}"))).count(), 1);
}
