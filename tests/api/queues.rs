//! The moderators' lists: what is on them, counted and ordered, whatever is done about the comments.

use postil::clock::Clock;
use postil::model::site::Policy;
use postil::model::time::{HOUR, MINUTE};
use postil::store::{StoreError, doctor};
use serde_json::{Value, json};

use crate::app::{ARTICLE, Person, TestApp, on_both_databases, on_both_databases_with_a_clock};

on_both_databases!(
    a_comment_is_on_the_lists_where_it_belongs,
    the_doctor_mends_the_lists,
    what_was_written_before_is_on_the_lists_and_found,
    lists_are_narrowed_down,
);
on_both_databases_with_a_clock!(what_waits_becomes_more_urgent, what_is_undone_had_never_left);

const COMMENTS: &str = "/api/v1/sites/courier/comments";

impl TestApp {
    async fn desk_list(&self, who: &Person, rest: &str) -> Vec<Value> {
        let answer = self.get(&format!("/api/v1/moderation/queues/{rest}"), Some(who)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["items"].as_array().expect("a list").clone()
    }

    /// The sizes of the site's lists: pending, unreviewed, spam.
    async fn desk_counts(&self, who: &Person) -> [i64; 3] {
        let answer = self.get("/api/v1/moderation/queues?site=courier", Some(who)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let names: Vec<&str> = answer.body["items"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|item| item["queue"].as_str().expect("a name"))
            .collect();
        assert_eq!(names, ["pending", "reported", "unreviewed", "appealed", "spam"]);
        [0, 2, 4].map(|index| answer.body["items"][index]["count"].as_i64().expect("a count"))
    }

    async fn submits(&self, who: &Person, body: &str) -> Value {
        let posted = self.post(COMMENTS, Some(who), json!({"url": ARTICLE, "body": body})).await;
        assert!([201, 202].contains(&posted.status), "{}", posted.body);
        posted.body
    }

    /// A decision at the revision where the comment is now; the answer's body.
    async fn rules_on(&self, who: &Person, id: &str, decision: Value) -> Value {
        let case = self.get(&format!("/api/v1/moderation/comments/{id}"), Some(who)).await.body;
        let mut decision = decision;
        decision["revision"] = case["revision"].clone();
        let answer = self.post(&format!("/api/v1/moderation/comments/{id}/decisions"), Some(who), decision).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body
    }
}

fn id(comment: &Value) -> &str {
    comment["id"].as_str().expect("an id")
}

async fn a_comment_is_on_the_lists_where_it_belongs(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let first = app.submits(&ada, "They are to widen the harbour mouth.").await;
    let second = app.submits(&ada, "And who is to pay for all of it?").await;
    let third = app.submits(&ada, "Buy my nets, they are the best nets.").await;
    assert_eq!(app.desk_counts(&ines).await, [3, 0, 0]);
    app.rules_on(&ines, id(&first), json!({"action": "approve"})).await;
    app.rules_on(&ines, id(&third), json!({"action": "spam"})).await;
    assert_eq!(app.desk_counts(&ines).await, [1, 0, 1], "what a person has looked at is not unreviewed");
    app.rules_on(&ines, id(&second), json!({"action": "ask_edit", "note": "Say who you mean."})).await;
    assert_eq!(app.desk_counts(&ines).await, [0, 0, 1], "it waits for its author");
    let asked = app.desk_list(&ines, "pending?site=courier&mark=edit_asked").await;
    assert_eq!((id(&asked[0]), &asked[0]["priority"]), (id(&second), &Value::Null));

    let edit = |comment: &Value, body: &str| (format!("/api/v1/comments/{}", id(comment)), json!({"body": body}));
    let (path, body) = edit(&second, "And who but the harbour board is to pay for all of it?");
    assert_eq!(app.patch(&path, &ada, body).await.status, 202);
    let (path, body) = edit(&first, "They are to widen the harbour mouth by ten metres.");
    assert_eq!(app.patch(&path, &ada, body).await.status, 202, "the site wants to see every text");
    assert_eq!(app.desk_counts(&ines).await, [2, 0, 1]);
    app.rules_on(&ines, id(&first), json!({"action": "approve"})).await;
    let open = json!({"policy": "open"});
    let admin = app.administrator("Root").await;
    assert_eq!(app.patch("/api/v1/sites/courier", &admin, open).await.status, 200);
    let (path, body) = edit(&first, "They are to widen the harbour mouth by twelve metres.");
    assert_eq!(app.patch(&path, &ada, body).await.status, 200);
    assert_eq!(app.desk_counts(&ines).await, [1, 1, 1], "nobody has looked at the new text");
    for gone in [&first, &third] {
        assert_eq!(app.delete(&format!("/api/v1/comments/{}", id(gone)), &ada).await.status, 204);
    }
    assert_eq!(app.desk_counts(&ines).await, [1, 0, 0]);
    app.is_healthy().await;
    app
}

async fn the_doctor_mends_the_lists(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let waiting = app.submits(&ada, "They are to widen the harbour mouth.").await;
    let done = app.submits(&ada, "And who is to pay for all of it?").await;
    app.rules_on(&ines, id(&done), json!({"action": "approve"})).await;
    app.sql(&format!(
        "UPDATE queue_entries SET comment_id = {} WHERE comment_id = {}; UPDATE queue_counts SET entries = 7; \
         UPDATE queue_entries SET priority = 3; DELETE FROM queue_counts WHERE queue = 'unreviewed'",
        id(&done),
        id(&waiting)
    ))
    .await;
    let examined = app.service.store.read(doctor::examine).await.expect("examined");
    assert_eq!(examined.iter().filter(|rule| !rule.broken.is_empty()).count(), 4);
    app.service.store.write::<_, StoreError, _>(doctor::mend).await.expect("mended");
    app.is_healthy().await;
    assert_eq!(app.desk_counts(&ines).await, [1, 0, 0]);
    assert_eq!(id(&app.desk_list(&ines, "pending?site=courier").await[0]), id(&waiting));
    postil::actions::age_queues::run(&app.service).await.expect("weighed");
    let item = &app.desk_list(&ines, "pending?site=courier").await[0];
    assert!(item["priority"]["value"].as_i64() > Some(10), "worked out anew: {}", item["priority"]);
    app
}

async fn lists_are_narrowed_down(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let rules = json!({"words": {"suspect": ["herring"]}});
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, rules).await.status, 200);
    let (ada, bo) = (app.reader("Ada").await, app.reader("Bo").await);
    let english = "The council wants to widen the harbour mouth before the next winter storms come in.";
    let german = "Der Stadtrat will die Hafeneinfahrt noch vor den nächsten Winterstürmen verbreitern lassen.";
    let (first, second) = (app.submits(&ada, english).await, app.submits(&bo, german).await);
    let fishy = app.submits(&bo, "Nothing but herring again, whatever the council wants.").await;
    let elsewhere = json!({"url": "https://news.example/2026/ferry", "body": "The ferry is late again."});
    let elsewhere = app.post(COMMENTS, Some(&ada), elsewhere).await.body;
    let thread = app.desk_list(&ines, "pending?site=courier&sort=oldest").await[0]["thread"]["id"].clone();
    let thread = thread.as_str().expect("an id");
    let ada_id = ada.account_id(&app).await;
    let narrowed = [
        ("language=de".to_owned(), vec![&second]),
        ("check=word_list".to_owned(), vec![&fishy]),
        ("check=word_list&reason=abuse".to_owned(), vec![&fishy]),
        ("check=word_list&reason=spam".to_owned(), vec![]),
        (format!("author={ada_id}"), vec![&first, &elsewhere]),
        (format!("author={}", id(&second)), vec![&second, &fishy]),
        (format!("author={}&article={ARTICLE}", id(&first)), vec![&first]),
        (format!("article={thread}"), vec![&first, &second, &fishy]),
        ("article=https://news.example/2026/ferry".to_owned(), vec![&elsewhere]),
        ("article=https://news.example/2026/nothing".to_owned(), vec![]),
        ("author=1".to_owned(), vec![]),
        ("mark=escalated".to_owned(), vec![]),
    ];
    for (filter, expected) in narrowed {
        let found = app.desk_list(&ines, &format!("pending?site=courier&sort=oldest&{filter}")).await;
        let found: Vec<&str> = found.iter().map(id).collect();
        assert_eq!(found, expected.into_iter().map(id).collect::<Vec<_>>(), "{filter}");
    }
    let newest = app.desk_list(&ines, "pending?site=courier&sort=newest&limit=2").await;
    assert_eq!([id(&newest[0]), id(&newest[1])], [id(&elsewhere), id(&fishy)]);
    let urgent = app.desk_list(&ines, "pending?site=courier").await;
    assert_eq!(id(&urgent[0]), id(&fishy), "a suspect word weighs more than being new");
    for bad in ["check=no;such", "language=EN'", "article=nowhere", "author=x"] {
        let answer = app.get(&format!("/api/v1/moderation/queues/pending?site=courier&{bad}"), Some(&ines)).await;
        let field = bad.split('=').next();
        assert_eq!((answer.status, answer.body["errors"][0]["field"].as_str()), (422, field), "{bad}: {}", answer.body);
    }
    app
}

async fn what_waits_becomes_more_urgent(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let rules = json!({"words": {"suspect": ["herring"]}});
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, rules).await.status, 200);
    let ada = app.reader("Ada").await;
    let old = app.submits(&ada, "They are to widen the harbour mouth.").await;
    let explained = |items: &[Value], wanted: &Value| {
        let item = items.iter().find(|item| item["id"] == wanted["id"]).expect("on the list");
        let priority = item["priority"].clone();
        let factor = |name: &str| priority[name].as_i64().expect("a number");
        let (severity, reach, age) = (factor("severity"), factor("reach"), factor("age"));
        let value = severity * reach * age;
        assert_eq!(priority["value"], json!(value));
        assert_eq!(priority["explained"], json!(format!("severity {severity} x reach {reach} x age {age} = {value}")));
        (severity, age)
    };
    let plain = explained(&app.desk_list(&ines, "pending?site=courier").await, &old);
    assert_eq!(plain.1, 1);
    clock.advance(9 * HOUR);
    let (ada, ines) = (app.sign_in("Ada@readers.example").await, app.sign_in("Ines@desk.example").await);
    let new = app.submits(&ada, "Nothing but herring again.").await;
    postil::actions::age_queues::run(&app.service).await.expect("weighed");
    let items = app.desk_list(&ines, "pending?site=courier").await;
    assert_eq!(explained(&items, &old), (plain.0, 5), "a day's work old");
    assert_eq!(explained(&items, &new), (40, 1));
    let sum = |comment: &Value| {
        let (severity, age) = explained(&items, comment);
        severity * age
    };
    let first = if sum(&old) >= sum(&new) { &old } else { &new };
    assert_eq!(id(&items[0]), id(first));

    let escalated = app.rules_on(&ines, id(&new), json!({"action": "escalate"})).await;
    assert_eq!(escalated["status"], "pending");
    let items = app.desk_list(&ines, "pending?site=courier").await;
    assert_eq!(explained(&items, &new).0, 100, "what is left to the administrators weighs most");
    app.is_healthy().await;
    app
}

async fn what_is_undone_had_never_left(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, json!({"undo_seconds": 600})).await.status, 200);
    let ada = app.reader("Ada").await;
    let comment = app.submits(&ada, "They are to widen the harbour mouth.").await;
    let since = app.desk_list(&ines, "pending?site=courier").await[0]["entered_at"].clone();
    clock.advance(5 * MINUTE);
    let decided = app.rules_on(&ines, id(&comment), json!({"action": "spam"})).await;
    assert_eq!(app.desk_counts(&ines).await, [0, 0, 1]);
    clock.advance(MINUTE);
    let undo = format!("/api/v1/moderation/decisions/{}/undo", decided["decision_id"].as_str().expect("an id"));
    assert_eq!(app.post(&undo, Some(&ines), json!({})).await.status, 201);
    assert_eq!(app.desk_counts(&ines).await, [1, 0, 0]);
    assert_eq!(app.desk_list(&ines, "pending?site=courier").await[0]["entered_at"], since);
    let sizes = app.get("/api/v1/moderation/queues?site=courier", Some(&ines)).await.body;
    assert_eq!(sizes["items"][0]["oldest_at"], since);
    app.is_healthy().await;
    app
}

async fn what_was_written_before_is_on_the_lists_and_found(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let waiting = app.submits(&ada, "They are to widen the harbour mouth.").await;
    for (body, action) in [("And who is to pay?", "approve"), ("Buy my nets.", "spam"), ("Say again?", "ask_edit")] {
        let comment = app.submits(&ada, body).await;
        app.rules_on(&ines, id(&comment), json!({"action": action, "note": "As it is."})).await;
    }
    let gone = app.submits(&ada, "Never mind the harbour.").await;
    assert_eq!(app.delete(&format!("/api/v1/comments/{}", id(&gone)), &ada).await.status, 204);
    let backend = if app.service.store.is_sqlite() { "sqlite" } else { "postgres" };
    for migration in ["00000000000009_search", "00000000000006_queues"] {
        let down = format!("migrations/{backend}/{migration}/down.sql");
        app.sql(&std::fs::read_to_string(down).expect("a migration")).await;
        let version = migration.split('_').next().expect("a version");
        app.sql(&format!("DELETE FROM __diesel_schema_migrations WHERE version = '{version}'")).await;
    }
    app.migrate_again();
    app.is_healthy().await;
    assert_eq!(app.desk_counts(&ines).await, [1, 0, 1]);
    postil::actions::age_queues::run(&app.service).await.expect("weighed");
    let items = app.desk_list(&ines, "pending?site=courier").await;
    assert_eq!((id(&items[0]), items.len()), (id(&waiting), 1));
    let found = app.get("/api/v1/moderation/search?site=courier&q=harbour%20ada", Some(&ines)).await.body;
    let found: Vec<&str> = found["items"].as_array().expect("a list").iter().map(id).collect();
    assert_eq!(found, [id(&waiting)], "what is deleted is not found");
    app
}
