//! The first steps, API tokens, texts, and what is sent: as a browser without scripts uses it.

use postil::actions::setup;
use postil::model::site::Policy;
use serde_json::json;

use crate::app::{ARTICLE, PASSWORD, Person, TestApp, on_both_databases};
use crate::desk_office::{at_the_desk, csrf, send};
use crate::pages::Browser;

on_both_databases!(
    whoever_has_the_token_sets_up_once,
    an_administrator_without_a_site_makes_the_first,
    a_token_is_shown_once_and_works_until_it_is_revoked,
    a_template_is_refused_with_its_line_and_shown_before_it_counts,
    texts_are_made_changed_and_removed,
    what_was_given_up_is_tried_again,
);

async fn whoever_has_the_token_sets_up_once(app: TestApp) -> TestApp {
    let token = setup::begin(&app.service).await.expect("read").expect("a token").expose().to_owned();
    let browser = Browser::new(&app);
    for (path, to) in [("/", "/setup"), ("/account/sign-in", "/setup"), ("/desk", "/account/sign-in?next=%2Fdesk")] {
        assert_eq!(browser.get(path).await.header("location"), to, "{path}");
    }
    let page = browser.get(&format!("/setup?token={token}")).await;
    assert!(page.status == 200 && page.has(&format!("value=\"{token}\"")) && page.has("First steps"), "{}", page.html);
    let form = |token: &str, origins: &str| {
        vec![
            ("csrf", csrf(&page)),
            ("token", token.to_owned()),
            ("email", "root@desk.example".to_owned()),
            ("name", "Root & Co".to_owned()),
            ("password", PASSWORD.to_owned()),
            ("site.name", "The Courier".to_owned()),
            ("site.slug", "courier".to_owned()),
            ("site.origins", origins.to_owned()),
        ]
    };
    let origins = "https://news.example\r\nhttps://www.news.example\r\n";
    for guess in ["", "psu_", &token[..token.len() - 1]] {
        let refused = send(&browser, "/setup", &form(guess, origins)).await;
        assert!(refused.status == 422 && refused.has("is not the one in the log"), "{}", refused.html);
        for kept in ["value=\"Root &#38; Co\"", "value=\"The Courier\"", "https://www.news.example"] {
            assert!(refused.has(kept), "no {kept} in {}", refused.html);
        }
        assert!(!refused.has(PASSWORD), "a password is never sent back");
    }
    let wrong = send(&browser, "/setup", &form(&token, "news.example")).await;
    assert!(wrong.status == 422 && wrong.has("id=\"f-site.origins-error\""), "{}", wrong.html);
    let mut forged = form(&token, origins);
    forged[0].1 = "00".to_owned();
    assert_eq!(send(&browser, "/setup", &forged).await.status, 403);
    assert!(setup::is_open(&app.service).await.expect("read"), "nothing of that made an account");

    let done = send(&browser, "/setup", &form(&token, origins)).await;
    assert_eq!((done.status, done.header("location")), (303, "/desk/courier/site?done=setup"), "{}", done.html);
    let site = browser.get("/desk/courier/site?done=setup").await;
    assert!(site.status == 200 && site.has("signed in as administrator"), "{}", site.html);
    assert!(site.has("data-site=&#34;courier&#34;&#62;&#60;/script&#62;"), "{}", site.html);
    assert_eq!(browser.get("/desk/courier/sites").await.status, 200, "an administrator has come into being");

    let stranger = Browser::new(&app);
    let again = send(&stranger, "/setup", &form(&token, origins)).await;
    assert_eq!(again.status, 403, "of another browser's page");
    assert_eq!(browser.get(&format!("/setup?token={token}")).await.status, 404);
    let csrf_now = csrf(&site);
    let mut late = form(&token, origins);
    late[0].1 = csrf_now;
    assert_eq!(send(&browser, "/setup", &late).await.status, 404, "it works once");
    assert_eq!(stranger.get("/").await.header("location"), "/account/sign-in");
    assert_eq!(browser.get("/").await.header("location"), "/desk");
    assert!(setup::begin(&app.service).await.expect("read").is_none(), "and there is no other token");
    app
}

async fn an_administrator_without_a_site_makes_the_first(app: TestApp) -> TestApp {
    app.administrator("Root").await;
    app.reader("Ada").await;
    let browser = at_the_desk(&app, "Root@desk.example").await;
    assert_eq!(browser.get("/desk").await.header("location"), "/setup/site");
    let page = browser.get("/setup/site").await;
    assert!(page.status == 200 && page.has("There is no site here yet") && !page.has("Setup code"), "{}", page.html);
    let form = |slug: &str| {
        vec![
            ("csrf", csrf(&page)),
            ("site.name", "The Courier".to_owned()),
            ("site.slug", slug.to_owned()),
            ("site.origins", "https://news.example".to_owned()),
        ]
    };
    let wrong = send(&browser, "/setup/site", &form("The Courier")).await;
    assert!(wrong.status == 422 && wrong.has("id=\"f-site.slug-error\""), "{}", wrong.html);
    let of_ada = at_the_desk(&app, "Ada@readers.example").await;
    assert_eq!(of_ada.get("/setup/site").await.status, 403);
    let made = send(&browser, "/setup/site", &form("courier")).await;
    assert_eq!(made.header("location"), "/desk/courier/site?done=created", "{}", made.html);
    assert_eq!(browser.get("/setup/site").await.status, 404, "others are made at the desk");
    assert_eq!(browser.get("/desk").await.header("location"), "/desk/courier");
    app
}

async fn a_token_is_shown_once_and_works_until_it_is_revoked(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.reader("Ada").await;
    let led = Browser::new(&app).get("/account/tokens").await;
    assert_eq!(led.header("location"), "/account/sign-in?next=%2Faccount%2Ftokens");
    let browser = at_the_desk(&app, "Ada@readers.example").await;
    let page = browser.get("/account/tokens").await;
    assert!(page.status == 200 && page.has("You have no tokens"), "{}", page.html);
    let form = |name: &str, days: &str| {
        vec![
            ("csrf", csrf(&page)),
            ("name", name.to_owned()),
            ("comment", "yes".to_owned()),
            ("expires_in_days", days.to_owned()),
        ]
    };
    for (name, days, field) in
        [("", "30", "name"), ("importer", "367", "expires_in_days"), ("importer", "x", "expires_in_days")]
    {
        let wrong = send(&browser, "/account/tokens", &form(name, days)).await;
        assert!(wrong.status == 422 && wrong.has(&format!("id=\"f-{field}-error\"")), "{}", wrong.html);
        assert!(wrong.has(" checked") && wrong.has(&format!("value=\"{days}\"")), "{}", wrong.html);
    }
    let issued = send(&browser, "/account/tokens", &form("importer", "30")).await;
    assert_eq!(issued.status, 201, "{}", issued.html);
    let secret = issued.html.split("<code id=\"secret\">").nth(1).and_then(|rest| rest.split('<').next());
    let secret = secret.expect("the token").to_owned();
    let again = browser.get("/account/tokens").await;
    assert!(!again.has(&secret) && again.has("importer") && again.has("read, comment"), "{}", again.html);

    let program = Person { token: secret, refresh_token: String::new() };
    let comment = json!({"url": ARTICLE, "body": "From a program."});
    let comments = "/api/v1/sites/courier/comments";
    assert_eq!(app.post(comments, Some(&program), comment.clone()).await.status, 201);
    let path =
        again.html.split("action=\"").find(|text| text.contains("/revoke\"")).and_then(|it| it.split('"').next());
    let path = path.expect("a form").to_owned();
    assert_eq!(send(&browser, &path, &[("csrf", "00".to_owned())]).await.status, 403);
    for _ in 0..2 {
        assert_eq!(send(&browser, &path, &[("csrf", csrf(&again))]).await.header("location"), "/account/tokens");
    }
    assert_eq!(app.post(comments, Some(&program), comment).await.status, 401);
    app
}

async fn a_template_is_refused_with_its_line_and_shown_before_it_counts(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let browser = at_the_desk(&app, "Ines@desk.example").await;
    let path = "/desk/courier/site/letters/reply/en";
    let page = browser.get(path).await;
    assert!(page.status == 200 && page.has("<iframe sandbox=\"\" srcdoc=\"") && page.has("built in"), "{}", page.html);
    assert!(page.header("content-security-policy").contains("style-src-attr 'unsafe-inline'"));
    assert_eq!(browser.get("/desk/courier/site/letters/welcome/en").await.status, 404, "a mail of accounts");
    let form = |body: &str, what: &str| {
        vec![
            ("csrf", csrf(&page)),
            ("subject", "News from the quay".to_owned()),
            ("body", body.to_owned()),
            ("what", what.to_owned()),
        ]
    };
    let wrong = "{{ p(\"Ahoy\") }}\r\n{{ nothing( }}";
    for what in ["try", "save"] {
        let refused = send(&browser, path, &form(wrong, what)).await;
        assert!(refused.status == 422 && refused.has("in line 2"), "{}", refused.html);
        assert!(refused.has("value=\"News from the quay\"") && refused.has("{{ nothing( }}") == refused.has("{{ p("));
    }
    let good = "{{ p(\"Ahoy there\") }}\r\n{{ button(link, \"Go aboard\") }}";
    let templates = async || {
        let listed = app.get("/api/v1/sites/courier/mail/templates", Some(&ines)).await;
        listed.body["items"].as_array().expect("a list").iter().filter(|it| !it["locale"].is_null()).count()
    };
    let tried = send(&browser, path, &form(good, "try")).await;
    assert!(tried.status == 200 && tried.has("Ahoy there") && tried.has("As it would be sent"), "{}", tried.html);
    assert_eq!(templates().await, 0, "a preview saves nothing");
    let to = format!("{path}?done=saved");
    assert_eq!(send(&browser, path, &form(good, "save")).await.header("location"), to);
    assert_eq!(templates().await, 1);
    assert_eq!(send(&browser, path, &form("", "test")).await.header("location"), format!("{path}?done=test-sent"));
    app.mail_to("Ines@desk.example", "Go aboard").await;
    let site = browser.get("/desk/courier/site").await;
    assert!(site.has("Your own<span class=\"vh\">, A reply, English"), "{}", site.html);
    assert_eq!(send(&browser, path, &form("", "remove")).await.header("location"), format!("{path}?done=removed"));
    assert_eq!(templates().await, 0);
    app
}

async fn texts_are_made_changed_and_removed(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let browser = at_the_desk(&app, "Ines@desk.example").await;
    let token = csrf(&browser.get("/desk/courier/texts").await);
    let form = |title: &str, revision: &str| {
        vec![
            ("csrf", token.clone()),
            ("revision", revision.to_owned()),
            ("title", title.to_owned()),
            ("body", "Restez dans le <sujet>.".to_owned()),
            ("reason", "off_topic".to_owned()),
            ("locale", "fr".to_owned()),
        ]
    };
    let wrong = send(&browser, "/desk/courier/texts", &form(" ", "")).await;
    assert!(wrong.status == 422 && wrong.has("id=\"f-title-error\">must not be empty"), "{}", wrong.html);
    assert!(wrong.has("Restez dans le &#60;sujet&#62;.</textarea>"), "what was entered is kept, as text");
    let made = send(&browser, "/desk/courier/texts", &form("Hors sujet", "")).await;
    assert_eq!(made.header("location"), "/desk/courier/texts?done=created", "{}", made.html);
    let listed =
        async || app.get("/api/v1/sites/courier/canned-texts?locale=fr", Some(&ines)).await.body["items"].clone();
    let id = listed().await[0]["id"].as_str().expect("an id").to_owned();
    let french = browser.get("/desk/courier/texts?locale=fr").await;
    assert!(french.has("Hors sujet") && french.has("Not about the article") && !french.has("no place to advertise"));

    let path = format!("/desk/courier/texts/{id}");
    let page = browser.get(&path).await;
    assert!(page.status == 200 && page.has("name=\"revision\" value=\"1\""), "{}", page.html);
    assert_eq!(send(&browser, &path, &form("Le sujet", "1")).await.status, 303);
    let stale = send(&browser, &path, &form("Mon sujet", "1")).await;
    assert!(stale.status == 409 && stale.has("value=\"Mon sujet\"") && stale.has("Somebody else"), "{}", stale.html);
    assert_eq!(listed().await[0]["title"], json!("Le sujet"));
    for _ in 0..2 {
        let gone = send(&browser, &format!("{path}/remove"), &[("csrf", token.clone())]).await;
        assert_eq!(gone.header("location"), "/desk/courier/texts?done=removed");
    }
    assert_eq!(listed().await, json!([]));
    app
}

async fn what_was_given_up_is_tried_again(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.administrator("Root").await;
    let row = |id: i64, name: &str| {
        format!(
            "INSERT INTO outbox (id, recipient, domain, kind, notice, state, attempts, next_attempt_at, created_at, last_error, failure) \
             VALUES ({id}, '{name}@lost.example', 'lost.example', 'welcome', '{{\"kind\":\"welcome\",\"name\":\"{name}\"}}', 'dead', 9, 0, 0, \
             '550 <no> such mailbox', 'recipient_refused');"
        )
    };
    app.sql(&[row(901, "Ada"), row(902, "Ben"), row(903, "Cy")].concat()).await;
    let browser = at_the_desk(&app, "Root@desk.example").await;
    let page = browser.get("/desk/courier/mail").await;
    for shown in
        ["Ada@lost.example", "address refused", "550 &#60;no&#62; such mailbox", "Given up <b class=\"count\">3</b>"]
    {
        assert!(page.has(shown), "no {shown} in {}", page.html);
    }
    let one = browser.get("/desk/courier/mail/901").await;
    assert!(one.status == 200 && one.has("Try again") && one.has("<iframe sandbox=\"\""), "{}", one.html);
    let form = [("csrf", csrf(&page))];
    let retried = send(&browser, "/desk/courier/mail/901/retry", &form).await;
    assert_eq!(retried.header("location"), "/desk/courier/mail/901?done=queued", "{}", retried.html);
    app.mail_to("Ada@lost.example", "Ada").await;
    assert!(app.mails_to("Ben@lost.example").is_empty(), "nobody has asked for the others yet");
    assert_eq!(send(&browser, "/desk/courier/mail/901/retry", &form).await.status, 303, "it has left already");
    let all = send(&browser, "/desk/courier/mail/retry", &form).await;
    assert_eq!(all.header("location"), "/desk/courier/mail?state=queued&done=queued");
    app.mail_to("Ben@lost.example", "Ben").await;
    app.mail_to("Cy@lost.example", "Cy").await;
    assert_eq!(browser.get("/desk/courier/mail/12345").await.status, 404);
    assert_eq!(browser.get("/desk/courier/mail?state=lost").await.status, 404);

    let suppressed = "INSERT INTO suppressions (email_canonical, reason, detail, created_at) VALUES ('ada+x@lost.example', 'bounced', '5.1.1', 0)";
    app.sql(suppressed).await;
    let listed = browser.get("/desk/courier/mail/suppressions").await;
    assert!(listed.has("ada+x@lost.example") && listed.has("bounced"), "{}", listed.html);
    let lift = [("csrf", csrf(&page)), ("email", "ada+x@lost.example".to_owned())];
    let lifted = send(&browser, "/desk/courier/mail/suppressions", &lift).await;
    assert_eq!(lifted.header("location"), "/desk/courier/mail/suppressions?done=lifted");
    assert!(!browser.get("/desk/courier/mail/suppressions").await.has("ada+x@lost.example"));
    app
}
