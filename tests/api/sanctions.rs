//! Measures against accounts, guests and networks, from the mail that tells of them to their end.

use postil::actions::keep_house;
use postil::clock::Clock;
use postil::model::site::Policy;
use postil::model::time::{HOUR, MINUTE};
use serde_json::{Value, json};

use crate::app::{ARTICLE, Answer, PASSWORD, Person, TestApp, on_both_databases, on_both_databases_with_a_clock};

on_both_databases!(
    a_warning_is_acknowledged_before_the_next_comment,
    what_the_muted_write_nobody_else_sees,
    a_guest_is_sanctioned_by_way_of_a_comment,
    a_ban_follows_its_address_to_a_new_account,
    a_sites_sanctions_are_read_page_by_page,
);
on_both_databases_with_a_clock!(a_suspension_ends_by_itself);

pub const COMMENTS: &str = "/api/v1/sites/courier/comments";
pub const ADA: &str = "Ada@readers.example";

impl TestApp {
    pub async fn comments_as(&self, who: &Person, body: &str) -> Answer {
        self.post(COMMENTS, Some(who), json!({"url": ARTICLE, "body": body})).await
    }

    pub async fn guest_comments(&self, name: &str, body: &str, from: &str) -> Answer {
        let guest = json!({"name": name, "email": format!("{name}@guests.example")});
        let comment = json!({"url": ARTICLE, "body": body, "guest": guest});
        self.send_with(&[("X-Forwarded-For", from)], "POST", COMMENTS, None, Some(comment)).await
    }

    pub async fn imposes(&self, staff: &Person, on: &Person, sanction: Value) -> Value {
        let path = format!("/api/v1/moderation/accounts/{}/sanctions", on.account_id(self).await);
        let answer = self.post(&path, Some(staff), sanction).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body
    }

    pub async fn imposes_by(&self, staff: &Person, comment: &str, sanction: Value) -> Answer {
        self.post(&format!("/api/v1/moderation/comments/{comment}/sanctions"), Some(staff), sanction).await
    }

    pub async fn shown(&self) -> Value {
        self.get(&format!("{COMMENTS}?url={ARTICLE}"), None).await.body["items"].clone()
    }

    pub async fn counted(&self) -> Value {
        self.get(&format!("/api/v1/sites/courier/counts?url={ARTICLE}"), None).await.body["items"][0]["count"].clone()
    }

    pub async fn of_courier(&self, staff: &Person, rest: &str) -> Vec<Value> {
        let listed = self.get(&format!("/api/v1/moderation/sanctions?site=courier{rest}"), Some(staff)).await;
        assert_eq!(listed.status, 200, "{}", listed.body);
        listed.body["items"].as_array().expect("a list").clone()
    }
}

pub fn id_of(body: &Value) -> &str {
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
    assert!(mail.contains("> No names,") && mail.contains("/u/warning?token="));

    let refused = app.comments_as(&ada, "And so is the mayor.").await;
    assert_eq!((refused.status, refused.text("type")), (403, "urn:postil:problem:warning"), "{}", refused.body);
    assert!(refused.body["findings"][0]["message"].as_str().is_some_and(|it| it.contains("No names")));
    let named = &refused.body["warnings"][0];
    assert_eq!((&named["id"], &named["reason"]), (&warning["id"], &json!("No names,\nplease.")), "{}", refused.body);
    let acknowledge = named["acknowledge"].as_str().expect("an address").to_owned();
    assert!(refused.text("detail").contains(&acknowledge), "{}", refused.body);
    let mended = app.patch(&format!("/api/v1/comments/{}", before.text("id")), &ada, json!({"body": "Sorry."})).await;
    assert_eq!(mended.status, 200, "what it is about can be mended: {}", mended.body);

    let own = app.get("/api/v1/me/sanctions", Some(&ada)).await.body["items"].clone();
    let told = (&own[0]["kind"], &own[0]["reason"], &own[0]["active"], &own[0]["site_name"]);
    assert_eq!(told, (&json!("warn"), &json!("No names,\nplease."), &json!(true), &json!("The courier")));
    assert_eq!(app.get("/api/v1/me/sanctions", Some(&ben)).await.body["items"], json!([]));
    assert_eq!(app.send("POST", &acknowledge, None, None).await.status, 401);
    assert_eq!(app.send("POST", &acknowledge, Some(&ben), None).await.status, 404, "nobody reads it for another");
    for _ in 0..2 {
        assert_eq!(app.send("POST", &acknowledge, Some(&ada), None).await.status, 204);
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
    let path = format!("/api/v1/comments/{}", said.text("id"));
    let old = app.patch(&path, &ada, json!({"body": "LOUD!"})).await;
    assert_eq!((old.status, old.text("status")), (200, "published"), "{}", old.body);
    assert_eq!((app.get(&path, Some(&ben)).await.status, app.counted().await), (404, json!(1)), "not changed unseen");
    let aside = json!({"url": ARTICLE, "parent_id": reply.text("id"), "body": "He told me so."});
    assert_eq!(app.post(COMMENTS, Some(&ben), aside.clone()).await.status, 422, "there is nothing to reply to");
    let aside = app.post(COMMENTS, Some(&ada), aside).await;
    assert_eq!((aside.status, aside.text("status")), (201, "published"), "{}", aside.body);
    app.is_healthy().await;

    let lift = format!("/api/v1/moderation/sanctions/{}", id_of(&mute));
    assert_eq!(app.delete(&lift, &ines).await.status, 204);
    app.mail_to(ADA, "Everybody can see again").await;
    let below = json!({"url": ARTICLE, "parent_id": aside.text("id"), "body": "And her too."});
    let below = app.post(COMMENTS, Some(&ada), below).await;
    assert_eq!(app.get(&format!("/api/v1/comments/{}", below.text("id")), Some(&ines)).await.text("status"), "muted");
    assert_eq!((app.counted().await, app.shown().await.to_string().contains("neighbour")), (json!(1), false));
    assert!(app.mails_to("Ben@readers.example").iter().all(|mail| !mail.contains("neighbour")), "no mail of it");
    let approve = json!({"action": "approve", "revision": 2});
    let path = format!("/api/v1/moderation/comments/{}/decisions", reply.text("id"));
    assert_eq!(app.post(&path, Some(&ines), approve).await.status, 201);
    assert_eq!((app.counted().await, app.shown().await.to_string().contains("neighbour")), (json!(2), true));
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

async fn a_suspension_ends_by_itself(app: TestApp, clock: Clock) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    let bens = app.comments_as(&app.reader("Ben").await, "Who paid for it?").await;
    let until = clock.now().plus(2 * HOUR);
    let suspend = json!({"site": "courier", "kind": "suspend", "until": until, "reason": "A day off."});
    app.imposes(&ines, &ada, suspend).await;
    let mail = app.mail_to(ADA, "you can neither comment nor vote").await;
    assert!(mail.contains("This lasts until ") && mail.contains("> A day off."), "{mail}");
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
    app.mail_to(ADA, "has run out").await;
    let told = app.mails_to(ADA).into_iter().filter(|mail| mail.contains("has run out"));
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
