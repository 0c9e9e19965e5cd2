//! A site's brand and its own wording of mails.

use postil::model::site::Policy;
use serde_json::json;

use crate::app::{ARTICLE, TestApp, on_both_databases};

on_both_databases!(a_brand_is_in_every_mail_of_the_site, a_site_words_its_mails_itself);

const TEMPLATES: &str = "/api/v1/sites/courier/mail/templates";

async fn a_brand_is_in_every_mail_of_the_site(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let path = "/api/v1/sites/courier/mail";
    assert_eq!(
        app.get(path, Some(&ines)).await.body,
        json!({"name": null, "colour": null, "footer": null, "locale": "en"})
    );
    for (wrong, field) in [
        (json!({"colour": "red"}), "colour"),
        (json!({"name": "The\nCourier"}), "name"),
        (json!({"locale": "xx"}), "locale"),
        (json!({"logo": "https://x.example/logo.png"}), "logo"),
    ] {
        let refused = app.put(path, &ines, wrong).await;
        assert_eq!((refused.status, &refused.body["errors"][0]["field"]), (422, &json!(field)), "{}", refused.body);
    }
    let brand = json!({"name": "Der Kurier", "colour": "#ffd200", "footer": "Kurier GmbH\nKai 1", "locale": "de"});
    let set = app.put(path, &ines, brand.clone()).await;
    assert_eq!((set.status, &set.body), (200, &brand));
    assert_eq!(app.put(path, &ada, brand).await.status, 403);

    let own = app.post(
        "/api/v1/sites/courier/comments",
        Some(&ada),
        json!({"url": ARTICLE, "title": "Hafen", "body": "Wer zahlt?"}),
    );
    let own = own.await;
    let reply = json!({"url": ARTICLE, "body": "Die Stadt.", "parent_id": own.text("id")});
    assert_eq!(app.post("/api/v1/sites/courier/comments", Some(&ben), reply).await.status, 201);
    let mail = app.mail_to("Ada@readers.example", "hat auf Ihren Kommentar").await;
    assert!(
        mail.contains("From: \"Der Kurier\"") && mail.contains("Kurier GmbH") && mail.contains("background: #ffd200"),
        "{mail}"
    );
    assert_eq!(app.patch("/api/v1/me/notifications", &ada, json!({"locale": "fr"})).await.status, 200);
    let again = json!({"url": ARTICLE, "body": "Le port.", "parent_id": own.text("id")});
    assert_eq!(app.post("/api/v1/sites/courier/comments", Some(&ben), again).await.status, 201);
    app.mail_to("Ada@readers.example", "pondu").await;
    app
}

async fn a_site_words_its_mails_itself(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let path = format!("{TEMPLATES}/reply/en");
    let good = json!({
        "subject": "Ahoy! {{ replier }} answered",
        "body": "{{ p('News from the quay: ' ~ replier ~ ' says') }}{{ quote(excerpt) }}{{ button(link, 'Answer') }}",
    });
    for (subject, body, says) in [
        ("x", "{{ p(nothing) }}{{ button(link, 'x') }}", "not a string"),
        ("x", "{{ p('x') }}", "must have the link"),
        ("x", "<b>{{ p('x') }}</b>{{ button(link, 'x') }}", "must not have <"),
        ("x", "{{ button(excerpt, 'x') }}", "own addresses"),
        ("x", "{{ button(link, 'x') }}{{ anchor('https://evil.example/') }}", "own addresses"),
        ("x", "{{ excerpt|safe }}{{ button(link, 'x') }}", "filter"),
        ("{{", "{{ button(link, 'x') }}", "syntax"),
        (" ", "{{ button(link, 'x') }}", "nothing"),
        ("x", "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}", "fuel"),
    ] {
        let refused = app.put(&path, &ines, json!({"subject": subject, "body": body})).await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.body);
        assert!(
            refused.body["errors"][0]["message"].as_str().is_some_and(|it| it.contains(says)),
            "{says}: {}",
            refused.body
        );
    }
    assert_eq!(app.put(&path, &ada, good.clone()).await.status, 403);
    assert_eq!(
        app.put(&format!("{TEMPLATES}/reset_password/en"), &ines, good.clone()).await.status,
        404,
        "no mail of the site's"
    );

    let shown = app.post(&format!("{path}/preview"), Some(&ines), json!({"template": good})).await;
    assert_eq!(shown.body["items"][0]["subject"], "Ahoy! Otto Brandt answered", "{}", shown.body);
    let set = app.put(&path, &ines, good).await;
    assert_eq!((set.status, &set.body["locale"]), (200, &json!("en")), "{}", set.body);
    assert_eq!(app.post(&format!("{path}/test"), Some(&ines), json!({})).await.status, 202);
    app.mail_to("Ines@desk.example", "Subject: Test: Ahoy! Otto Brandt answered").await;

    let own =
        app.post("/api/v1/sites/courier/comments", Some(&ada), json!({"url": ARTICLE, "body": "Who pays?"})).await;
    let reply = json!({"url": ARTICLE, "body": "The <b>town</b>.", "parent_id": own.text("id")});
    assert_eq!(app.post("/api/v1/sites/courier/comments", Some(&ben), reply).await.status, 201);
    let mail = app.mail_to("Ada@readers.example", "News from the quay: Ben says").await;
    assert!(mail.contains("Subject: Ahoy! Ben answered") && mail.contains("&lt;b&gt;town"), "{mail}");

    // One that has become useless since loses no mail.
    app.sql("UPDATE mail_templates SET body = '{{ gone }}'").await;
    let again = json!({"url": ARTICLE, "body": "Or the port.", "parent_id": own.text("id")});
    assert_eq!(app.post("/api/v1/sites/courier/comments", Some(&ben), again).await.status, 201);
    app.mail_to("Ada@readers.example", "Or the port.").await;
    let listed = app.get(TEMPLATES, Some(&ines)).await.body["items"].clone();
    assert!(
        listed.as_array().is_some_and(|all| all.iter().any(|it| it["locale"] == "en") && all.len() > 15),
        "{listed}"
    );
    assert_eq!(app.delete(&path, &ines).await.status, 204);
    assert_eq!(app.delete(&path, &ines).await.status, 404);
    app
}
