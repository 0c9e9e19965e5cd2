//! A comment after it was posted: changed, deleted, voted on, and who may see what of it.

use postil::clock::Clock;
use postil::model::site::Policy;
use postil::model::time::MINUTE;
use serde_json::{Value, json};

use crate::app::{ARTICLE, Person, TestApp, on_both_databases, on_both_databases_with_a_clock};

on_both_databases!(
    an_edit_is_kept_and_reviewed_again,
    what_is_not_published_is_for_its_author_and_the_staff,
    a_deleted_comment_leaves_its_place_while_replies_stand,
    votes_count_once_and_can_be_taken_back,
    replies_are_read_page_by_page,
    a_text_that_two_change_at_once_is_changed_by_one,
);
on_both_databases_with_a_clock!(an_edit_has_its_time);

const COMMENTS: &str = "/api/v1/sites/courier/comments";

fn path(id: &str) -> String {
    format!("/api/v1/comments/{id}")
}

impl TestApp {
    async fn writes(&self, who: &Person, parent: Option<&str>, body: &str) -> String {
        let posted = self.post(COMMENTS, Some(who), json!({"url": ARTICLE, "parent_id": parent, "body": body})).await;
        assert!([201, 202].contains(&posted.status), "{}", posted.body);
        posted.text("id").to_owned()
    }

    async fn page(&self) -> Value {
        self.get(&format!("{COMMENTS}?url={ARTICLE}&sort=oldest"), None).await.body["items"].clone()
    }

    async fn words(&self, moderator: &Person, words: Value) {
        let changed = self.put("/api/v1/sites/courier/rules", moderator, json!({"words": words})).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
    }

    async fn history(&self, moderator: &Person, id: &str) -> Value {
        self.get(&format!("/api/v1/moderation/comments/{id}"), Some(moderator)).await.body
    }
}

async fn an_edit_is_kept_and_reviewed_again(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    app.words(&ines, json!({"suspect": ["herring"], "banned": ["slackrudder"]})).await;
    let id = app.writes(&ada, None, "Who paid for it?").await;

    let edited = app.patch(&path(&id), &ada, json!({"body": "Who *really* paid for it?"})).await;
    assert_eq!((edited.status, edited.text("status")), (200, "published"), "{}", edited.body);
    let page = app.page().await;
    assert_eq!(page[0]["body_html"], "<p>Who <em>really</em> paid for it?</p>");
    assert!(page[0]["edited_at"].is_string(), "{page}");

    let refused = app.patch(&path(&id), &ada, json!({"body": "You slackrudder!"})).await;
    assert_eq!((refused.status, &refused.body["findings"][0]["check"]), (422, &json!("word_list")));
    assert_eq!(app.page().await, page, "a refused edit changes nothing");

    let held = app.patch(&path(&id), &ada, json!({"body": "It smells of herring."})).await;
    assert_eq!((held.status, held.text("status")), (202, "pending"), "{}", held.body);
    assert_eq!(app.page().await, json!([]));
    app.mail_to("Ines@desk.example", "waiting").await;
    let calmed = app.patch(&path(&id), &ada, json!({"body": "It smells."})).await;
    assert_eq!(calmed.text("status"), "pending", "an edit does not take a comment out of the queue");

    let revisions = app.get(&format!("{}/revisions", path(&id)), Some(&ada)).await;
    let texts: Vec<&str> = revisions.body["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| it["body"].as_str().expect("text"))
        .collect();
    assert_eq!(texts, ["Who paid for it?", "Who *really* paid for it?", "It smells of herring.", "It smells."]);
    let case = app.history(&ines, &id).await;
    assert_eq!(case["revisions"], 4);
    assert!(case["findings"].as_array().expect("a list").iter().any(|it| it["check"] == "word_list"), "{case}");
    let steps: Vec<(&Value, &Value)> =
        case["decisions"].as_array().expect("a list").iter().map(|it| (&it["from"], &it["to"])).collect();
    assert_eq!(steps, [(&json!(null), &json!("published")), (&json!("published"), &json!("pending"))]);

    let bob = app.reader("Bob").await;
    assert_eq!(app.patch(&path(&id), &ines, json!({"body": "In his name."})).await.status, 403);
    assert_eq!(app.patch(&path(&id), &bob, json!({"body": "In his name."})).await.status, 404);
    app.is_healthy().await;
    app
}

async fn an_edit_has_its_time(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ada = app.reader("Ada").await;
    let id = app.writes(&ada, None, "Who paid for it?").await;
    clock.advance(14 * MINUTE);
    let ada = app.sign_in("Ada@readers.example").await;
    assert_eq!(app.patch(&path(&id), &ada, json!({"body": "And when?"})).await.status, 200);
    clock.advance(MINUTE);
    let late = app.patch(&path(&id), &ada, json!({"body": "And where?"})).await;
    assert_eq!(late.status, 409, "{}", late.body);
    assert_eq!(app.page().await[0]["body_html"], "<p>And when?</p>");
    app
}

async fn what_is_not_published_is_for_its_author_and_the_staff(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    app.site("herald", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let other = app.moderator("herald", "Otto").await;
    let (ada, bob) = (app.reader("Ada").await, app.reader("Bob").await);
    let id = app.writes(&ada, None, "Who paid for it?").await;
    for (who, status) in [(Some(&ada), 200), (Some(&ines), 200), (Some(&bob), 404), (Some(&other), 404), (None, 404)] {
        let seen = app.get(&path(&id), who).await;
        assert_eq!(seen.status, status, "{}", seen.body);
        assert_eq!(seen.body["body"].is_string(), status == 200);
    }
    let revisions = format!("{}/revisions", path(&id));
    let case = format!("/api/v1/moderation/comments/{id}");
    let decisions = format!("{case}/decisions");
    for (method, address, body) in [
        ("GET", &revisions, json!(null)),
        ("GET", &case, json!(null)),
        ("POST", &decisions, json!({"action": "approve", "revision": 1})),
        ("DELETE", &path(&id), json!(null)),
    ] {
        for who in [&bob, &other] {
            let answer = app.send(method, address, Some(who), Some(body.clone()).filter(|body| !body.is_null())).await;
            assert!([403, 404].contains(&answer.status), "{method} {address}: {}", answer.body);
        }
    }
    let approved = app.post(&decisions, Some(&ines), json!({"action": "approve", "revision": 1})).await;
    assert_eq!(approved.status, 201, "{}", approved.body);
    let seen = app.get(&path(&id), None).await;
    assert_eq!((seen.status, seen.body.get("body")), (200, None), "the source is not for everybody: {}", seen.body);
    assert_eq!(app.get(&revisions, Some(&bob)).await.status, 403);
    app
}

async fn a_deleted_comment_leaves_its_place_while_replies_stand(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, bob) = (app.reader("Ada").await, app.reader("Bob").await);
    let root = app.writes(&ada, None, "A secret that I should not have told.").await;
    let reply = app.writes(&bob, Some(&root), "You should not have told it.").await;
    assert_eq!(app.delete(&path(&root), &bob).await.status, 403);
    assert_eq!(app.delete(&path(&root), &ada).await.status, 204);
    assert_eq!(app.delete(&path(&root), &ada).await.status, 404);
    let page = app.page().await;
    assert_eq!(
        (&page[0]["status"], &page[0]["body_html"], &page[0]["author"]),
        (&json!("deleted"), &json!(""), &json!(null))
    );
    assert_eq!(page[0]["replies"][0]["id"], reply.as_str());
    let case = app.history(&ines, &root).await;
    let export = app.get("/api/v1/me/export", Some(&ada)).await.body;
    for place in [&case, &export] {
        assert!(!place.to_string().contains("secret"), "{place}");
    }
    assert_eq!(app.delete(&path(&reply), &ines).await.status, 204, "staff may delete what others wrote");
    assert_eq!(app.page().await, json!([]), "nothing stands below it any more");
    let counts = app.get(&format!("/api/v1/sites/courier/counts?url={ARTICLE}"), None).await;
    assert_eq!(counts.body["items"][0]["count"], 0);
    app.is_healthy().await;
    app
}

async fn votes_count_once_and_can_be_taken_back(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, bob, cleo) = (app.reader("Ada").await, app.reader("Bob").await, app.reader("Cleo").await);
    let id = app.writes(&ada, None, "Who paid for it?").await;
    let vote = format!("{}/vote", path(&id));
    let up = app.put(&vote, &bob, json!({"value": 1})).await;
    assert_eq!((up.status, up.body), (200, json!({"score": 1, "value": 1})));
    assert_eq!(app.put(&vote, &bob, json!({"value": 1})).await.body["score"], 1, "twice is once");
    assert_eq!(app.put(&vote, &cleo, json!({"value": 1})).await.body["score"], 2);
    assert_eq!(app.put(&vote, &cleo, json!({"value": -1})).await.body["score"], 0);
    assert_eq!(app.page().await[0]["score"], 0, "the page shows it at once");
    assert_eq!(app.delete(&vote, &cleo).await.body, json!({"score": 1, "value": null}));
    assert_eq!(app.delete(&vote, &cleo).await.body["score"], 1);
    assert_eq!(app.put(&vote, &ada, json!({"value": 1})).await.status, 409, "not for oneself");
    let wrong = app.put(&vote, &bob, json!({"value": 2})).await;
    assert_eq!((wrong.status, &wrong.body["errors"][0]["field"]), (422, &json!("value")));
    assert_eq!(app.send("PUT", &vote, None, Some(json!({"value": 1}))).await.status, 401);

    let cleo_id = cleo.account_id(&app).await;
    let ban = json!({"site": "courier", "kind": "ban", "reason": "Votes in somebody else's name."});
    let banned = app.post(&format!("/api/v1/moderation/accounts/{cleo_id}/sanctions"), Some(&ines), ban).await;
    assert_eq!(banned.status, 201, "{}", banned.body);
    assert_eq!(app.put(&vote, &cleo, json!({"value": 1})).await.status, 403);
    app.is_healthy().await;
    app
}

async fn replies_are_read_page_by_page(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let root = app.writes(&ines, None, "What do you think?").await;
    let mut written = Vec::new();
    for number in 0..7 {
        written
            .push(app.writes(&ines, Some(&root), &format!("This is my thought, the one with number {number}.")).await);
    }
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = app.get(&format!("{}/replies?limit=3{cursor}", path(&root)), None).await;
        let items = page.body["items"].as_array().expect("a list").clone();
        seen.extend(items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()));
        match page.body["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, written);
    app
}

async fn a_text_that_two_change_at_once_is_changed_by_one(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let id = app.writes(&ines, None, "Who paid for it?").await;
    let edits = (0..12).map(|number| {
        let (app, ines, address) = (&app, &ines, path(&id));
        async move { app.patch(&address, ines, json!({"body": format!("Version {number} of it.")})).await.status }
    });
    let statuses = futures_util::future::join_all(edits).await;
    assert!(statuses.contains(&200) && statuses.iter().all(|status| [200, 409].contains(status)), "{statuses:?}");
    let kept = app.get(&format!("{}/revisions", path(&id)), Some(&ines)).await.body["items"].clone();
    let taken = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!(kept.as_array().map(Vec::len), Some(taken + 1), "each that was taken is kept: {kept}");
    app.is_healthy().await;
    app
}
