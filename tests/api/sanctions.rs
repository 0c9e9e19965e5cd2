//! Measures against accounts, guests and networks, from the mail that tells of them to their end.

use postil::actions::{keep_house, purge};
use postil::clock::Clock;
use postil::model::ids::{AccountId, SanctionId, first_id_at};
use postil::model::sanction::{Purge, PurgeState};
use postil::model::site::Policy;
use postil::model::time::{DAY, HOUR, MINUTE};
use postil::store::{StoreError, purges};
use serde_json::{Value, json};

use crate::app::{
    ARTICLE, Answer, Backend, PASSWORD, Person, TestApp, on_both_databases, on_both_databases_with_a_clock, run_with,
};

on_both_databases!(
    a_warning_is_acknowledged_before_the_next_comment,
    what_the_muted_write_nobody_else_sees,
    a_guest_is_sanctioned_by_way_of_a_comment,
    a_ban_follows_its_address_to_a_new_account,
    only_administrators_take_measures_everywhere,
    a_sites_sanctions_are_read_page_by_page,
);
on_both_databases_with_a_clock!(a_suspension_ends_by_itself);

const COMMENTS: &str = "/api/v1/sites/courier/comments";
const ADA: &str = "Ada@readers.example";

impl TestApp {
    async fn comments_as(&self, who: &Person, body: &str) -> Answer {
        self.post(COMMENTS, Some(who), json!({"url": ARTICLE, "body": body})).await
    }

    async fn guest_comments(&self, name: &str, body: &str, from: &str) -> Answer {
        let guest = json!({"name": name, "email": format!("{name}@guests.example")});
        let comment = json!({"url": ARTICLE, "body": body, "guest": guest});
        self.send_with(&[("X-Forwarded-For", from)], "POST", COMMENTS, None, Some(comment)).await
    }

    async fn imposes(&self, staff: &Person, on: &Person, sanction: Value) -> Value {
        let path = format!("/api/v1/moderation/accounts/{}/sanctions", on.account_id(self).await);
        let answer = self.post(&path, Some(staff), sanction).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body
    }

    async fn imposes_by(&self, staff: &Person, comment: &str, sanction: Value) -> Answer {
        self.post(&format!("/api/v1/moderation/comments/{comment}/sanctions"), Some(staff), sanction).await
    }

    async fn shown(&self) -> Value {
        self.get(&format!("{COMMENTS}?url={ARTICLE}"), None).await.body["items"].clone()
    }

    async fn counted(&self) -> Value {
        self.get(&format!("/api/v1/sites/courier/counts?url={ARTICLE}"), None).await.body["items"][0]["count"].clone()
    }

    async fn of_courier(&self, staff: &Person, rest: &str) -> Vec<Value> {
        let listed = self.get(&format!("/api/v1/moderation/sanctions?site=courier{rest}"), Some(staff)).await;
        assert_eq!(listed.status, 200, "{}", listed.body);
        listed.body["items"].as_array().expect("a list").clone()
    }
}

fn id_of(body: &Value) -> &str {
    body["id"].as_str().expect("an id")
}

async fn a_warning_is_acknowledged_before_the_next_comment(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let before = app.comments_as(&ada, "You are all herrings.").await;
    let warning = json!({"site": "courier", "kind": "warn", "reason": "No names,\nplease."});
    let warning = app.imposes(&ines, &ada, warning).await;
    let mail = app.mail_to(ADA, "has warned you").await;
    assert!(mail.contains("> No names,") && mail.contains(&format!("/me/sanctions/{}/acknowledge", id_of(&warning))));

    let refused = app.comments_as(&ada, "And so is the mayor.").await;
    assert_eq!((refused.status, refused.text("type")), (403, "urn:postil:problem:warning"), "{}", refused.body);
    assert!(refused.body["findings"][0]["message"].as_str().is_some_and(|it| it.contains("No names")));
    let mended = app.patch(&format!("/api/v1/comments/{}", before.text("id")), &ada, json!({"body": "Sorry."})).await;
    assert_eq!(mended.status, 200, "what it is about can be mended: {}", mended.body);

    let own = app.get("/api/v1/me/sanctions", Some(&ada)).await.body["items"].clone();
    let told = (&own[0]["kind"], &own[0]["reason"], &own[0]["active"], &own[0]["site_name"]);
    assert_eq!(told, (&json!("warn"), &json!("No names,\nplease."), &json!(true), &json!("The courier")));
    assert_eq!(app.get("/api/v1/me/sanctions", Some(&ben)).await.body["items"], json!([]));
    let path = format!("/api/v1/me/sanctions/{}/acknowledge", id_of(&own[0]));
    assert_eq!(app.send("POST", &path, None, None).await.status, 401);
    assert_eq!(app.send("POST", &path, Some(&ben), None).await.status, 404, "nobody reads it for another");
    for _ in 0..2 {
        assert_eq!(app.send("POST", &path, Some(&ada), None).await.status, 204);
    }
    let free = app.comments_as(&ada, "Let us talk about the harbour.").await;
    assert_eq!(free.status, 201, "{}", free.body);
    let listed = app.of_courier(&ines, "&active=false").await;
    assert!(listed[0]["acknowledged_at"].is_string() && listed[0]["active"] == false, "{listed:?}");
    let export = app.get("/api/v1/me/export", Some(&ada)).await.body;
    assert_eq!(export["sanctions"][0]["kind"], "warn");

    let watched = json!({"site": "courier", "kind": "premoderate", "reason": "We look first."});
    let watched = app.imposes(&ines, &ada, watched).await;
    let path = format!("/api/v1/me/sanctions/{}/acknowledge", id_of(&watched));
    assert_eq!(app.send("POST", &path, Some(&ada), None).await.status, 409, "that is no warning");
    assert_eq!(app.comments_as(&ada, "Read me first, then.").await.status, 202);
    app
}

async fn what_the_muted_write_nobody_else_sees(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let bens = app.comments_as(&ben, "Who paid for it?").await;
    let said = app.comments_as(&ada, "I said this before.").await;
    let mute = json!({"site": "courier", "kind": "mute", "reason": "Shouting."});
    let mute = app.imposes(&ines, &ada, mute).await;
    app.mail_to(ADA, "seen by you and the moderators alone").await;

    let reply = json!({"url": ARTICLE, "parent_id": bens.text("id"), "body": "Your neighbour did."});
    let reply = app.post(COMMENTS, Some(&ada), reply).await;
    let told = (reply.status, reply.text("status"), &reply.body["findings"]);
    assert_eq!(told, (201, "published", &json!([])), "as if nothing were: {}", reply.body);
    let path = format!("/api/v1/comments/{}", reply.text("id"));
    assert_eq!(app.get(&path, Some(&ada)).await.text("status"), "published");
    assert_eq!(app.get("/api/v1/me/comments", Some(&ada)).await.body["items"][0]["status"], "published");
    for stranger in [None, Some(&ben)] {
        assert_eq!(app.get(&path, stranger).await.status, 404);
        assert_eq!(app.get(&format!("{path}/replies"), stranger).await.status, 404);
    }
    assert_eq!(app.put(&format!("{path}/vote"), &ben, json!({"value": 1})).await.status, 404);
    assert_eq!((app.counted().await, app.shown().await.to_string().contains("neighbour")), (json!(2), false));
    assert_eq!(app.get(&path, Some(&ines)).await.text("status"), "muted");
    let case = app.get(&format!("/api/v1/moderation/comments/{}", reply.text("id")), Some(&ines)).await.body;
    assert_eq!((&case["findings"][0]["check"], &case["decisions"][0]["to"]), (&json!("sanction"), &json!("muted")));

    let changed = app.patch(&path, &ada, json!({"body": "Your neighbour did, they say."})).await;
    assert_eq!((changed.status, changed.text("status")), (200, "published"), "{}", changed.body);
    let old = app.patch(&format!("/api/v1/comments/{}", said.text("id")), &ada, json!({"body": "LOUD!"})).await;
    assert_eq!(old.status, 202, "what everybody sees is not changed unseen: {}", old.body);

    let lift = format!("/api/v1/moderation/sanctions/{}", id_of(&mute));
    assert_eq!(app.delete(&lift, &ines).await.status, 204);
    app.mail_to(ADA, "Everybody can see again").await;
    assert_eq!(app.comments_as(&ada, "Quiet now.").await.status, 201);
    assert_eq!((app.counted().await, app.shown().await.to_string().contains("neighbour")), (json!(2), false));
    assert!(app.mails_to("Ben@readers.example").iter().all(|mail| !mail.contains("neighbour")), "no mail of it");
    let approve = json!({"action": "approve", "revision": 2});
    let path = format!("/api/v1/moderation/comments/{}/decisions", reply.text("id"));
    assert_eq!(app.post(&path, Some(&ines), approve).await.status, 201);
    assert_eq!((app.counted().await, app.shown().await.to_string().contains("neighbour")), (json!(3), true));
    app.mail_to("Ben@readers.example", "they say").await;
    assert!(app.mails_to(ADA).iter().all(|mail| !mail.contains("Published: ")), "it was so all along");
    app.is_healthy().await;
    app
}

async fn a_guest_is_sanctioned_by_way_of_a_comment(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.site("herald", Policy::Open).await;
    let (ines, otto) = (app.moderator("courier", "Ines").await, app.moderator("herald", "Otto").await);
    let written = app.guest_comments("Gus", "Buy my boats.", "").await;
    let written = written.text("id");
    let ban = json!({"target": "author", "kind": "ban", "reason": "Boats, again."});
    assert_eq!(app.imposes_by(&otto, written, ban.clone()).await.status, 403);
    let warn = app.imposes_by(&ines, written, json!({"target": "author", "kind": "warn", "reason": "Boats."})).await;
    assert_eq!((warn.status, &warn.body["errors"][0]["field"]), (422, &json!("kind")), "{}", warn.body);
    let banned = app.imposes_by(&ines, written, ban).await;
    assert_eq!((banned.status, banned.text("target")), (201, "guest"), "{}", banned.body);
    assert_eq!((&banned.body["account_id"], &banned.body["comment_id"]), (&json!(null), &json!(written)));
    assert!(!banned.body.to_string().contains("guests.example"));

    let refused = app.guest_comments("Gus", "Buy my nets.", "").await;
    assert_eq!((refused.status, &refused.body["findings"][0]["check"]), (422, &json!("sanction")), "{}", refused.body);
    let case = app.get(&format!("/api/v1/moderation/comments/{written}"), Some(&ines)).await.body;
    assert_eq!(case["author_summary"]["sanctions"][0]["kind"], "ban");
    assert_eq!(app.guest_comments("Hal", "Good morning.", "").await.status, 201);
    assert_eq!(app.mails_to("Gus@guests.example").len(), 0, "a guest's address may be anybody's");

    let staff = app.comments_as(&ines, "No boats here, please.").await;
    let network = json!({"target": "network", "kind": "ban", "reason": "Boats."});
    assert_eq!(app.imposes_by(&ines, staff.text("id"), network).await.status, 409);
    let endless = json!({"target": "author", "kind": "suspend", "reason": "Boats."});
    let endless = app.imposes_by(&ines, written, endless).await;
    assert_eq!((endless.status, &endless.body["errors"][0]["field"]), (422, &json!("until")));

    let ada = app.reader("Ada").await;
    let hers = app.comments_as(&ada, "What boats?").await;
    let muted = json!({"target": "author", "kind": "mute", "reason": "Boats."});
    let muted = app.imposes_by(&ines, hers.text("id"), muted).await;
    assert_eq!((muted.text("target"), muted.text("account_name")), ("account", "Ada"), "{}", muted.body);
    app
}

/// Each comment comes from the network that its proxy names.
fn a_network_is_shut_out(backend: Backend) {
    let behind_a_proxy = |raw: &mut postil::config::RawConfig| raw.trusted_proxies = Some("127.0.0.1/32".to_owned());
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
        for body in ["One of us.", "Two of us.", "Three of us."] {
            assert_eq!(from(&ada, school, body).await.status, 201, "the guests do not count against an account");
        }
        let last = app.guest_comments("Gil", "The last lesson.", school).await;
        assert_eq!(last.status, 201, "nor the account against them: {}", last.body);
        let ban = json!({"target": "network", "kind": "ban", "reason": "Lessons.", "purge": {"days": 1}});
        let banned = app.imposes_by(&ines, last.text("id"), ban).await;
        assert_eq!((banned.status, banned.text("target")), (201, "network"), "{}", banned.body);
        assert!(!banned.body.to_string().contains("203.0"));

        assert_eq!(app.guest_comments("Gert", "Let us in.", school).await.status, 422);
        assert_eq!(from(&ada, school, "Let us in.").await.status, 422, "accounts too");
        assert_eq!(from(&ines, school, "The desk writes from anywhere.").await.status, 201);
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

async fn a_suspension_ends_by_itself(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let bens = app.comments_as(&app.reader("Ben").await, "Who paid for it?").await;
    let until = clock.now().plus(2 * HOUR);
    let suspend = json!({"site": "courier", "kind": "suspend", "until": until, "reason": "A day off."});
    app.imposes(&ines, &ada, suspend).await;
    let mail = app.mail_to(ADA, "you can neither comment nor vote").await;
    assert!(mail.contains("Until ") && mail.contains("> A day off."), "{mail}");
    assert_eq!(app.comments_as(&ada, "Let me in!").await.status, 422);
    let vote = format!("/api/v1/comments/{}/vote", bens.text("id"));
    assert_eq!(app.put(&vote, &ada, json!({"value": 1})).await.status, 403);
    assert_eq!(keep_house::end_sanctions(&app.service).await.expect("looked"), 0);
    assert_eq!(app.of_courier(&ines, "&active=true").await.len(), 1);

    clock.advance(2 * HOUR + MINUTE);
    let (ada, ines) = (app.sign_in(ADA).await, app.sign_in("Ines@desk.example").await);
    assert_eq!(app.comments_as(&ada, "Quiet again.").await.status, 201, "over before anybody has marked it so");
    assert_eq!(app.of_courier(&ines, "&active=true").await.len(), 0);
    assert_eq!(keep_house::end_sanctions(&app.service).await.expect("ended"), 1);
    assert_eq!(keep_house::end_sanctions(&app.service).await.expect("looked"), 0);
    app.mail_to(ADA, "has come to its end").await;
    let told = app.mails_to(ADA).into_iter().filter(|mail| mail.contains("has come to its end"));
    assert_eq!(told.count(), 1);
    let past = app.of_courier(&ines, "&active=false").await;
    assert!(past[0]["ended_at"].is_string() && past[0]["lifted_at"].is_null(), "{past:?}");
    let lift = format!("/api/v1/moderation/sanctions/{}?site=courier", id_of(&past[0]));
    assert_eq!(app.delete(&lift, &ines).await.status, 404, "it is over");
    app
}

async fn a_ban_follows_its_address_to_a_new_account(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let ban = app.imposes(&ines, &ada, json!({"site": "courier", "kind": "ban", "reason": "Insults."})).await;
    let leave = app.send("DELETE", "/api/v1/me", Some(&ada), Some(json!({"password": PASSWORD}))).await;
    assert_eq!(leave.status, 204, "{}", leave.body);
    let again = json!({"email": "ADA@readers.example", "password": PASSWORD, "display_name": "Adele"});
    assert_eq!(app.post("/api/v1/accounts", None, again).await.status, 202);
    let token = app.mailed_token("ADA@readers.example", "/account/verify?").await;
    assert_eq!(app.post("/api/v1/accounts/verify", None, json!({"token": token})).await.status, 204);
    let adele = app.sign_in("ada@readers.example").await;
    let refused = app.comments_as(&adele, "It is me, Adele.").await;
    assert_eq!((refused.status, &refused.body["findings"][0]["check"]), (422, &json!("sanction")), "{}", refused.body);
    let own = app.get("/api/v1/me/sanctions", Some(&adele)).await.body["items"].clone();
    assert_eq!((&own[0]["reason"], &own[0]["active"]), (&json!("Insults."), &json!(true)), "{own}");
    let guest = json!({"name": "Adele", "email": "ada@readers.example"});
    let guest = app.post(COMMENTS, None, json!({"url": ARTICLE, "body": "I am not her.", "guest": guest})).await;
    assert_eq!(guest.status, 201, "what a guest claims to be is nobody's sanction: {}", guest.body);

    let lift = format!("/api/v1/moderation/sanctions/{}?site=courier", id_of(&ban));
    assert_eq!(app.delete(&lift, &ines).await.status, 204);
    assert_eq!(app.comments_as(&adele, "It is me, Adele, again.").await.status, 201);
    app
}

async fn only_administrators_take_measures_everywhere(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.site("herald", Policy::Open).await;
    let (ines, otto) = (app.moderator("courier", "Ines").await, app.moderator("herald", "Otto").await);
    let (root, ada) = (app.administrator("Rosa").await, app.reader("Ada").await);
    let ban = json!({"everywhere": true, "kind": "ban", "reason": "Everywhere the same."});
    let path = format!("/api/v1/moderation/accounts/{}/sanctions", ada.account_id(&app).await);
    assert_eq!(app.post(&path, Some(&ines), ban.clone()).await.status, 403);
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
    app
}

async fn a_sites_sanctions_are_read_page_by_page(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.site("herald", Policy::Open).await;
    let (ines, otto) = (app.moderator("courier", "Ines").await, app.moderator("herald", "Otto").await);
    let ada = app.reader("Ada").await;
    for number in 0..5 {
        let watch = json!({"site": "courier", "kind": "premoderate", "reason": format!("Reason {number}.")});
        app.imposes(&ines, &ada, watch).await;
    }
    let elsewhere = json!({"site": "herald", "kind": "premoderate", "reason": "Another house."});
    app.imposes(&otto, &ada, elsewhere).await;
    let lists = [
        "/api/v1/moderation/sanctions?site=courier".to_owned(),
        format!("/api/v1/moderation/accounts/{}/sanctions?site=courier", ada.account_id(&app).await),
    ];
    for list in lists {
        assert_eq!(app.get(&list, Some(&otto)).await.status, 403);
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = app.get(&format!("{list}&limit=2{cursor}"), Some(&ines)).await;
            for item in page.body["items"].as_array().expect("a list") {
                assert_eq!(item["created_by"], "Ines");
                seen.push(item["reason"].as_str().expect("a reason").to_owned());
            }
            match page.body["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen, ["Reason 4.", "Reason 3.", "Reason 2.", "Reason 1.", "Reason 0."]);
    }
    app
}

/// The purge of the site's newest sanction, once it is in that state.
async fn purged(app: &TestApp, staff: &Person, state: &str) -> Value {
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
        reason: postil::model::decision::Reason::Abuse,
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
