//! The pages of an account, as a browser without scripts uses them.

use postil::model::site::Policy;
use serde_json::json;

use crate::app::{ARTICLE, PASSWORD, Person, TestApp, on_both_databases};
use crate::pages::{Browser, Page};

on_both_databases!(
    whoever_signs_up_goes_on_where_they_were,
    nobody_learns_which_addresses_are_known,
    a_wrong_form_comes_back_with_what_was_written,
    a_forgotten_password_is_asked_for,
    an_account_is_renamed_moved_and_given_a_new_password,
    a_session_is_ended_elsewhere,
    what_is_mailed_is_chosen,
    follows_and_ignored_people_are_let_go,
    news_are_read,
    a_warning_is_acknowledged_and_a_measure_explained,
    an_author_appeals_from_the_list_of_comments,
    everything_is_taken_along_and_the_account_deleted,
    forms_from_elsewhere_do_nothing,
    pages_speak_the_readers_language,
);

const NEW_PASSWORD: &str = "eleven gulls on the pier";
const NEXT: &str = "/embed/courier?url=https%3A%2F%2Fnews.example%2F2026%2Fharbour";

/// What the page's first form carries to show that it is from here.
fn csrf(page: &Page) -> String {
    let after = page.html.split("name=\"csrf\" value=\"").nth(1).unwrap_or_else(|| panic!("no form: {}", page.html));
    after.split('"').next().expect("a value").to_owned()
}

impl Browser {
    /// Sends the form of the page at `path` to `action`.
    async fn sends(&self, path: &str, action: &str, fields: &[(&str, &str)]) -> Page {
        let csrf = csrf(&self.get(path).await);
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        self.submit(action, &all).await
    }

    async fn signs_in(&self, email: &str, password: &str) -> Page {
        self.sends("/account/sign-in", "/account/sign-in", &[("email", email), ("password", password)]).await
    }
}

/// A reader, signed in by the API and in a browser.
async fn reader(app: &TestApp, name: &str) -> (Person, Browser) {
    let person = app.reader(name).await;
    let browser = Browser::new(app);
    let answer = browser.signs_in(&format!("{name}@readers.example"), PASSWORD).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/account"), "{}", answer.html);
    (person, browser)
}

fn led_to(page: &Page, address: &str) {
    assert_eq!((page.status, page.header("location")), (303, address), "{}", page.html);
}

async fn whoever_signs_up_goes_on_where_they_were(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    // Where nobody has an account yet, the service asks to be set up first.
    app.moderator("courier", "Ines").await;
    let browser = Browser::new(&app);
    let encoded: String = url::form_urlencoded::byte_serialize(NEXT.as_bytes()).collect();
    let sign_in = browser.get(&format!("/account/sign-in?next={encoded}")).await;
    let sign_up = format!("/account/sign-up?next={encoded}");
    assert!(sign_in.has(&sign_up) && sign_in.has(&format!("/account/forgot?next={encoded}")), "{}", sign_in.html);
    let fields = [("display_name", "Ada"), ("email", "ada@readers.example"), ("password", PASSWORD), ("next", NEXT)];
    let sent = browser.sends(&sign_up, "/account/sign-up", &fields).await;
    led_to(&sent, &format!("/account/sign-up?sent=yes&next={encoded}"));
    let sent = browser.get(sent.header("location")).await;
    assert!(sent.status == 200 && sent.has("Look into your mailbox") && sent.has(&encoded), "{}", sent.html);
    assert_eq!(browser.signs_in("ada@readers.example", PASSWORD).await.status, 401, "the link was not used yet");

    let token = app.mailed_token("ada@readers.example", "/account/verify?").await;
    let done = browser.submit("/account/verify", &[("token", &token)]).await;
    let on = format!("/account/sign-in?next={encoded}");
    assert!(done.status == 200 && done.has("Your account is ready") && done.has(&on), "{}", done.html);
    let fields = [("email", "ada@readers.example"), ("password", PASSWORD), ("next", NEXT)];
    led_to(&browser.sends(&on, "/account/sign-in", &fields).await, NEXT);
    led_to(&browser.get(&sign_up).await, NEXT);

    // Nobody is sent to somebody else's site by an account that was made here.
    let stranger = Browser::new(&app);
    let evil = "https://evil.example/";
    let fields = [("display_name", "Eve"), ("email", "eve@readers.example"), ("password", PASSWORD), ("next", evil)];
    led_to(&stranger.sends("/account/sign-up", "/account/sign-up", &fields).await, "/account/sign-up?sent=yes");
    let token = app.mailed_token("eve@readers.example", "/account/verify?").await;
    let done = stranger.submit("/account/verify", &[("token", &token)]).await;
    assert!(done.has("href=\"/account/sign-in\"") && !done.has("evil"), "{}", done.html);
    let page = stranger.get("/account/sign-up?next=%2F%2Fevil.example&sent=yes").await;
    assert!(page.status == 200 && !page.has("evil"), "{}", page.html);
    app
}

async fn nobody_learns_which_addresses_are_known(app: TestApp) -> TestApp {
    app.reader("ada").await;
    let mut answers = Vec::new();
    for email in ["ada@readers.example", "nobody@readers.example"] {
        let browser = Browser::new(&app);
        let fields = [("display_name", "A new name"), ("email", email), ("password", PASSWORD)];
        let up = browser.sends("/account/sign-up", "/account/sign-up", &fields).await;
        let forgot = browser.sends("/account/forgot", "/account/forgot", &[("email", email)]).await;
        let page = browser.get(forgot.header("location")).await;
        answers.push((up.status, up.header("location").to_owned(), forgot.status, page.html));
    }
    assert_eq!(answers.first(), answers.last());
    app
}

async fn a_wrong_form_comes_back_with_what_was_written(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.moderator("courier", "Ines").await;
    let browser = Browser::new(&app);
    let fields = [("display_name", "Inès"), ("email", "nowhere"), ("password", "short"), ("next", NEXT)];
    let page = browser.sends("/account/sign-up", "/account/sign-up", &fields).await;
    assert_eq!(page.status, 422, "{}", page.html);
    for kept in ["value=\"Inès\"", "value=\"nowhere\"", "/embed/courier"] {
        assert!(page.has(kept), "{kept}: {}", page.html);
    }
    for error in ["display_name-error", "email-error", "password-error"] {
        assert!(page.has(&format!("id=\"{error}\"")) && page.has(&format!("aria-describedby=\"{error} ")), "{error}");
    }
    assert!(!page.has("value=\"short\""), "a password is not shown again");
    let page = browser.sends("/account/forgot", "/account/forgot", &[("email", "no where")]).await;
    assert!(page.status == 422 && page.has("value=\"no where\"") && page.has("id=\"email-error\""), "{}", page.html);
    app
}

async fn a_forgotten_password_is_asked_for(app: TestApp) -> TestApp {
    let (_, other) = reader(&app, "bo").await;
    let browser = Browser::new(&app);
    let email = "bo@readers.example";
    let sent = browser.sends("/account/forgot", "/account/forgot", &[("email", email)]).await;
    led_to(&sent, "/account/forgot?sent=yes");
    let token = app.mailed_token(email, "/account/reset?").await;
    let done = browser.submit("/account/reset", &[("token", &token), ("password", NEW_PASSWORD)]).await;
    assert!(done.status == 200 && done.has("Your password is set"), "{}", done.html);
    led_to(&browser.signs_in(email, NEW_PASSWORD).await, "/account");
    assert_eq!(other.get("/account").await.status, 303, "everywhere else it is signed out");
    app
}

async fn an_account_is_renamed_moved_and_given_a_new_password(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.moderator("courier", "Ines").await;
    let (cy, browser) = reader(&app, "cy").await;
    led_to(&browser.sends("/account", "/account/name", &[("display_name", "Cy Young")]).await, "/account?said=name");
    let page = browser.get("/account?said=name").await;
    assert!(page.has("Your name is changed") && page.has("value=\"Cy Young\""), "{}", page.html);
    let staff = browser.sends("/account", "/account/name", &[("display_name", "lnes")]).await;
    assert!(staff.status == 422 && staff.has("display_name-error") && staff.has("value=\"lnes\""), "{}", staff.html);

    let wrong = [("email", "cy@elsewhere.example"), ("password", "not the password")];
    let wrong = browser.sends("/account", "/account/email", &wrong).await;
    assert!(wrong.status == 422 && wrong.has("email_password-error") && wrong.has("cy@elsewhere.example"));
    let right = [("email", "cy@elsewhere.example"), ("password", PASSWORD)];
    led_to(&browser.sends("/account", "/account/email", &right).await, "/account?said=email");
    assert!(browser.get("/account").await.has("A link has been sent to a new address"));
    let token = app.mailed_token("cy@elsewhere.example", "/account/address?").await;
    assert_eq!(browser.submit("/account/address", &[("token", &token)]).await.status, 200);
    let page = browser.get("/account").await;
    assert!(page.has("cy@elsewhere.example") && !page.has("A link has been sent to a new address"), "{}", page.html);

    let short = [("current", PASSWORD), ("new", "short")];
    let short = browser.sends("/account", "/account/password", &short).await;
    assert!(short.status == 422 && short.has("id=\"new-error\"") && !short.has("id=\"current-error\""));
    let wrong = [("current", "not the password"), ("new", NEW_PASSWORD)];
    assert!(browser.sends("/account", "/account/password", &wrong).await.has("id=\"current-error\""));
    let right = [("current", PASSWORD), ("new", NEW_PASSWORD)];
    led_to(&browser.sends("/account", "/account/password", &right).await, "/account?said=password");
    assert_eq!(browser.get("/account").await.status, 200, "this browser stays");
    assert_eq!(app.get("/api/v1/me", Some(&cy)).await.status, 401, "others do not");
    app
}

async fn a_session_is_ended_elsewhere(app: TestApp) -> TestApp {
    let (_, browser) = reader(&app, "ada").await;
    let email = "ada@readers.example";
    let (second, third) = (Browser::new(&app), Browser::new(&app));
    led_to(&second.signs_in(email, PASSWORD).await, "/account");
    led_to(&third.signs_in(email, PASSWORD).await, "/account");
    let page = browser.get("/account/sessions").await;
    assert_eq!((page.html.matches("name=\"end\"").count(), page.html.matches("This browser").count()), (3, 1));
    // The newest one is the first.
    let newest = page.html.split("name=\"end\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let end = [("end", newest.expect("a session"))];
    led_to(&browser.sends("/account/sessions", "/account/sessions", &end).await, "/account/sessions?said=ended");
    assert_eq!((second.get("/account").await.status, third.get("/account").await.status), (200, 303));
    let others = [("others", "yes")];
    led_to(&browser.sends("/account/sessions", "/account/sessions", &others).await, "/account/sessions?said=ended");
    assert_eq!((browser.get("/account").await.status, second.get("/account").await.status), (200, 303));
    assert!(!browser.get("/account/sessions").await.has("name=\"others\""), "there are none any more");
    let sign_in = second.get("/account/sessions").await;
    led_to(&sign_in, "/account/sign-in?next=%2Faccount%2Fsessions");
    app
}

async fn what_is_mailed_is_chosen(app: TestApp) -> TestApp {
    let (ada, browser) = reader(&app, "ada").await;
    let page = browser.get("/account/mail").await;
    assert!(page.has("name=\"replies\"") && !page.has("name=\"waiting\""), "a reader: {}", page.html);
    let chosen = [("replies", "daily"), ("quiet_from", "22:00"), ("quiet_to", "07:30"), ("time_zone", "Europe/Berlin")];
    led_to(&browser.sends("/account/mail", "/account/mail", &chosen).await, "/account/mail?said=saved");
    let kept = app.get("/api/v1/me/notifications", Some(&ada)).await.body;
    assert_eq!((&kept["replies"], &kept["follows"]), (&json!("daily"), &json!("hourly")));
    assert_eq!(kept["quiet_hours"], json!({"from": "22:00", "to": "07:30"}));
    assert_eq!(kept["time_zone"], "Europe/Berlin");
    let page = browser.get("/account/mail?said=saved").await;
    assert!(
        page.has("Your choice is saved")
            && page.has("value=\"22:00\"")
            && page.has("<option value=\"daily\" selected>")
    );

    let wrong = [("replies", "off"), ("quiet_from", "22:00"), ("quiet_to", ""), ("time_zone", "Europe/Atlantis")];
    let wrong = browser.sends("/account/mail", "/account/mail", &wrong).await;
    assert_eq!(wrong.status, 422);
    for shown in ["quiet_to-error", "time_zone-error", "Europe/Atlantis", "<option value=\"off\" selected>"] {
        assert!(wrong.has(shown), "{shown}: {}", wrong.html);
    }
    assert!(!wrong.has("quiet_from-error"));
    assert_eq!(app.get("/api/v1/me/notifications", Some(&ada)).await.body, kept, "nothing has changed");
    let none = [("quiet_from", ""), ("quiet_to", ""), ("time_zone", "UTC")];
    led_to(&browser.sends("/account/mail", "/account/mail", &none).await, "/account/mail?said=saved");
    assert_eq!(app.get("/api/v1/me/notifications", Some(&ada)).await.body["quiet_hours"], json!(null));
    app
}

async fn follows_and_ignored_people_are_let_go(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ben = app.reader("ben").await;
    let (ada, browser) = reader(&app, "ada").await;
    let written = json!({"url": ARTICLE, "title": "Harbour", "body": "The tide is late today."});
    let comment = app.post("/api/v1/sites/courier/comments", Some(&ben), written).await.text("id").to_owned();
    let path = format!("/api/v1/comments/{comment}");
    assert_eq!(app.put(&format!("{path}/follow"), &ada, json!({"state": "following"})).await.status, 204);
    assert_eq!(app.put(&format!("{path}/ignore"), &ada, json!({})).await.status, 204);
    // What is not there any more can be let go as well.
    assert_eq!(app.delete(&path, &ben).await.status, 204);
    let page = browser.get("/account/mail").await;
    assert!(page.has("Harbour") && page.has("<bdi>ben</bdi>"), "{}", page.html);
    let id = page.html.split("name=\"forget\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let forgotten = [("forget", id.expect("a follow"))];
    led_to(&browser.sends("/account/mail", "/account/mail/followed", &forgotten).await, "/account/mail?said=forgotten");
    let heard = [("unignore", comment.as_str())];
    led_to(&browser.sends("/account/mail", "/account/mail/ignored", &heard).await, "/account/mail?said=heard");
    let page = browser.get("/account/mail").await;
    assert!(page.has("You follow nothing") && page.has("You ignore nobody"), "{}", page.html);
    app
}

async fn news_are_read(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ben = app.reader("ben").await;
    let (ada, browser) = reader(&app, "ada").await;
    assert!(browser.get("/account/news").await.status == 200);
    browser.sends("/account/news", "/account/news", &[]).await;
    let written = json!({"url": ARTICLE, "title": "Harbour", "body": "The tide is late today."});
    let own = app.post("/api/v1/sites/courier/comments", Some(&ada), written).await.text("id").to_owned();
    for body in ["So was the ferry.", "And the <i>gulls</i>, too."] {
        let reply = json!({"url": ARTICLE, "parent_id": own, "body": body});
        assert_eq!(app.post("/api/v1/sites/courier/comments", Some(&ben), reply).await.status, 201);
    }
    let page = browser.get("/account/news").await;
    assert!(page.has("ben replied to you under “Harbour”") && page.has("So was the ferry."), "{}", page.html);
    assert!(page.has(&format!("{ARTICLE}#comment-")), "{}", page.html);
    let unread = |page: &Page| page.html.matches("class=\"unread\"").count();
    let before = unread(&page);
    assert!(before >= 2 && page.has("class=\"number\""), "{}", page.html);
    assert_eq!(unread(&browser.get("/account/news").await), before, "looking changes nothing");
    let first = page.html.split("name=\"one\" value=\"").nth(2).and_then(|rest| rest.split('"').next());
    let one = [("one", first.expect("news"))];
    led_to(&browser.sends("/account/news", "/account/news", &one).await, "/account/news?cursor=");
    let page = browser.get("/account/news?cursor=").await;
    assert_eq!(unread(&page), before - 1, "that one alone: {}", page.html);
    let newest = page.html.split("name=\"up_to\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let all = [("up_to", newest.expect("news"))];
    led_to(&browser.sends("/account/news", "/account/news", &all).await, "/account/news?cursor=");
    let page = browser.get("/account/news").await;
    assert!(unread(&page) == 0 && !page.has("class=\"number\"") && page.has("So was the ferry."), "{}", page.html);
    app
}

async fn a_warning_is_acknowledged_and_a_measure_explained(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, browser) = reader(&app, "ada").await;
    let path = format!("/api/v1/moderation/accounts/{}/sanctions", ada.account_id(&app).await);
    let warning = json!({"site": "courier", "kind": "warn", "reason": "No names, please."});
    assert_eq!(app.post(&path, Some(&ines), warning).await.status, 201);
    let held =
        json!({"site": "courier", "kind": "premoderate", "reason": "For a week.", "until": "2099-03-09T12:00:00Z"});
    assert_eq!(app.post(&path, Some(&ines), held).await.status, 201);
    let page = browser.get("/account").await;
    for said in ["No names, please.", "For a week.", "9 March 2099", "A measure on The courier"] {
        assert!(page.has(said), "{said}: {}", page.html);
    }
    let id = page.html.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let read = [("id", id.expect("a warning"))];
    led_to(&browser.sends("/account", "/account/acknowledge", &read).await, "/account?said=read");
    let page = browser.get("/account").await;
    assert!(!page.has("No names, please.") && page.has("For a week."), "{}", page.html);
    let comment = json!({"url": ARTICLE, "title": "Harbour", "body": "The tide is late today."});
    assert_eq!(app.post("/api/v1/sites/courier/comments", Some(&ada), comment).await.status, 202);

    app.sql(
        "INSERT INTO suppressions (email_canonical, reason, detail, mail_id, created_at) \
         VALUES ('ada@readers.example', 'bounced', '550 no such mailbox', NULL, 1)",
    )
    .await;
    let page = browser.get("/account").await;
    assert!(page.has("550 no such mailbox") && page.has("came back"), "{}", page.html);
    app
}

async fn an_author_appeals_from_the_list_of_comments(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, browser) = reader(&app, "ada").await;
    let page = browser.get("/account/comments").await;
    assert!(page.status == 200 && page.has("You have not commented yet."), "{}", page.html);
    let written = json!({"url": ARTICLE, "title": "Harbour", "body": "The mayor is a <b>herring</b>."});
    let own = app.post("/api/v1/sites/courier/comments", Some(&ada), written).await.text("id").to_owned();
    let reject = json!({"action": "reject", "reason": "abuse", "note": "No names, please.", "revision": 1});
    let path = format!("/api/v1/moderation/comments/{own}/decisions");
    assert_eq!(app.post(&path, Some(&ines), reject).await.status, 201);
    let page = browser.get("/account/comments").await;
    for said in
        ["&#60;b&#62;herring", "Not published", "insulting or degrading", "No names, please.", "You can appeal once"]
    {
        assert!(page.has(said), "{said}: {}", page.html);
    }
    let way = page.html.split("class=\"ways\"><a href=\"").nth(1).and_then(|rest| rest.split('"').next());
    let way = way.expect("the way to the comment's page").replace("&#38;", "&").replace("&amp;", "&");
    let one = browser.get(&way).await;
    assert!(one.status == 200 && one.has("Change it"), "{way} {}", one.html);

    let empty = [("id", own.as_str()), ("statement", " ")];
    let empty = browser.sends("/account/comments", "/account/comments", &empty).await;
    assert!(empty.status == 422 && empty.has(&format!("id=\"statement-{own}-error\"")), "{}", empty.html);
    let fields = [("id", own.as_str()), ("statement", "He said so himself.")];
    let appealed = browser.sends("/account/comments", "/account/comments", &fields).await;
    led_to(&appealed, &format!("/account/comments?cursor=&said=appealed#comment-{own}"));
    let page = browser.get("/account/comments?cursor=&said=appealed").await;
    assert!(page.has("Your appeal waits") && !page.has("name=\"statement\""), "{}", page.html);
    let again = browser.sends("/account/comments", "/account/comments", &fields).await;
    assert_eq!(again.status, 409, "once: {}", again.html);
    app
}

async fn everything_is_taken_along_and_the_account_deleted(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ada, browser) = reader(&app, "ada").await;
    let written = json!({"url": ARTICLE, "title": "Harbour", "body": "The tide is late today."});
    assert_eq!(app.post("/api/v1/sites/courier/comments", Some(&ada), written).await.status, 201);
    let file = browser.sends("/account/export", "/account/export", &[]).await;
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"postil-account-"));
    let export: serde_json::Value = serde_json::from_str(&file.html).expect("JSON");
    assert_eq!(export["account"]["email"], "ada@readers.example");
    assert_eq!(export["comments"][0]["revisions"][0]["body"], "The tide is late today.");

    let wrong = browser.sends("/account/delete", "/account/delete", &[("password", "not the password")]).await;
    assert!(wrong.status == 422 && wrong.has("id=\"password-error\""), "{}", wrong.html);
    assert_eq!(browser.get("/account").await.status, 200);
    let gone = browser.sends("/account/delete", "/account/delete", &[("password", PASSWORD)]).await;
    assert!(gone.status == 200 && gone.has("Your account is gone") && !gone.has("/account/sign-out"), "{}", gone.html);
    led_to(&browser.get("/account").await, "/account/sign-in?next=%2Faccount");
    assert_eq!(browser.signs_in("ada@readers.example", PASSWORD).await.status, 401);
    app.is_healthy().await;
    app
}

async fn forms_from_elsewhere_do_nothing(app: TestApp) -> TestApp {
    let (ada, browser) = reader(&app, "ada").await;
    for action in [
        "sign-up",
        "forgot",
        "name",
        "email",
        "password",
        "language",
        "acknowledge",
        "sessions",
        "mail",
        "news",
        "comments",
        "export",
        "delete",
    ] {
        let fields = [
            ("display_name", "Mallory"),
            ("email", "m@evil.example"),
            ("password", PASSWORD),
            ("current", PASSWORD),
            ("new", NEW_PASSWORD),
            ("time_zone", "UTC"),
            ("others", "yes"),
            ("csrf", "0123456789abcdef"),
        ];
        let answer = browser.submit(&format!("/account/{action}"), &fields).await;
        assert!(answer.status == 403 && answer.has("once more"), "{action}: {} {}", answer.status, answer.html);
    }
    let me = app.get("/api/v1/me", Some(&ada)).await;
    assert_eq!((me.text("display_name"), &me.body["email_pending"]), ("ada", &json!(false)));
    // A page of one's own leads to sign in, and back.
    for path in ["", "/mail", "/news", "/sessions", "/comments", "/export", "/delete"] {
        let next: String = url::form_urlencoded::byte_serialize(format!("/account{path}").as_bytes()).collect();
        let answer = Browser::new(&app).get(&format!("/account{path}")).await;
        led_to(&answer, &format!("/account/sign-in?next={next}"));
    }
    app
}

async fn pages_speak_the_readers_language(app: TestApp) -> TestApp {
    let (_, browser) = reader(&app, "ada").await;
    let in_german = async |path: &str| {
        let request = app.request("GET", path).header("accept-language", "de-AT,de;q=0.9,en;q=0.5");
        request.send().await.expect("an answer").text().await.expect("a page")
    };
    for (path, said) in [
        ("/account/sign-up", "Konto anlegen"),
        ("/account/forgot", "Passwort vergessen?"),
        ("/account/verify?token=x", "Adresse bestätigen"),
        ("/account/verify", "Dieser Link ist nicht vollständig"),
        ("/u/comment?token=x", "Dieser Link führt nirgendwohin"),
        ("/account/nothing", "Seite nicht gefunden"),
    ] {
        let page = in_german(path).await;
        assert!(page.contains(said) && page.contains("<html lang=\"de\">"), "{path}: {page}");
    }
    let chosen = [("locale", "fr"), ("time_zone", "Europe/Paris")];
    led_to(&browser.sends("/account", "/account/language", &chosen).await, "/account?said=language");
    let page = browser.get("/account").await;
    assert!(page.has("<html lang=\"fr\">") && page.has("Votre compte") && page.has("value=\"Europe/Paris\""));
    let wrong = browser.sends("/account", "/account/language", &[("locale", "fr"), ("time_zone", "Paris")]).await;
    assert!(wrong.status == 422 && wrong.has("Choisissez un fuseau horaire"), "{}", wrong.html);
    let error = browser.get("/account/verify").await;
    assert!(error.status == 404 && error.has("Ce lien n’est pas complet") && error.has("ada"), "{}", error.html);
    led_to(&browser.sends("/account", "/account/language", &[("time_zone", "UTC")]).await, "/account?said=language");
    assert!(browser.get("/account").await.has("<html lang=\"en\">"), "as the browser has it");
    app
}
