//! What moderators know of somebody who comments, and what they note for each other.

use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{ARTICLE, PASSWORD, Person, TestApp, on_both_databases};

on_both_databases!(a_page_tells_of_an_author, notes_are_between_moderators_and_end_with_the_account);

const COMMENTS: &str = "/api/v1/sites/courier/comments";

impl TestApp {
    async fn puts_in(&self, who: Option<&Person>, body: &str, guest: Value) -> String {
        let mut comment = json!({"url": ARTICLE, "body": body});
        if who.is_none() {
            comment["guest"] = guest;
        }
        let posted = self.post(COMMENTS, who, comment).await;
        assert!([201, 202].contains(&posted.status), "{}", posted.body);
        posted.text("id").to_owned()
    }

    async fn author_of(&self, who: &Person, id: &str, rest: &str) -> Value {
        let read = self.get(&format!("/api/v1/moderation/comments/{id}/author{rest}"), Some(who)).await;
        assert_eq!(read.status, 200, "{}", read.body);
        read.body
    }
}

async fn a_page_tells_of_an_author(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.site("herald", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let trust = json!({"trust": {"known_after": 2, "trusted_after": 9}});
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, trust).await.status, 200);
    let gus = json!({"name": "Gus", "email": "gus@guests.example"});
    let first = app.puts_in(None, "The first thing that I have to say.", gus.clone()).await;
    assert_eq!(app.author_of(&ines, &first, "").await["trust"], "new");
    let second = app.puts_in(None, "And another thing, which is quite different.", gus.clone()).await;
    app.puts_in(
        None,
        "I am somebody else, with a name of my own.",
        json!({"name": "Hal", "email": "hal@guests.example"}),
    )
    .await;
    let reject = json!({"action": "reject", "reason": "abuse", "revision": 1});
    let third = app.puts_in(None, "This one will not stand here for long.", gus.clone()).await;
    let decided = format!("/api/v1/moderation/comments/{third}/decisions");
    assert_eq!(app.post(&decided, Some(&ines), reject).await.status, 201);

    let author = app.author_of(&ines, &first, "").await;
    assert_eq!(
        (&author["name"], &author["kind"], &author["account_id"]),
        (&json!("Gus"), &json!("guest"), &Value::Null)
    );
    assert_eq!((&author["published"], &author["rejected"], &author["comments"]), (&json!(2), &json!(1), &json!(3)));
    // A third was decided against, more than `most_rejected_percent`.
    assert_eq!(author["trust"], "new");
    assert!(author["trust_because"].as_str().expect("why").contains("33%"), "{author}");
    let ids = |page: &Value| -> Vec<Value> {
        page["items"].as_array().expect("a list").iter().map(|item| item["id"].clone()).collect()
    };
    let written = app.author_of(&ines, &first, "/comments?limit=2").await;
    assert_eq!(ids(&written), [json!(third), json!(second)]);
    assert_eq!(written["items"][0]["thread"]["url"], ARTICLE);
    let rest = format!("/comments?limit=2&cursor={}", written["next"].as_str().expect("more"));
    assert_eq!(ids(&app.author_of(&ines, &first, &rest).await), [json!(first)]);
    assert_eq!(ids(&app.author_of(&ines, &first, "/comments?status=rejected").await), [json!(third)]);
    app
}

async fn notes_are_between_moderators_and_end_with_the_account(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, jan) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Jan").await);
    let (ada, ida) = (app.reader("Ada").await, app.administrator("Ida").await);
    let id = app.puts_in(Some(&ada), "The harbour was never sold at all.", Value::Null).await;
    let other = app.puts_in(Some(&ada), "Something else that nobody will read.", Value::Null).await;
    let notes = format!("/api/v1/moderation/comments/{id}/author/notes");
    let empty = app.post(&notes, Some(&ines), json!({"body": " "})).await;
    assert_eq!((empty.status, &empty.body["errors"][0]["field"]), (422, &json!("body")));
    let noted = app.post(&notes, Some(&ines), json!({"body": "Knows the harbour well."})).await;
    assert_eq!((noted.status, noted.text("by")), (201, "Ines"), "{}", noted.body);
    app.post(&notes, Some(&ines), json!({"body": "Writes late at night."})).await;
    let told = app.author_of(&jan, &other, "").await["notes"].clone();
    assert_eq!(
        (&told[0]["body"], &told[1]["body"]),
        (&json!("Writes late at night."), &json!("Knows the harbour well."))
    );
    let path = format!("/api/v1/moderation/author-notes/{}", noted.text("id"));
    assert_eq!(app.delete(&path, &jan).await.status, 403, "it is another's");
    assert_eq!(app.delete(&path, &ida).await.status, 204);
    assert_eq!(app.delete(&path, &ines).await.status, 404);
    let export = app.get("/api/v1/me/export", Some(&ada)).await.body;
    assert_eq!(export["notes"][0]["body"], "Writes late at night.", "{export}");
    assert_eq!(export["notes"][0]["by"], Value::Null, "other people are left out");

    assert_eq!(app.send("DELETE", "/api/v1/me", Some(&ada), Some(json!({"password": PASSWORD}))).await.status, 204);
    assert_eq!(app.author_of(&jan, &id, "").await["notes"], json!([]));
    assert_eq!(app.post(&notes, Some(&ines), json!({"body": "Still here?"})).await.status, 409);
    app
}
