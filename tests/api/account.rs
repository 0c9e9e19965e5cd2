//! One's own account: its name, password and address, where it is signed in, and the programs that act for it.

use postil::auth::{OpaqueToken, TokenPrefix};
use postil::model::site::Policy;
use postil::model::time::{DAY, SECOND};
use postil::store::StoreError;
use postil::store::api_tokens::{self, ApiToken};
use serde_json::{Value, json};

use crate::app::{ARTICLE, Answer, PASSWORD, Person, TestApp, on_both_databases};

on_both_databases!(
    a_reader_takes_another_name,
    a_new_password_ends_what_the_old_one_opened,
    an_account_moves_to_another_address,
    an_address_in_use_is_not_given_away,
    a_session_is_ended_from_another_one,
    an_api_token_acts_within_its_scopes,
    notifications_change_by_name,
    one_reads_all_of_ones_own_comments,
    an_export_has_what_was_written,
    whoever_leaves_leaves_the_threads_shape,
    the_last_administrator_stays,
);

const ME: &str = "/api/v1/me";
const COMMENTS: &str = "/api/v1/sites/courier/comments";
const NEW_PASSWORD: &str = "eleven gulls on the pier";

fn comment(body: &str) -> Value {
    json!({"url": ARTICLE, "title": "Harbour", "body": body})
}

fn field_of(answer: &Answer) -> (u16, &Value) {
    (answer.status, &answer.body["errors"][0]["field"])
}

async fn a_reader_takes_another_name(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let ada = app.reader("Ada").await;
    app.post(COMMENTS, Some(&ada), comment("Under my old name.")).await;
    assert_eq!(app.thread().await[0]["author"]["name"], "Ada");
    let renamed = app.patch(ME, &ada, json!({"display_name": " Ada  Lovelace "})).await;
    assert_eq!((renamed.status, renamed.text("display_name")), (200, "Ada Lovelace"), "{}", renamed.body);
    assert_eq!(app.get(ME, Some(&ada)).await.body, renamed.body);
    assert_eq!(app.thread().await[0]["author"]["name"], "Ada Lovelace");
    for imitation in ["1nes", "M0derator", "x", "Ada\u{200b}Lee"] {
        let refused = app.patch(ME, &ada, json!({"display_name": imitation})).await;
        assert_eq!(field_of(&refused), (422, &json!("display_name")), "{imitation}");
    }
    let own = app.patch(ME, &ines, json!({"display_name": "INES"})).await;
    assert_eq!((own.status, own.text("display_name")), (200, "INES"), "one's own name is no imitation");
    assert_eq!(app.patch(ME, &ada, json!({"role": "administrator"})).await.status, 422);
    assert_eq!(app.get(ME, None).await.status, 401);
    app
}

async fn a_new_password_ends_what_the_old_one_opened(app: TestApp) -> TestApp {
    let ada = app.reader("Ada").await;
    let email = "Ada@readers.example";
    let elsewhere = app.sign_in(email).await;
    let token = app.api_token(&ada, &["comment"]).await;
    let moving = json!({"email": {"new": "thief@elsewhere.example", "password": PASSWORD}});
    assert_eq!(app.patch(ME, &elsewhere, moving).await.status, 200);
    let link = app.mailed_token("thief@elsewhere.example", "/account/address?").await;
    app.post("/api/v1/password-resets", None, json!({"email": email})).await;
    let reset = app.mailed_token(email, "/account/reset?").await;

    let change = |current: &str, new: &str| json!({"password": {"current": current, "new": new}});
    let wrong = app.patch(ME, &ada, change("not the right one", NEW_PASSWORD)).await;
    assert_eq!(field_of(&wrong), (422, &json!("password.current")));
    assert_eq!(field_of(&app.patch(ME, &ada, change(PASSWORD, "short")).await), (422, &json!("password.new")));
    assert_eq!(app.get(ME, Some(&elsewhere)).await.status, 200, "nothing has changed yet");
    let changed = app.patch(ME, &ada, change(PASSWORD, NEW_PASSWORD)).await;
    assert_eq!((changed.status, &changed.body["email_pending"]), (200, &json!(false)), "{}", changed.body);

    assert_eq!(app.get(ME, Some(&ada)).await.status, 200, "the session it was changed from goes on");
    assert_eq!(app.get(ME, Some(&elsewhere)).await.status, 401);
    assert_eq!(app.get(ME, Some(&token)).await.status, 401);
    let verify = app.post("/api/v1/accounts/verify-address", None, json!({"token": link})).await;
    assert_eq!(verify.status, 422, "the link to another address is useless");
    let confirm = json!({"token": reset, "password": "nine cranes above the lock"});
    assert_eq!(app.post("/api/v1/password-resets/confirm", None, confirm).await.status, 422);
    app.mail_to(email, "was changed").await;
    let sign_in = |password: &str| json!({"email": email, "password": password});
    assert_eq!(app.post("/api/v1/sessions", None, sign_in(PASSWORD)).await.status, 401);
    assert_eq!(app.post("/api/v1/sessions", None, sign_in(NEW_PASSWORD)).await.status, 201);
    app
}

async fn an_account_moves_to_another_address(app: TestApp) -> TestApp {
    let ada = app.reader("Ada").await;
    let (old, new) = ("Ada@readers.example", "ada@home.example");
    let change = |address: &str, password: &str| json!({"email": {"new": address, "password": password}});
    let wrong = app.patch(ME, &ada, change(new, "not the right one")).await;
    assert_eq!(field_of(&wrong), (422, &json!("email.password")));
    let asked = app.patch(ME, &ada, change("typo@home.example", PASSWORD)).await;
    assert_eq!((asked.text("email"), &asked.body["email_pending"]), (old, &json!(true)));
    let first = app.mailed_token("typo@home.example", "/account/address?").await;
    app.patch(ME, &ada, change(new, PASSWORD)).await;
    app.mail_to(old, "another address").await;
    let token = app.mailed_token(new, "/account/address?").await;

    let verify = "/api/v1/accounts/verify-address";
    assert_eq!(app.post(verify, None, json!({"token": first})).await.status, 422, "only the latest link works");
    assert_eq!(app.post("/api/v1/accounts/verify", None, json!({"token": token})).await.status, 422);
    assert_eq!(app.post(verify, None, json!({"token": token})).await.status, 204);
    assert_eq!(app.post(verify, None, json!({"token": token})).await.status, 422, "it works once");
    let moved = app.get(ME, Some(&ada)).await;
    assert_eq!((moved.text("email"), &moved.body["email_pending"]), (new, &json!(false)));
    let sign_in = |email: &str| json!({"email": email, "password": PASSWORD});
    assert_eq!(app.post("/api/v1/sessions", None, sign_in(old)).await.status, 401);
    assert_eq!(app.post("/api/v1/sessions", None, sign_in(new)).await.status, 201);

    for _ in 2..5 {
        assert_eq!(app.patch(ME, &ada, change("x@home.example", PASSWORD)).await.status, 200);
    }
    let flood = app.patch(ME, &ada, change("y@home.example", PASSWORD)).await;
    assert_eq!(field_of(&flood), (422, &json!("email.new")), "nobody is flooded through us");
    app
}

async fn an_address_in_use_is_not_given_away(app: TestApp) -> TestApp {
    let ada = app.reader("Ada").await;
    let ben = app.reader("Ben").await;
    let change = |address: &str| json!({"email": {"new": address, "password": PASSWORD}});
    let free = app.patch(ME, &ada, change("nobody@readers.example")).await;
    let taken = app.patch(ME, &ada, change("BEN@readers.example")).await;
    assert_eq!((free.status, free.body), (taken.status, taken.body));
    let token = app.mailed_token("BEN@readers.example", "/account/address?").await;
    let verify = "/api/v1/accounts/verify-address";
    let used = app.post(verify, None, json!({"token": token})).await;
    let bad = app.post(verify, None, json!({"token": "x"})).await;
    assert_eq!((used.status, &used.body), (422, &bad.body));
    assert_eq!(app.get(ME, Some(&ben)).await.text("email"), "Ben@readers.example");
    assert_eq!(app.get(ME, Some(&ada)).await.text("email"), "Ada@readers.example");
    app
}

async fn a_session_is_ended_from_another_one(app: TestApp) -> TestApp {
    let ada = app.reader("Ada").await;
    let ben = app.reader("Ben").await;
    let phone = app.sign_in("ada@readers.example").await;
    let listed = app.get("/api/v1/sessions", Some(&phone)).await;
    let current: Vec<&Value> =
        listed.body["items"].as_array().expect("a list").iter().map(|it| &it["current"]).collect();
    assert_eq!(current, [&json!(true), &json!(false)], "newest first: {}", listed.body);
    let id = |index: usize| listed.body["items"][index]["id"].as_str().expect("an id");
    let other = format!("/api/v1/sessions/{}", id(1));
    assert_eq!(app.delete(&other, &ben).await.status, 404, "somebody else's session is not there");
    assert_eq!(app.delete(&other, &phone).await.status, 204);
    assert_eq!(app.delete(&other, &phone).await.status, 404);
    assert_eq!(app.get(ME, Some(&ada)).await.status, 401, "at once");
    let refresh = json!({"refresh_token": ada.refresh_token});
    assert_eq!(app.post("/api/v1/sessions/refresh", None, refresh).await.status, 401);
    let left = app.get("/api/v1/sessions", Some(&phone)).await;
    assert_eq!(left.body["items"], json!([listed.body["items"][0]]));
    app
}

impl TestApp {
    async fn thread(&self) -> Value {
        self.get(&format!("{COMMENTS}?url={ARTICLE}"), None).await.body["items"].clone()
    }

    /// Publishes a comment; its id.
    async fn says(&self, who: &Person, parent: Option<&str>, body: &str) -> String {
        let posted = self.post(COMMENTS, Some(who), json!({"url": ARTICLE, "parent_id": parent, "body": body})).await;
        assert_eq!(posted.status, 201, "{}", posted.body);
        posted.text("id").to_owned()
    }

    async fn votes_for(&self, who: &Person, comment: &str) {
        let voted = self.put(&format!("/api/v1/comments/{comment}/vote"), who, json!({"value": 1})).await;
        assert_eq!(voted.status, 200, "{}", voted.body);
    }

    async fn leaves(&self, who: &Person, password: &str) -> Answer {
        self.send("DELETE", ME, Some(who), Some(json!({"password": password}))).await
    }

    /// A program that shows an API token of the person's.
    async fn api_token(&self, owner: &Person, scopes: &[&str]) -> Person {
        let made = self.post("/api/v1/me/tokens", Some(owner), json!({"name": "Program", "scopes": scopes})).await;
        assert_eq!(made.status, 201, "{}", made.body);
        Person { token: made.text("token").to_owned(), refresh_token: String::new() }
    }
}

async fn an_api_token_acts_within_its_scopes(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let reading = app.api_token(&ines, &[]).await;
    let writing = app.api_token(&ines, &["comment"]).await;
    let deciding = app.api_token(&ines, &["moderate"]).await;
    let ruling = app.api_token(&ines, &["administer"]).await;

    for program in [&reading, &deciding, &ruling] {
        assert_eq!(app.post(COMMENTS, Some(program), comment("By a program.")).await.status, 403);
    }
    assert_eq!(app.post(COMMENTS, Some(&writing), comment("By a program.")).await.status, 201);
    let guest = json!({"url": ARTICLE, "body": "May I come in?", "guest": {"name": "Gus"}});
    let held = app.post(COMMENTS, None, guest).await;
    assert_eq!(held.status, 202, "{}", held.body);
    let decisions = format!("/api/v1/moderation/comments/{}/decisions", held.text("id"));
    let approve = json!({"action": "approve", "revision": 1});
    for program in [&reading, &writing, &ruling] {
        assert_eq!(app.get(ME, Some(program)).await.status, 200, "every token reads");
        assert_eq!(app.post(&decisions, Some(program), approve.clone()).await.status, 403);
    }
    assert_eq!(app.post(&decisions, Some(&deciding), approve).await.status, 201);
    let rules = "/api/v1/sites/courier/rules";
    assert_eq!(app.put(rules, &deciding, json!({"policy": "open"})).await.status, 403);
    assert_eq!(app.put(rules, &ruling, json!({"policy": "open"})).await.status, 200);
    assert_eq!(
        app.patch("/api/v1/sites/courier", &ruling, json!({})).await.status,
        403,
        "no more than the account may"
    );
    for (method, path, body) in [
        ("POST", "/api/v1/me/tokens", Some(json!({"name": "Another", "scopes": []}))),
        ("GET", "/api/v1/me/tokens", None),
        ("GET", "/api/v1/sessions", None),
        ("PATCH", ME, Some(json!({"display_name": "Somebody"}))),
        ("PATCH", "/api/v1/me/notifications", Some(json!({"replies": "off"}))),
        ("DELETE", "/api/v1/sessions/current", None),
    ] {
        assert_eq!(app.send(method, path, Some(&ruling), body).await.status, 403, "{method} {path}");
    }
    tokens_end(&app, &ines, &writing).await;
    app.is_healthy().await;
    app
}

async fn tokens_end(app: &TestApp, ines: &Person, writing: &Person) {
    let tokens = "/api/v1/me/tokens";
    let mut listed = app.get(tokens, Some(ines)).await;
    // The use is noted beside the request.
    for _ in 0..1_000 {
        if listed.body["items"][2]["last_used_at"].is_string() {
            break;
        }
        listed = app.get(tokens, Some(ines)).await;
    }
    assert!(listed.body["items"][2]["last_used_at"].is_string(), "{}", listed.body);
    let items = listed.body["items"].as_array().expect("a list");
    assert_eq!((items.len(), &items[2]["scopes"]), (4, &json!(["comment"])));
    assert!(items.iter().all(|item| item.get("token").is_none()), "a token is shown once");
    let own = format!("{tokens}/{}", items[2]["id"].as_str().expect("an id"));
    let stranger = app.reader("Ada").await;
    assert_eq!(app.delete(&own, &stranger).await.status, 404);
    assert_eq!(app.delete(&own, ines).await.status, 204);
    assert_eq!(app.delete(&own, ines).await.status, 404);
    assert_eq!(app.get(ME, Some(writing)).await.status, 401);
    assert_eq!(app.get(tokens, Some(ines)).await.body["items"].as_array().expect("a list").len(), 3);
    let expired = expired_token(app, ines).await;
    assert_eq!(app.get(ME, Some(&expired)).await.status, 401);
    let forever = json!({"name": "Forever", "scopes": [], "expires_in_days": 367});
    assert_eq!(field_of(&app.post(tokens, Some(ines), forever).await), (422, &json!("expires_in_days")));
    let unknown = json!({"name": "Unknown", "scopes": ["everything"]});
    assert_eq!(app.post(tokens, Some(ines), unknown).await.status, 422);
    for _ in 3..50 {
        app.api_token(ines, &[]).await;
    }
    assert_eq!(app.post(tokens, Some(ines), json!({"name": "One more", "scopes": []})).await.status, 409);
}

async fn expired_token(app: &TestApp, owner: &Person) -> Person {
    let secret = OpaqueToken::generate(TokenPrefix::Api);
    let hash = OpaqueToken::hash(secret.expose());
    let now = app.service.clock.now();
    let token = ApiToken {
        id: app.service.ids.next(now),
        account_id: owner.account_id(app).await.parse().expect("an id"),
        name: "Yesterday's".to_owned(),
        scopes: "comment".to_owned(),
        created_at: now.plus(-DAY),
        expires_at: now.plus(-SECOND),
        last_used_at: None,
    };
    let kept = app.service.store.write::<_, StoreError, _>(move |tx| api_tokens::insert(tx, &token, &hash)).await;
    kept.expect("a token");
    Person { token: secret.expose().to_owned(), refresh_token: String::new() }
}

async fn notifications_change_by_name(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ada = app.reader("Ada").await;
    let path = "/api/v1/me/notifications";
    let all = json!({
        "replies": "at_once", "follows": "hourly", "mentions": "at_once", "decisions": "at_once", "reports": "at_once",
        "waiting": "at_once", "targets": "at_once", "figures": "weekly", "sites": {}, "quiet_hours": null,
        "time_zone": "UTC", "locale": null,
    });
    assert_eq!(app.get(path, Some(&ada)).await.body, all);
    let changed = app.patch(path, &ada, json!({"replies": "off"})).await;
    let mut expected = all;
    expected["replies"] = json!("off");
    assert_eq!(changed.body, expected);
    assert_eq!(app.get(path, Some(&ada)).await.body, changed.body);
    let more = json!({"quiet_hours": {"from": "22:00", "to": "07:00"}, "time_zone": "Europe/Berlin", "locale": "de",
        "sites": {"courier": {"spam": "daily"}}});
    for (name, value) in app.patch(path, &ada, more.clone()).await.body.as_object().expect("an object") {
        assert_eq!(value, more.get(name).unwrap_or(&expected[name]), "{name}");
    }
    for (wrong, field) in [
        (json!({"digest": true}), "digest"),
        (json!({"replies": "sometimes"}), "replies"),
        (json!({"figures": "daily"}), "figures"),
        (json!({"time_zone": "Mars/Olympus"}), "time_zone"),
    ] {
        let refused = app.patch(path, &ada, wrong).await;
        assert_eq!((refused.status, &refused.body["errors"][0]["field"]), (422, &json!(field)), "{}", refused.body);
    }
    app
}

async fn one_reads_all_of_ones_own_comments(app: TestApp) -> TestApp {
    app.site("courier", Policy::FirstTime).await;
    let ada = app.reader("Ada").await;
    for body in ["The *first*.", "The second.", "The third."] {
        assert_eq!(app.post(COMMENTS, Some(&ada), comment(body)).await.status, 202);
    }
    let first = app.get("/api/v1/me/comments?limit=2", Some(&ada)).await;
    assert_eq!(first.body["items"][0]["body"], "The third.");
    let next = format!("/api/v1/me/comments?limit=2&cursor={}", first.text("next"));
    let rest = app.get(&next, Some(&ada)).await;
    let [only] = rest.body["items"].as_array().expect("a list").as_slice() else { panic!("{}", rest.body) };
    assert_eq!((&only["body"], &only["status"]), (&json!("The *first*."), &json!("pending")));
    assert_eq!((&only["thread"]["url"], &only["thread"]["title"]), (&json!(ARTICLE), &json!("Harbour")));
    assert_eq!(rest.body["next"], Value::Null);
    let ben = app.reader("Ben").await;
    assert_eq!(app.get("/api/v1/me/comments", Some(&ben)).await.body["items"], json!([]));
    app
}

async fn an_export_has_what_was_written(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ada = app.reader("Ada").await;
    let ben = app.reader("Ben").await;
    let program = app.api_token(&ada, &["comment"]).await;
    let own = app.says(&ada, None, "What I said first.").await;
    let edited = app.patch(&format!("/api/v1/comments/{own}"), &ada, json!({"body": "What I say now."})).await;
    assert_eq!(edited.status, 200, "{}", edited.body);
    let other = app.says(&ben, Some(&own), "Said by somebody else.").await;
    app.votes_for(&ada, &other).await;
    app.mail_to("Ada@readers.example", &format!("#comment-{other}")).await;

    let export = app.get("/api/v1/me/export", Some(&ada)).await;
    assert_eq!(export.status, 200, "{}", export.body);
    assert!(export.header("content-disposition").starts_with("attachment; filename="));
    let document = &export.body;
    assert_eq!((&document["account"]["email"], &document["complete"]), (&json!("Ada@readers.example"), &json!(true)));
    let [comment] = document["comments"].as_array().expect("comments").as_slice() else { panic!("{document}") };
    assert_eq!((&comment["url"], &comment["status"]), (&json!(ARTICLE), &json!("published")));
    let said: Vec<&Value> = comment["revisions"].as_array().expect("a list").iter().map(|it| &it["body"]).collect();
    assert_eq!(said, ["What I said first.", "What I say now."]);
    assert_eq!((&document["votes"][0]["comment_id"], &document["votes"][0]["value"]), (&json!(other), &json!(1)));
    assert_eq!(document["sessions"].as_array().map(Vec::len), Some(1));
    assert_eq!(document["api_tokens"][0]["scopes"], "comment");
    assert!(document["decisions"].as_array().expect("a list").iter().all(|it| it["comment_id"] == json!(own)));
    let kinds: Vec<&Value> = document["mails"].as_array().expect("a list").iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, ["reply", "welcome"]);
    let text = document.to_string();
    for secret in ["argon2", program.token.as_str(), "somebody else", "Ben"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert_eq!(app.get("/api/v1/me/export", Some(&program)).await.status, 403);
    app
}

async fn whoever_leaves_leaves_the_threads_shape(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ada = app.reader("Ada").await;
    let ben = app.reader("Ben").await;
    let root = app.says(&ada, None, "I was there.").await;
    let reply = app.says(&ben, Some(&root), "So was I.").await;
    app.says(&ada, Some(&reply), "Then we have met.").await;
    let alone = app.says(&ben, None, "Nobody answers me.").await;
    app.votes_for(&ada, &alone).await;
    app.votes_for(&ben, &root).await;
    let elsewhere = app.sign_in("ada@readers.example").await;
    let program = app.api_token(&ada, &["comment", "administer"]).await;
    assert_eq!(app.thread().await[0]["score"], 1);

    assert_eq!(field_of(&app.leaves(&ada, "not the right one").await), (422, &json!("password")));
    assert_eq!(app.leaves(&program, PASSWORD).await.status, 403);
    assert_eq!(app.leaves(&ada, PASSWORD).await.status, 204);
    for gone in [&ada, &elsewhere, &program] {
        assert_eq!(app.get(ME, Some(gone)).await.status, 401);
    }
    let sign_in = json!({"email": "ada@readers.example", "password": PASSWORD});
    assert_eq!(app.post("/api/v1/sessions", None, sign_in).await.status, 401);

    let thread = app.thread().await;
    assert_eq!((&thread[0]["id"], &thread[0]["score"]), (&json!(alone), &json!(0)), "the vote went with its voter");
    let tombstone = &thread[1];
    assert_eq!((&tombstone["author"], &tombstone["body_html"]), (&Value::Null, &json!("")));
    assert_eq!((&tombstone["status"], &tombstone["reply_count"]), (&json!("deleted"), &json!(1)));
    assert_eq!(tombstone["replies"][0]["body_html"], "<p>So was I.</p>");
    assert_eq!(tombstone["replies"][0]["replies"], json!([]), "what nothing stands below is gone");
    assert!(!thread.to_string().contains("Ada"));
    let counted = app.get(&format!("/api/v1/sites/courier/counts?url={ARTICLE}"), None).await;
    assert_eq!(counted.body["items"][0]["count"], 2);
    app.is_healthy().await;
    app
}

async fn the_last_administrator_stays(app: TestApp) -> TestApp {
    let rosa = app.administrator("Rosa").await;
    assert_eq!(app.leaves(&rosa, PASSWORD).await.status, 409);
    let otto = app.administrator("Otto").await;
    let (one, other) = tokio::join!(app.leaves(&rosa, PASSWORD), app.leaves(&otto, PASSWORD));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409], "not even at the same moment");
    app
}
