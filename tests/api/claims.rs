//! Moderators who work on one list at the same time.

use std::collections::BTreeSet;

use postil::clock::Clock;
use postil::model::site::Policy;
use postil::model::time::MINUTE;
use serde_json::{Value, json};

use crate::app::{
    ARTICLE, Answer, Backend, Person, TestApp, on_both_databases, on_both_databases_with_a_clock, run_two_nodes,
    run_with,
};

on_both_databases!(what_somebody_works_on_is_left_alone);
on_both_databases_with_a_clock!(a_claim_runs_out_unless_it_is_renewed);

const COMMENTS: &str = "/api/v1/sites/courier/comments";
const CLAIMS: &str = "/api/v1/moderation/queues/pending/claims";

impl TestApp {
    async fn claims(&self, who: &Person, limit: i64) -> Vec<Value> {
        let answer = self.post(CLAIMS, Some(who), json!({"site": "courier", "limit": limit})).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body["items"].as_array().expect("a list").clone()
    }

    async fn guests_write(&self, numbers: std::ops::Range<usize>) -> BTreeSet<String> {
        let root = self.administrator(&format!("Root{}", numbers.start)).await;
        let rules = json!({"rate": {"per_minute": 1000, "per_hour": 10000}});
        assert_eq!(self.put("/api/v1/sites/courier/rules", &root, rules).await.status, 200);
        let mut ids = BTreeSet::new();
        for number in numbers {
            let guest = json!({"name": format!("Gus {number}"), "email": format!("gus{number}@guests.example")});
            let url = format!("{ARTICLE}/{}", number % 7);
            let comment = json!({"url": url, "body": format!("Day {number} at sea."), "guest": guest});
            let posted = self.post(COMMENTS, None, comment).await;
            assert_eq!(posted.status, 202, "{}", posted.body);
            ids.insert(posted.text("id").to_owned());
        }
        ids
    }

    async fn decision(&self, who: &Person, id: &str, decision: Value) -> Answer {
        self.post(&format!("/api/v1/moderation/comments/{id}/decisions"), Some(who), decision).await
    }
}

fn id(item: &Value) -> String {
    item["id"].as_str().expect("an id").to_owned()
}

async fn what_somebody_works_on_is_left_alone(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let (ines, jan) = (app.moderator("courier", "Ines").await, app.moderator("courier", "Jan").await);
    let root = app.administrator("Root").await;
    app.guests_write(0..3).await;
    let mine = app.claims(&ines, 2).await;
    assert_eq!(mine.len(), 2);
    assert_eq!(mine[0]["claim"]["by"]["name"], "Ines", "{}", mine[0]);
    let (first, second) = (id(&mine[0]), id(&mine[1]));
    let his = app.claims(&jan, 10).await;
    assert_eq!(his.len(), 1, "the rest");
    assert_eq!(app.claims(&ines, 10).await.len(), 0);

    let approve = json!({"action": "approve", "revision": 1});
    let refused = app.decision(&jan, &first, approve.clone()).await;
    assert_eq!((refused.status, refused.text("type")), (409, "urn:postil:problem:claimed"), "{}", refused.body);
    assert_eq!(refused.body["claim"]["by"]["name"], "Ines");
    assert_eq!(app.decision(&root, &first, approve.clone()).await.status, 409, "administrators are told as well");
    let edit = json!({"body": "Day none.", "revision": 1});
    assert_eq!(app.patch(&format!("/api/v1/moderation/comments/{first}"), &jan, edit).await.status, 409);
    let many = json!({"items": [{"id": first, "action": "approve", "revision": 1}, {"id": id(&his[0]), "action": "approve", "revision": 1}]});
    let many = app.post("/api/v1/moderation/decisions", Some(&jan), many).await;
    let statuses: Vec<&Value> = many.body["items"].as_array().expect("a list").iter().map(|it| &it["status"]).collect();
    assert_eq!(statuses, [409, 201], "{}", many.body);
    assert_eq!(app.decision(&ines, &first, approve).await.status, 201);
    let over = json!({"action": "spam", "revision": 1, "override": true});
    assert_eq!(app.decision(&jan, &second, over).await.status, 201, "he says that he knows");

    let list = |who: &'static str| format!("/api/v1/moderation/claims?site=courier{who}");
    assert_eq!(app.get(&list(""), Some(&jan)).await.body["items"], json!([]), "what is decided on is nobody's");
    app.guests_write(5..7).await;
    let again = app.claims(&ines, 1).await;
    let claim = again[0]["claim"]["id"].as_str().expect("an id");
    let case = app.get(&format!("/api/v1/moderation/comments/{}", id(&again[0])), Some(&jan)).await;
    assert_eq!(case.body["claim"]["id"], claim, "{}", case.body);
    assert_eq!(app.get(&list(""), Some(&jan)).await.body["items"][0]["id"], claim);
    assert_eq!(app.get(&list("&mine=true"), Some(&jan)).await.body["items"], json!([]));
    let path = format!("/api/v1/moderation/claims/{claim}");
    assert_eq!(app.delete(&path, &jan).await.status, 403);
    assert_eq!(app.post(&format!("{path}/renew"), Some(&jan), json!({})).await.status, 403);
    assert_eq!(app.delete(&path, &ines).await.status, 204);
    assert_eq!(app.delete(&path, &ines).await.status, 404);
    assert_eq!(app.claims(&jan, 10).await.len(), 2, "given back");

    for (wrong, field) in [
        (json!({"site": "courier", "limit": 0}), "limit"),
        (json!({"site": "courier", "limit": 1, "mark": "edit_asked"}), "mark"),
        (json!({"site": "courier", "limit": 1, "check": "No!"}), "check"),
    ] {
        let answer = app.post(CLAIMS, Some(&ines), wrong).await;
        assert_eq!((answer.status, &answer.body["errors"][0]["field"]), (422, &json!(field)), "{}", answer.body);
    }
    let ada = app.reader("Ada").await;
    assert_eq!(app.post(CLAIMS, Some(&ada), json!({"site": "courier", "limit": 1})).await.status, 403);
    app.is_healthy().await;
    app
}

async fn a_claim_runs_out_unless_it_is_renewed(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    app.moderator("courier", "Jan").await;
    app.guests_write(0..2).await;
    let held = app.claims(&ines, 2).await;
    let path = |item: &Value| format!("/api/v1/moderation/claims/{}", item["claim"]["id"].as_str().expect("an id"));
    clock.advance(6 * MINUTE);
    let renewed = app.post(&format!("{}/renew", path(&held[0])), Some(&ines), json!({})).await;
    assert_eq!((renewed.status, renewed.text("until")), (200, clock.now().plus(10 * MINUTE).to_string().as_str()));
    clock.advance(5 * MINUTE);
    let (ines, jan) = (app.sign_in("Ines@desk.example").await, app.sign_in("Jan@desk.example").await);
    let over = app.claims(&jan, 10).await;
    assert_eq!(over.iter().map(id).collect::<Vec<_>>(), [id(&held[1])], "eleven minutes are over");
    assert_eq!(app.post(&format!("{}/renew", path(&held[1])), Some(&ines), json!({})).await.status, 404);
    let late = app.decision(&ines, &id(&held[1]), json!({"action": "approve", "revision": 1})).await;
    assert_eq!((late.status, &late.body["claim"]["by"]["name"]), (409, &json!("Jan")), "{}", late.body);
    clock.advance(11 * MINUTE);
    let ines = app.sign_in("Ines@desk.example").await;
    let free = app.get("/api/v1/moderation/queues/pending?site=courier", Some(&ines)).await;
    assert!(free.body["items"].as_array().expect("a list").iter().all(|item| item["claim"].is_null()));
    postil::actions::keep_house::forget(&app.service).await.expect("forgotten");
    let late = app.decision(&ines, &id(&held[1]), json!({"action": "approve", "revision": 1})).await;
    assert_eq!(late.status, 201, "nobody holds it any more: {}", late.body);
    app.is_healthy().await;
    app
}

/// So many moderators claim at the same time until there is nothing left; what they were given.
async fn all_claimed(apps: &[&TestApp], moderators_wanted: usize) -> Vec<String> {
    let mut moderators = Vec::new();
    for number in 0..moderators_wanted {
        moderators.push(apps[0].moderator("courier", &format!("Mod{number}")).await);
    }
    let sittings = moderators.iter().zip(0_usize..).map(async |(moderator, number)| {
        let app = apps[number % apps.len()];
        let mut given = Vec::new();
        loop {
            let items = app.claims(moderator, 3).await;
            if items.is_empty() {
                return given;
            }
            given.extend(items.iter().map(id));
        }
    });
    futures_util::future::join_all(sittings).await.concat()
}

async fn of_a_hundred_items_none_is_given_to_two(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let written = app.guests_write(0..100).await;
    let given = all_claimed(&[&app], 20).await;
    assert_eq!(given.len(), 100, "none twice");
    assert_eq!(given.into_iter().collect::<BTreeSet<_>>(), written, "and none left over");
    app.is_healthy().await;
    app
}

/// All guests share an address, which may not write so much.
fn unlimited(raw: &mut postil::config::RawConfig) {
    raw.rate_limits = Some("off".to_owned());
}

#[test]
fn of_a_hundred_items_none_is_given_to_two_on_sqlite() {
    run_with(Backend::Sqlite, Clock::system(), unlimited, of_a_hundred_items_none_is_given_to_two);
}

#[test]
fn of_a_hundred_items_none_is_given_to_two_on_postgres() {
    run_with(Backend::Postgres, Clock::system(), unlimited, of_a_hundred_items_none_is_given_to_two);
}

#[test]
fn on_two_nodes_none_is_given_to_two() {
    run_two_nodes(async |one: TestApp, two: TestApp| {
        one.site("courier", Policy::All).await;
        let written = one.guests_write(0..30).await;
        let given = all_claimed(&[&one, &two], 8).await;
        assert_eq!((given.len(), given.into_iter().collect::<BTreeSet<_>>()), (30, written));
        one.is_healthy().await;
        (one, two)
    });
}
