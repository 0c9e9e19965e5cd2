//! The log of decisions as a chain: what cannot be changed unnoticed, and what can be forgotten.

use postil::model::site::Policy;
use postil::store::log::{self, Verified};
use serde_json::{Value, json};

use crate::app::{ARTICLE, PASSWORD, Person, TestApp, on_both_databases, run_two_nodes};

on_both_databases!(
    whoever_tampers_with_the_log_is_found_out,
    the_log_of_a_person_who_leaves_still_holds,
    rows_from_before_the_chain_get_their_places,
);

const COMMENTS: &str = "/api/v1/sites/courier/comments";

impl TestApp {
    async fn verified(&self) -> Verified {
        self.service.store.read(log::verify).await.expect("read").remove(0)
    }

    /// What is wrong with the log: the place of the row and in what way.
    async fn fault(&self) -> Option<(i64, &'static str)> {
        self.verified().await.broken.map(|broken| (broken.sequence, broken.what))
    }

    async fn sends(&self, who: &Person, body: &str) -> String {
        let posted = self.post(COMMENTS, Some(who), json!({"url": ARTICLE, "body": body})).await;
        assert!([201, 202].contains(&posted.status), "{}", posted.body);
        posted.text("id").to_owned()
    }

    async fn rejects(&self, who: &Person, id: &str, note: &str) {
        let decision = json!({"action": "reject", "reason": "off_topic", "note": note, "revision": 1});
        let path = format!("/api/v1/moderation/comments/{id}/decisions");
        assert_eq!(self.post(&path, Some(who), decision).await.status, 201);
    }

    async fn log(&self, who: &Person) -> Vec<Value> {
        let answer = self.get("/api/v1/moderation/decisions?site=courier&limit=100", Some(who)).await;
        answer.body["items"].as_array().expect("a list").clone()
    }
}

async fn whoever_tampers_with_the_log_is_found_out(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    for day in ["Monday", "Tuesday", "Wednesday"] {
        let id = app.sends(&ada, &format!("It was cold on {day}.")).await;
        app.rejects(&ines, &id, &format!("Not the weather on {day}, please.")).await;
    }
    let log = app.log(&ines).await;
    let numbers: Vec<i64> = log.iter().map(|row| row["sequence"].as_i64().expect("a number")).collect();
    assert_eq!(numbers, [6, 5, 4, 3, 2, 1]);
    assert_eq!((&log[0]["action"], &log[1]["action"]), (&json!("reject"), &json!("check")));
    let verified = app.verified().await;
    assert_eq!((verified.rows, verified.head.as_str()), (6, log[0]["hash"].as_str().expect("a hash")));
    assert!(verified.broken.is_none());

    let second = "WHERE sequence = 4";
    app.sql(&format!("UPDATE decisions SET reason = 'spam' {second}")).await;
    assert_eq!(app.fault().await, Some((4, "is not what was written")));
    app.sql(&format!("UPDATE decisions SET reason = 'off_topic' {second}")).await;
    assert_eq!(app.fault().await, None);

    app.sql(&format!("UPDATE decisions SET note = 'Well done.' {second}")).await;
    assert_eq!(app.fault().await, Some((4, "has another text than was written")));
    app.sql(&format!("UPDATE decisions SET note = NULL {second}")).await;
    assert_eq!(app.fault().await, Some((4, "has lost its text, and its comment is not deleted")));
    app.sql(&format!("UPDATE decisions SET note = 'Not the weather on Tuesday, please.' {second}")).await;
    assert_eq!(app.fault().await, None);

    app.sql("UPDATE decisions SET sequence = 0 WHERE sequence = 6").await;
    assert_eq!(app.fault().await, Some((6, "is missing")));
    app.sql("UPDATE log_heads SET sequence = 5, hash = (SELECT hash FROM decisions WHERE sequence = 5)").await;
    assert_eq!(app.fault().await, Some((0, "does not stand in the chain")));
    app.sql("UPDATE decisions SET sequence = 6 WHERE sequence = 0").await;
    assert_eq!(app.fault().await, Some((6, "does not stand in the chain")));
    app.sql("UPDATE log_heads SET sequence = 6, hash = (SELECT hash FROM decisions WHERE sequence = 6)").await;
    assert_eq!(app.fault().await, None);

    app.sql("DELETE FROM decisions WHERE sequence = 3").await;
    assert_eq!(app.fault().await, Some((3, "is missing")));
    app
}

async fn the_log_of_a_person_who_leaves_still_holds(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    let first = app.sends(&ada, "My name is Ada Lovelace, of 12 Quay Street.").await;
    app.rejects(&ines, &first, "Ada, please leave out where you live.").await;
    let second = app.sends(&ada, "I live by the quay.").await;
    app.rejects(&ines, &second, "Still too much of it, Ada.").await;

    assert_eq!(app.delete(&format!("/api/v1/comments/{first}"), &ada).await.status, 204);
    let texts = |log: &[Value]| log.iter().filter(|row| row["note"].is_string()).count();
    let log = app.log(&ines).await;
    assert_eq!((texts(&log), &log[0]["action"], &log[0]["to"]), (1, &json!("delete"), &json!("deleted")));
    assert_eq!(app.send("DELETE", "/api/v1/me", Some(&ada), Some(json!({"password": PASSWORD}))).await.status, 204);
    let log = app.log(&ines).await;
    assert_eq!((log.len(), texts(&log)), (6, 0), "{log:?}");
    assert!(log.iter().all(|row| row["actor"]["name"] != "Ada"), "{log:?}");
    app.is_healthy().await;

    app.sql("UPDATE decisions SET revision = 9 WHERE sequence = 4").await;
    assert_eq!(app.fault().await, Some((4, "is not what was written")), "what is left is still guarded");
    app
}

async fn rows_from_before_the_chain_get_their_places(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    for body in ["It was cold.", "It was warm."] {
        let id = app.sends(&ada, body).await;
        app.rejects(&ines, &id, "Not the weather, please.").await;
    }
    let backend = if app.service.store.is_sqlite() { "sqlite" } else { "postgres" };
    let down = format!("migrations/{backend}/00000000000002_decisions/down.sql");
    app.sql(&std::fs::read_to_string(down).expect("a migration")).await;
    app.sql("DELETE FROM __diesel_schema_migrations WHERE version = '00000000000002'").await;
    app.migrate_again();
    let texts = app.get("/api/v1/sites/courier/canned-texts?limit=100", Some(&ines)).await.body;
    assert_eq!((&texts["items"][0]["id"], texts["items"].as_array().map(Vec::len)), (&json!("1"), Some(20)));

    let log = app.log(&ines).await;
    let told: Vec<_> = log.iter().map(|row| (&row["sequence"], &row["action"], &row["note"])).collect();
    assert_eq!(told[0], (&json!(4), &json!("reject"), &json!("Not the weather, please.")));
    assert_eq!(told[3], (&json!(1), &json!("check"), &Value::Null));
    app.sends(&ada, "It was mild.").await;
    assert_eq!(app.verified().await.rows, 5);
    app.is_healthy().await;
    app
}

#[test]
fn two_nodes_write_one_chain() {
    run_two_nodes(async |one: TestApp, two: TestApp| {
        one.site("courier", Policy::Open).await;
        let ines = one.moderator("courier", "Ines").await;
        let rules = json!({"rate": {"per_minute": 1000, "per_hour": 1000}});
        assert_eq!(one.put("/api/v1/sites/courier/rules", &ines, rules).await.status, 200);
        let guest = |number: usize| {
            let author = json!({"name": format!("Gus {number}"), "email": format!("gus{number}@guests.example")});
            json!({"url": format!("{ARTICLE}/{}", number % 5), "body": format!("Day {number} at sea."), "guest": author})
        };
        let posts = (0..40).map(|number| {
            let app = if number % 2 == 0 { &one } else { &two };
            app.post(COMMENTS, None, guest(number))
        });
        let answers = futures_util::future::join_all(posts).await;
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses, [201; 40]);
        assert_eq!(one.verified().await.rows, 40);
        one.is_healthy().await;
        (one, two)
    });
}
