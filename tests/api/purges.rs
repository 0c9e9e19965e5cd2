//! What a sanctioned author had written lately is taken back in the background.

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use postil::actions::once::Recorder;
use postil::actions::{authenticate, purge, sanction};
use postil::app::{App, address};
use postil::clock::Clock;
use postil::config::RawConfig;
use postil::model::decision::Reason;
use postil::model::ids::{AccountId, SanctionId, first_id_at};
use postil::model::sanction::{Purge, PurgeState, SanctionKind};
use postil::model::site::Policy;
use postil::model::time::DAY;
use postil::store::{StoreError, purges};
use serde_json::{Value, json};

use crate::app::{ARTICLE, Answer, Backend, PASSWORD, Person, TestApp, raw_config, run_with, start};
use crate::commands::{Running, postil};
use crate::sanctions::{ADA, COMMENTS, id_of};

/// The purge of the site's newest sanction, once it is in that state.
pub async fn purged(app: &TestApp, staff: &Person, state: &str) -> Value {
    const ROUNDS: usize = 2_000;
    for _ in 0..ROUNDS {
        let newest = app.of_courier(staff, "&limit=1").await[0]["purge"].clone();
        if newest["state"] == state {
            return newest;
        }
        // Not a wait for time to pass: the worker gets its turn, and the list is looked at again.
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("not {state}: {:?}", app.of_courier(staff, "").await);
}

fn a_purge_takes_back_what_was_written(backend: Backend) {
    let clock = Clock::fixed(Clock::system().now());
    let time = clock.clone();
    let unlimited = |raw: &mut postil::config::RawConfig| raw.rate_limits = Some("off".to_owned());
    run_with(backend, clock, unlimited, async move |app: TestApp| {
        app.site("courier", Policy::Open).await;
        let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
        let old = app.comments_as(&ada, "Written long ago.").await;
        time.advance(3 * DAY);
        let ines = app.moderator("courier", "Ines").await;
        let (ada, ben) = (app.sign_in(ADA).await, (app.sign_in("Ben@readers.example").await, ben).0);
        let mut last = String::new();
        for number in 0..45 {
            last = app.comments_as(&ada, &format!("Flood, wave {number} of many.")).await.text("id").to_owned();
        }
        let reply = json!({"url": ARTICLE, "parent_id": last, "body": "Please stop."});
        assert_eq!(app.post(COMMENTS, Some(&ben), reply).await.status, 201);
        let spam = format!("/api/v1/moderation/comments/{last}/decisions");
        let flood =
            json!({"site": "courier", "kind": "ban", "reason": "A flood.", "purge": {"days": 2, "reason": "spam"}});
        let too_far = json!({"site": "courier", "kind": "ban", "reason": "A flood.", "purge": {"days": 31}});
        let path = format!("/api/v1/moderation/accounts/{}/sanctions", ada.account_id(&app).await);
        assert_eq!(app.post(&path, Some(&ines), too_far).await.body["errors"][0]["field"], "purge.days");
        let banned = app.imposes(&ines, &ada, flood).await;
        assert_eq!(banned["purge"]["state"], "running");
        let done = purged(&app, &ines, "done").await;
        assert_eq!((&done["done"], &done["days"]), (&json!(45), &json!(2)));

        assert_eq!(app.counted().await, 2, "what is older stays, and the reply");
        assert_eq!(app.get(&format!("/api/v1/comments/{}", old.text("id")), None).await.status, 200);
        let again = json!({"action": "approve", "revision": 1});
        assert_eq!(app.post(&spam, Some(&ines), again).await.status, 409, "it was decided on");
        let log = app.get("/api/v1/moderation/decisions?site=courier&limit=100", Some(&ines)).await.body;
        let by_purge = log["items"].as_array().expect("a list").iter().filter(|it| it["actor"]["kind"] == "purge");
        let by_purge: Vec<&Value> = by_purge.collect();
        assert_eq!(by_purge.len(), 45, "a decision each");
        assert!(
            by_purge
                .iter()
                .all(|it| it["reason"] == "spam" && it["note"] == "A flood." && it["actor"]["name"] == "Ines")
        );
        app.mail_to(ADA, "of the last 2 days are taken down").await;
        let told = app.mails_to(ADA).into_iter().filter(|mail| mail.contains("A flood.") || mail.contains("rejected"));
        assert_eq!(told.count(), 1, "one mail for all");
        app.is_healthy().await;
        goes_on_where_it_was_left(&app, &ines, &ben).await;
        app
    });
}

/// What a node leaves that dies, two others find at the same moment.
async fn goes_on_where_it_was_left(app: &TestApp, ines: &Person, ben: &Person) {
    for number in 0..30 {
        assert_eq!(app.comments_as(ben, &format!("Ben writes, number {number}.")).await.status, 201);
    }
    let watch = json!({"site": "courier", "kind": "premoderate", "reason": "We look."});
    let sanction: SanctionId = id_of(&app.imposes(ines, ben, watch).await).parse().expect("an id");
    let account: AccountId = ben.account_id(app).await.parse().expect("an id");
    let by: AccountId = ines.account_id(app).await.parse().expect("an id");
    let now = app.service.clock.now();
    let left = Purge {
        sanction_id: sanction,
        site_id: None,
        account_id: Some(account),
        author_key: None,
        network_key: None,
        days: 1,
        reason: Reason::Abuse,
        note: "We look.".to_owned(),
        created_by: by,
        created_at: now,
        after_id: first_id_at(now.plus(-DAY)) - 1,
        done: 0,
        state: PurgeState::Running,
    };
    let kept = app.service.store.write::<_, StoreError, _>(move |tx| purges::insert(tx, &left)).await;
    kept.expect("a purge");
    let work = async || while purge::run_one(&app.service).await.expect("worked") {};
    tokio::join!(work(), work(), work());
    assert_eq!(purged(app, ines, "done").await["done"], 31);
    app.is_healthy().await;
}

#[test]
fn a_purge_takes_back_what_was_written_on_sqlite() {
    a_purge_takes_back_what_was_written(Backend::Sqlite);
}

#[test]
fn a_purge_takes_back_what_was_written_on_postgres() {
    a_purge_takes_back_what_was_written(Backend::Postgres);
}

/// Whoever writes while a measure is taken is either faster, and it is taken back, or refused.
fn nothing_slips_past(backend: Backend) {
    let many_at_once = |raw: &mut RawConfig| {
        raw.rate_limits = Some("off".to_owned());
        raw.database_connections = Some("8".to_owned());
        raw.workers = Some("2".to_owned());
    };
    run_with(backend, Clock::system(), many_at_once, async |app: TestApp| {
        app.site("courier", Policy::Open).await;
        let ines = app.moderator("courier", "Ines").await;
        let ada = app.reader("Ada").await;
        let account = format!("/api/v1/moderation/accounts/{}/sanctions", ada.account_id(&app).await);
        for round in 0..6 {
            let first = app.guest_comments("Gus", &format!("Round {round} begins."), "").await;
            let by_comment = format!("/api/v1/moderation/comments/{}/sanctions", first.text("id"));
            let (path, mut ban) = match round % 3 {
                0 => (&account, json!({"site": "courier"})),
                1 => (&by_comment, json!({"target": "author"})),
                _ => (&by_comment, json!({"target": "network"})),
            };
            ban["kind"] = json!("ban");
            ban["reason"] = json!("Enough.");
            ban["purge"] = json!({"days": 1});
            let speak = async |number: usize| {
                let body = format!("Round {round}, remark {number}.");
                match round % 3 {
                    0 => app.comments_as(&ada, &body).await,
                    _ => app.guest_comments("Gus", &body, "").await,
                }
            };
            let before = futures_util::future::join_all((0..12).map(&speak));
            let after = futures_util::future::join_all((12..24).map(&speak));
            let (_, banned, _) = tokio::join!(before, app.post(path, Some(&ines), ban), after);
            assert_eq!(banned.status, 201, "{}", banned.body);
            purged(&app, &ines, "done").await;
            let left = app.shown().await;
            let left = left.as_array().expect("a list").iter().filter(|it| it["status"] == "published");
            let left = left.filter(|it| it["author"]["name"] == if round % 3 == 0 { "Ada" } else { "Gus" });
            let left: Vec<&Value> = left.filter(|it| it["id"] != first.body["id"]).collect();
            assert_eq!(left.len(), 0, "round {round}: {left:?}");
            let lift = format!("/api/v1/moderation/sanctions/{}", banned.text("id"));
            assert_eq!(app.delete(&lift, &ines).await.status, 204);
        }
        app.is_healthy().await;
        app
    });
}

#[test]
fn nothing_slips_past_on_sqlite() {
    nothing_slips_past(Backend::Sqlite);
}

#[test]
fn nothing_slips_past_on_postgres() {
    nothing_slips_past(Backend::Postgres);
}

/// Moderators decide on, readers vote on and answer what is being taken back, an account leaves, other measures come and go.
fn a_purge_gets_along_with_everybody(backend: Backend) {
    const ARTICLES: usize = 6;
    let many_at_once = |raw: &mut RawConfig| {
        raw.rate_limits = Some("off".to_owned());
        raw.database_connections = Some("8".to_owned());
        raw.workers = Some("2".to_owned());
    };
    run_with(backend, Clock::system(), many_at_once, async |app: TestApp| {
        app.site("courier", Policy::Open).await;
        let ines = app.moderator("courier", "Ines").await;
        let (ada, ben, cara) = (app.reader("Ada").await, app.reader("Ben").await, app.reader("Cara").await);
        let article = |number: usize| format!("{ARTICLE}/{}", number % ARTICLES);
        let mut written: Vec<String> = Vec::new();
        for number in 0..60 {
            let comment = json!({"url": article(number), "body": format!("Flood, wave {number}.")});
            written.push(app.post(COMMENTS, Some(&ada), comment).await.text("id").to_owned());
            let comment = json!({"url": article(number), "body": format!("Cara was here, number {number}.")});
            assert_eq!(app.post(COMMENTS, Some(&cara), comment).await.status, 201);
        }
        let path = |who: &str| format!("/api/v1/moderation/accounts/{who}/sanctions");
        let (adas, bens) = (path(&ada.account_id(&app).await), path(&ben.account_id(&app).await));
        let ban = json!({"site": "courier", "kind": "ban", "reason": "Enough.", "purge": {"days": 1}});
        let meddle = async |(number, id): (usize, &String)| match number % 4 {
            0 => {
                let reject = json!({"action": "reject", "reason": "abuse", "revision": 1});
                app.post(&format!("/api/v1/moderation/comments/{id}/decisions"), Some(&ines), reject).await
            }
            1 => app.put(&format!("/api/v1/comments/{id}/vote"), &ben, json!({"value": 1})).await,
            2 => {
                let reply = json!({"url": article(number), "parent_id": id, "body": format!("Why, {number}?")});
                app.post(COMMENTS, Some(&ben), reply).await
            }
            _ => {
                let watch =
                    json!({"site": "courier", "kind": "premoderate", "reason": "We look.", "purge": {"days": 1}});
                app.post(&bens, Some(&ines), watch).await
            }
        };
        let meddling = futures_util::future::join_all(written.iter().enumerate().rev().map(meddle));
        let left = app.send("DELETE", "/api/v1/me", Some(&cara), Some(json!({"password": PASSWORD})));
        let (banned, meddled, left) = tokio::join!(app.post(&adas, Some(&ines), ban), meddling, left);
        assert_eq!((banned.status, left.status), (201, 204), "{} {}", banned.body, left.body);
        let odd: Vec<&Answer> =
            meddled.iter().filter(|it| ![200, 201, 202, 404, 409, 422].contains(&it.status)).collect();
        assert!(odd.is_empty(), "{:?}", odd.iter().map(|it| &it.body).collect::<Vec<_>>());
        while purge::run_one(&app.service).await.expect("no deadlock") {}
        for id in &written {
            assert_eq!(app.get(&format!("/api/v1/comments/{id}"), None).await.status, 404);
        }
        app.is_healthy().await;
        app
    });
}

#[test]
fn a_purge_gets_along_with_everybody_on_sqlite() {
    a_purge_gets_along_with_everybody(Backend::Sqlite);
}

#[test]
fn a_purge_gets_along_with_everybody_on_postgres() {
    a_purge_gets_along_with_everybody(Backend::Postgres);
}

/// The real program is killed while it takes back, again and again; whoever comes next goes on where it was left.
fn a_purge_outlives_its_node(backend: Backend) {
    const WRITTEN: i64 = 130;
    const KILLED: i64 = 3;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let mut raw = raw_config(backend, folder.path());
        raw.rate_limits = Some("off".to_owned());
        // Every life has another port, and the tokens name the address.
        raw.public_url = Some("http://comments.example".to_owned());
        let database = raw.database_url.clone();
        let config = raw.load_from([], folder.path()).expect("settings");
        let build = || App::build(&config, Clock::system()).expect("an app");

        let (app, stop, server) = start(build(), &folder, address(&config));
        app.site("courier", Policy::Open).await;
        let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
        for number in 0..WRITTEN {
            assert_eq!(app.comments_as(&ada, &format!("Flood, wave {number}.")).await.status, 201);
        }
        let account: AccountId = ada.account_id(&app).await.parse().expect("an id");
        drop(app);
        stop.send(()).expect("the server still runs");
        server.await.expect("no panic").expect("a graceful stop");

        // Built but not run: nothing works off what this one owes.
        let idle = build().service();
        let by = authenticate::run(&idle, &ines.token).await.expect("signed in");
        let request = sanction::Request {
            whom: sanction::Whom::Account(account, Some("courier".to_owned())),
            kind: SanctionKind::Ban,
            until: None,
            reason: "A flood.".to_owned(),
            canned_text: None,
            purge: Some(sanction::PurgeRequest { days: 1, reason: Some(Reason::Spam) }),
        };
        sanction::impose(&idle, by, request, Recorder::none()).await.expect("imposed");
        for life in 1..=KILLED {
            let mut serve = postil(folder.path());
            if let Some(url) = &database {
                serve.env("POSTIL_DATABASE_URL", url);
            }
            serve.args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::null());
            let node = Running(serve.spawn().expect("it runs"));
            while idle
                .store
                .read::<_, StoreError, _>(purges::next)
                .await
                .expect("read")
                .is_some_and(|it| it.done < life * 20)
            {
                // Not a wait for time to pass: the other program gets its turn, and the row is looked at again.
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            drop(node);
        }
        drop(idle);

        let (app, stop, server) = start(build(), &folder, address(&config));
        assert_eq!(purged(&app, &ines, "done").await["done"], WRITTEN);
        assert_eq!(app.counted().await, 0);
        let mut by_purge = Vec::new();
        let mut cursor = String::new();
        loop {
            let log = format!("/api/v1/moderation/decisions?site=courier&limit=100{cursor}");
            let page = app.get(&log, Some(&ines)).await.body;
            let decided = page["items"].as_array().expect("a list").iter().filter(|it| it["actor"]["kind"] == "purge");
            by_purge.extend(decided.map(|it| it["comment_id"].to_string()));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let rows = by_purge.len();
        by_purge.sort();
        by_purge.dedup();
        assert_eq!((rows, by_purge.len()), (130, 130), "each was decided on once");
        app.is_healthy().await;
        drop(app);
        stop.send(()).expect("the server still runs");
        server.await.expect("no panic").expect("a graceful stop");
    });
}

#[test]
fn a_purge_outlives_its_node_on_sqlite() {
    a_purge_outlives_its_node(Backend::Sqlite);
}

#[test]
fn a_purge_outlives_its_node_on_postgres() {
    a_purge_outlives_its_node(Backend::Postgres);
}
