//! The search of the moderators: the same answers on both databases.

use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{ARTICLE, PASSWORD, Person, TestApp, on_both_databases};

on_both_databases!(comments_are_found_by_text_author_and_address, what_changes_is_found_anew);

impl TestApp {
    /// The ids of what is found, newest first, over as many pages as there are.
    async fn finds(&self, who: &Person, q: &str, rest: &str) -> Vec<String> {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/moderation/search?site=courier&limit=2{rest}{cursor}");
            let request = self.request("GET", &path).query(&[("q", q)]).bearer_auth(&who.token);
            let response = request.send().await.expect("an answer");
            let status = response.status().as_u16();
            let body: Value = response.json().await.expect("JSON");
            assert_eq!(status, 200, "{q}: {body}");
            let ids = body["items"].as_array().expect("a list").iter();
            found.extend(ids.map(|item| item["id"].as_str().expect("an id").to_owned()));
            match body["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return found,
            }
        }
    }

    async fn sends_in(&self, site: &str, who: Option<&Person>, name: &str, body: &str) -> String {
        let guest = json!({"name": name, "email": format!("{name}@guests.example")});
        let mut comment = json!({"url": ARTICLE, "body": body});
        if who.is_none() {
            comment["guest"] = guest;
        }
        let posted = self.post(&format!("/api/v1/sites/{site}/comments"), who, comment).await;
        assert!([201, 202].contains(&posted.status), "{}", posted.body);
        posted.text("id").to_owned()
    }
}

async fn comments_are_found_by_text_author_and_address(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    app.site("herald", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let rules = json!({"rate": {"per_minute": 1000, "per_hour": 10000}, "links": {"hold_over": 100}});
    assert_eq!(app.put("/api/v1/sites/courier/rules", &ines, rules).await.status, 200);
    let ada = app.reader("Ada").await;
    let texts = [
        "The old harbour mouth is too narrow for the new ferries.",
        "Über die Größe des Hafens wird seit Jahren gestritten, ja gestritten.",
        "Harbours, harbours, harbours: is there nothing else to talk about?",
        "C'est l'été, et le café du port est fermé. Voilà x = 1e5.",
        "港の船はとても古いです。 Very old, that is.",
        "Наша гавань маленькая, but the mouth of it is old.",
    ];
    let mut ids = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let guest = format!("Gus{number}");
        let who = if number % 2 == 0 { Some(&ada) } else { None };
        ids.push(app.sends_in("courier", who, &guest, text).await);
    }
    app.sends_in("herald", None, "Gus1", texts[0]).await;
    let cases: &[(&str, &[usize])] = &[
        ("harbour", &[0]),
        ("HARBOUR*", &[2, 0]),
        ("harbour mouth", &[0]),
        ("\"harbour mouth\"", &[0]),
        ("\"mouth harbour\"", &[]),
        ("\"mouth of\"", &[5]),
        ("old", &[5, 4, 0]),
        ("old -ferries", &[5, 4]),
        ("old -ferries -\"very old\"", &[5]),
        ("\"old har\"*", &[0]),
        ("uber grosse", &[]),
        ("uber größe", &[1]),
        ("UBER GRÖẞE", &[1]),
        ("gestritten", &[1]),
        ("cafe été", &[3]),
        ("1e5", &[3]),
        ("船", &[4]),
        ("港の船", &[4]),
        ("船の港", &[]),
        ("гавань", &[5]),
        ("гав*", &[5]),
        ("ada", &[4, 2, 0]),
        ("ada ferries", &[0]),
        ("ada@readers.example", &[4, 2, 0]),
        ("readers.example -harbour*", &[4]),
        ("gus3@guests.example", &[3]),
        ("gus*", &[5, 3, 1]),
        ("\"is old gus5\"", &[]),
        ("is' OR 1=1; DROP TABLE comment_search --", &[]),
        ("old* AND (mouth", &[]),
        ("\"old mouth", &[]),
        ("words:old", &[]),
        ("xs1 old", &[]),
        ("NOT old", &[]),
    ];
    for (q, expected) in cases {
        let expected: Vec<String> = expected.iter().map(|index| ids[*index].clone()).collect();
        assert_eq!(app.finds(&ines, q, "").await, expected, "{q}");
    }
    assert_eq!(app.finds(&ines, "old", "&status=published").await.len(), 0);
    assert_eq!(app.finds(&ines, "old", "&status=pending").await.len(), 3);
    for (q, status) in [("", 422), ("-old", 422), ("!?", 422), ("old", 200)] {
        let path = format!("/api/v1/moderation/search?site=courier&q={q}");
        let answer = app.get(&path, Some(&ines)).await;
        assert_eq!(answer.status, status, "{q}: {}", answer.body);
        if status == 422 {
            assert_eq!(answer.body["errors"][0]["field"], "q");
        }
    }
    assert_eq!(app.get("/api/v1/moderation/search?site=courier&q=old", Some(&ada)).await.status, 403);
    assert_eq!(app.get("/api/v1/moderation/search?site=herald&q=old", Some(&ines)).await.status, 403);
    app
}

async fn what_changes_is_found_anew(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let first = app.sends_in("courier", Some(&ada), "", "They are to widen the harbour mouth.").await;
    let second = app.sends_in("courier", Some(&ada), "", "And who is to pay for all of it?").await;
    let third = app.sends_in("courier", None, "Gus", "Nobody is going to pay for a harbour.").await;
    let path = format!("/api/v1/comments/{first}");
    assert_eq!(app.patch(&path, &ada, json!({"body": "They are to widen the river mouth."})).await.status, 200);
    assert_eq!(app.finds(&ines, "harbour", "").await, [third.clone()]);
    assert_eq!(app.finds(&ines, "river", "").await, [first.clone()]);
    let edit = json!({"body": "They are to widen the canal mouth.", "revision": 2});
    assert_eq!(app.patch(&format!("/api/v1/moderation/comments/{first}"), &ines, edit).await.status, 200);
    assert_eq!(app.finds(&ines, "canal -river", "").await, [first.clone()]);

    assert_eq!(app.patch("/api/v1/me", &ada, json!({"display_name": "Augusta"})).await.status, 200);
    assert_eq!(app.finds(&ines, "augusta", "").await, [second.clone(), first.clone()]);
    let email = json!({"email": {"new": "augusta@lovelace.example", "password": PASSWORD}});
    assert_eq!(app.patch("/api/v1/me", &ada, email).await.status, 200);
    let token = app.mailed_token("augusta@lovelace.example", "/account/address?").await;
    let confirmed = app.post("/api/v1/accounts/verify-address", None, json!({"token": token})).await;
    assert_eq!(confirmed.status, 204, "{}", confirmed.body);
    assert_eq!(app.finds(&ines, "lovelace.example", "").await, [second.clone(), first.clone()]);
    assert_eq!(app.finds(&ines, "readers.example", "").await, Vec::<String>::new());

    assert_eq!(app.delete(&format!("/api/v1/comments/{second}"), &ada).await.status, 204);
    assert_eq!(app.finds(&ines, "augusta", "").await, [first]);
    assert_eq!(app.send("DELETE", "/api/v1/me", Some(&ada), Some(json!({"password": PASSWORD}))).await.status, 204);
    assert_eq!(app.finds(&ines, "augusta", "").await, Vec::<String>::new(), "nothing is left to be found");
    assert_eq!(app.finds(&ines, "gus", "").await, [third]);
    app
}
