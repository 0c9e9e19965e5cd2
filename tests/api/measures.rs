//! Every kind of measure against every kind of target, and where it counts.

use std::sync::atomic::{AtomicU32, Ordering};

use postil::clock::Clock;
use postil::config::RawConfig;
use postil::model::ids::SanctionId;
use postil::model::site::Policy;
use postil::model::time::HOUR;
use postil::store::{StoreError, sanctions};
use serde_json::json;

use crate::app::{ARTICLE, Answer, Backend, Person, TestApp, on_both_databases, run_with};
use crate::purges::purged;
use crate::sanctions::{COMMENTS, id_of};

on_both_databases!(only_administrators_take_measures_everywhere);

/// Who comments, and from where.
#[derive(Clone, Copy)]
enum Voice<'a> {
    Reader(&'a Person, &'a str),
    Guest(&'a str, &'a str),
}

impl Voice<'_> {
    /// Says something that nobody has said before.
    async fn speaks(self, app: &TestApp) -> Answer {
        static SAID: AtomicU32 = AtomicU32::new(0);
        let body = format!("Remark number {}.", SAID.fetch_add(1, Ordering::Relaxed));
        match self {
            Self::Guest(name, from) => app.guest_comments(name, &body, from).await,
            Self::Reader(who, from) => {
                let comment = json!({"url": ARTICLE, "body": body});
                app.send_with(&[("X-Forwarded-For", from)], "POST", COMMENTS, Some(who), Some(comment)).await
            }
        }
    }

    async fn is_heard(self, app: &TestApp) {
        let said = self.speaks(app).await;
        assert_eq!(said.status, 201, "{}", said.body);
        let stranger = app.get(&format!("/api/v1/comments/{}", said.text("id")), None).await;
        assert_eq!(stranger.status, 200, "{}", stranger.body);
    }
}

struct Aim<'a> {
    target: &'static str,
    /// What of its comment is aimed at.
    named: &'static str,
    by: Voice<'a>,
    met: Vec<Voice<'a>>,
    others: Vec<Voice<'a>>,
}

fn behind_a_proxy(raw: &mut RawConfig) {
    raw.trusted_proxies = Some("127.0.0.1/32".to_owned());
}

fn each_kind_meets_each_target(backend: Backend) {
    let unlimited = |raw: &mut RawConfig| {
        behind_a_proxy(raw);
        raw.rate_limits = Some("off".to_owned());
    };
    run_with(backend, Clock::system(), unlimited, async |app: TestApp| {
        app.site("courier", Policy::Open).await;
        let ines = app.moderator("courier", "Ines").await;
        let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
        let (adas, gus, hal) = (
            Voice::Reader(&ada, "198.51.100.1"),
            Voice::Guest("Gus", "198.51.100.2"),
            Voice::Guest("Hal", "203.0.113.7"),
        );
        let neighbour = Voice::Reader(&ben, "203.0.113.7");
        let by_author = |target, by, met, others| Aim { target, named: "author", by, met, others };
        let (adas_phone, gus_phone) = (Voice::Reader(&ada, "198.51.100.9"), Voice::Guest("Gus", "198.51.100.9"));
        let network = Aim {
            target: "network",
            named: "network",
            by: hal,
            met: vec![hal, neighbour, Voice::Guest("Ida", "203.0.113.7")],
            others: vec![adas, gus],
        };
        let aims = [
            by_author("account", adas, vec![adas, adas_phone], vec![gus, hal, neighbour]),
            by_author("guest", gus, vec![gus, gus_phone], vec![adas, hal, neighbour]),
            network,
        ];
        let until = app.service.clock.now().plus(HOUR);
        for Aim { target, named, by, met, others } in aims {
            let named_by = by.speaks(&app).await;
            for (kind, status, told) in [
                ("premoderate", 202, Some("pending")),
                ("mute", 201, Some("published")),
                ("suspend", 422, None),
                ("ban", 422, None),
            ] {
                let measure = json!({"target": named, "kind": kind, "reason": "The rules.", "until": until});
                let imposed = app.imposes_by(&ines, named_by.text("id"), measure).await;
                assert_eq!((imposed.status, imposed.text("target")), (201, target), "{}", imposed.body);
                for voice in &met {
                    let said = voice.speaks(&app).await;
                    assert_eq!((said.status, said.body["status"].as_str()), (status, told), "{kind} {target}");
                    let seen = said.body["id"].as_str().map(|id| format!("/api/v1/comments/{id}"));
                    if let Some(path) = seen {
                        assert_eq!(app.get(&path, None).await.status, 404, "{kind} {target}");
                    }
                }
                for voice in &others {
                    voice.is_heard(&app).await;
                }
                let lift = format!("/api/v1/moderation/sanctions/{}", imposed.text("id"));
                assert_eq!(app.delete(&lift, &ines).await.status, 204);
                for voice in &met {
                    voice.is_heard(&app).await;
                }
                let over: SanctionId = imposed.text("id").parse().expect("an id");
                let over = app.service.store.read::<_, StoreError, _>(move |conn| sanctions::find(conn, over)).await;
                let over = over.expect("read").expect("a sanction");
                assert_eq!((over.author_key, over.network_key), (None, None), "forgotten with the measure");
            }
            let warn = json!({"target": named, "kind": "warn", "reason": "The rules."});
            let warned = app.imposes_by(&ines, named_by.text("id"), warn).await;
            if target == "account" {
                assert_eq!((warned.status, by.speaks(&app).await.status), (201, 403), "{}", warned.body);
                let lift = format!("/api/v1/moderation/sanctions/{}", warned.text("id"));
                assert_eq!(app.delete(&lift, &ines).await.status, 204);
                by.is_heard(&app).await;
            } else {
                assert_eq!((warned.status, &warned.body["errors"][0]["field"]), (422, &json!("kind")));
            }
        }
        app.is_healthy().await;
        app
    });
}

#[test]
fn each_kind_meets_each_target_on_sqlite() {
    each_kind_meets_each_target(Backend::Sqlite);
}

#[test]
fn each_kind_meets_each_target_on_postgres() {
    each_kind_meets_each_target(Backend::Postgres);
}

/// Each comment comes from the network that its proxy names.
fn a_network_is_shut_out(backend: Backend) {
    run_with(backend, Clock::system(), behind_a_proxy, async |app: TestApp| {
        app.site("courier", Policy::Open).await;
        let ines = app.moderator("courier", "Ines").await;
        let ada = app.reader("Ada").await;
        let school = "203.0.113.7";
        let from = async |who: &Person, address: &str, body: &str| {
            let comment = json!({"url": ARTICLE, "body": body});
            app.send_with(&[("X-Forwarded-For", address)], "POST", COMMENTS, Some(who), Some(comment)).await
        };
        for number in 0..3 {
            let body = format!("We are learning about harbours, lesson {number}.");
            assert_eq!(app.guest_comments(&format!("Gus{number}"), &body, school).await.status, 201);
        }
        let mut hers = String::new();
        for body in ["One of us.", "Two of us.", "Three of us."] {
            let said = from(&ada, school, body).await;
            assert_eq!(said.status, 201, "the guests do not count against an account: {}", said.body);
            hers = said.text("id").to_owned();
        }
        let last = app.guest_comments("Gil", "The last lesson.", school).await;
        assert_eq!(last.status, 201, "nor the account against them: {}", last.body);
        let ban = json!({"target": "network", "kind": "ban", "reason": "Lessons.", "purge": {"days": 1}});
        let banned = app.imposes_by(&ines, last.text("id"), ban).await;
        assert_eq!((banned.status, banned.text("target")), (201, "network"), "{}", banned.body);
        assert!(!banned.body.to_string().contains("203.0"));

        assert_eq!(app.guest_comments("Gert", "Let us in.", school).await.status, 422);
        assert_eq!(from(&ada, school, "Let us in.").await.status, 422, "accounts too");
        let edit = format!("/api/v1/comments/{hers}");
        let edits = async |address: &str| {
            let text = json!({"body": "Three of us, that is."});
            app.send_with(&[("X-Forwarded-For", address)], "PATCH", &edit, Some(&ada), Some(text)).await.status
        };
        assert_eq!((edits(school).await, edits("198.51.100.2").await), (422, 200));
        let desk = from(&ines, school, "The desk writes from anywhere.").await;
        assert_eq!(desk.status, 201, "{}", desk.body);
        let votes = async |address: &str| {
            let path = format!("/api/v1/comments/{}/vote", desk.text("id"));
            let up = Some(json!({"value": 1}));
            app.send_with(&[("X-Forwarded-For", address)], "PUT", &path, Some(&ada), up).await.status
        };
        assert_eq!((votes(school).await, votes("198.51.100.2").await), (403, 200));
        assert_eq!(from(&ada, "198.51.100.2", "I am at home now.").await.status, 201);
        assert_eq!(app.guest_comments("Gert", "So am I at home.", "198.51.100.3").await.status, 201);
        assert_eq!(purged(&app, &ines, "done").await["done"], 4, "of accounts nothing");
        app.is_healthy().await;
        app
    });
}

#[test]
fn a_network_is_shut_out_on_sqlite() {
    a_network_is_shut_out(Backend::Sqlite);
}

#[test]
fn a_network_is_shut_out_on_postgres() {
    a_network_is_shut_out(Backend::Postgres);
}

async fn only_administrators_take_measures_everywhere(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.site("herald", Policy::Open).await;
    let (ines, otto) = (app.moderator("courier", "Ines").await, app.moderator("herald", "Otto").await);
    let (root, ada) = (app.administrator("Rosa").await, app.reader("Ada").await);
    let ban = json!({"everywhere": true, "kind": "ban", "reason": "Everywhere the same."});
    let path = format!("/api/v1/moderation/accounts/{}/sanctions", ada.account_id(&app).await);
    assert_eq!(app.post(&path, Some(&ines), ban.clone()).await.status, 403);
    let foreign = json!({"site": "courier", "kind": "ban", "reason": "Not my house."});
    assert_eq!(app.post(&path, Some(&otto), foreign.clone()).await.status, 403, "staff of another site");
    assert_eq!(app.post(&path, Some(&ada), foreign.clone()).await.status, 403, "no staff at all");
    assert_eq!(app.post(&path, None, foreign).await.status, 401);
    let neither = app.post(&path, Some(&root), json!({"kind": "ban", "reason": "Where?"})).await;
    assert_eq!((neither.status, &neither.body["errors"][0]["field"]), (422, &json!("site")));
    let ottos = format!("/api/v1/moderation/accounts/{}/sanctions", otto.account_id(&app).await);
    assert_eq!(app.post(&ottos, Some(&root), ban.clone()).await.status, 409, "staff of one site are staff");
    let banned = app.imposes(&root, &ada, ban).await;
    assert_eq!(banned["everywhere"], true);
    for site in ["courier", "herald"] {
        let comment = json!({"url": ARTICLE, "body": format!("Hello, {site}.")});
        let refused = app.post(&format!("/api/v1/sites/{site}/comments"), Some(&ada), comment).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
    }
    assert_eq!(id_of(&app.of_courier(&ines, "&active=true").await[0]), id_of(&banned));
    let lift = format!("/api/v1/moderation/sanctions/{}", id_of(&banned));
    assert_eq!(app.delete(&lift, &ines).await.status, 403);
    assert_eq!(app.delete(&format!("{lift}?site=courier"), &ines).await.status, 404);
    assert_eq!(app.delete(&lift, &root).await.status, 204);
    assert_eq!(app.comments_as(&ada, "Back again.").await.status, 201);
    guests_too(&app, &ines, &root).await;
    app
}

async fn guests_too(app: &TestApp, ines: &Person, root: &Person) {
    let written = app.guest_comments("Gus", "Buy my boats.", "").await;
    for target in ["author", "network"] {
        let ban = json!({"target": target, "everywhere": true, "kind": "ban", "reason": "Boats, everywhere."});
        assert_eq!(app.imposes_by(ines, written.text("id"), ban.clone()).await.status, 403);
        let banned = app.imposes_by(root, written.text("id"), ban).await;
        assert_eq!((banned.status, &banned.body["everywhere"]), (201, &json!(true)), "{}", banned.body);
        let guest = json!({"name": "Gus", "email": "Gus@guests.example"});
        let comment = json!({"url": ARTICLE, "body": "Buy my nets.", "guest": guest});
        let refused = app.post("/api/v1/sites/herald/comments", None, comment).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        let lift = format!("/api/v1/moderation/sanctions/{}", banned.text("id"));
        assert_eq!(app.delete(&lift, ines).await.status, 403);
        assert_eq!(app.delete(&lift, root).await.status, 204);
    }
}
