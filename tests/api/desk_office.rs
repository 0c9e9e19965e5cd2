//! Rules, figures, members and sites at the desk, as a browser without scripts uses them.

use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{ARTICLE, PASSWORD, TestApp, on_both_databases};
use crate::pages::{Browser, Page};

on_both_databases!(
    rules_are_tried_and_then_saved,
    a_wrong_rule_is_told_at_its_field,
    other_servers_keep_their_secrets,
    moderators_are_appointed_and_dismissed,
    sites_are_made_and_changed,
    figures_are_drawn_and_told,
    each_page_is_for_those_it_is_for,
);

/// The token that the page's forms carry.
pub fn csrf(page: &Page) -> String {
    let token = page.html.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    token.unwrap_or_else(|| panic!("no token in {}", page.html)).to_owned()
}

/// A browser in which that person is signed in.
pub async fn at_the_desk(app: &TestApp, email: &str) -> Browser {
    let browser = Browser::new(app);
    let page = browser.get("/account/sign-in").await;
    let fields = [("csrf", csrf(&page)), ("email", email.to_owned()), ("password", PASSWORD.to_owned())];
    let answer = send(&browser, "/account/sign-in", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.html);
    browser
}

pub async fn send(browser: &Browser, path: &str, fields: &[(&str, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.submit(path, &fields).await
}

/// What a browser sends of the form that is called so, as the page came.
fn filled(page: &Page, form: &str) -> Vec<(String, String)> {
    let start = page.html.split(&format!("id=\"{form}\"")).nth(1).expect("a form");
    let form = start.split("</form>").next().expect("its end");
    let attribute = |tag: &str, name: &str| {
        tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
    };
    let mut fields = Vec::new();
    for piece in form.split('<').skip(1) {
        let Some((tag, text)) = piece.split_once('>') else { continue };
        let name = || attribute(tag, "name").expect("a name");
        if tag.starts_with("input ") && (!tag.contains("checkbox") || tag.contains(" checked")) {
            fields.push((name(), attribute(tag, "value").expect("a value")));
        } else if tag.starts_with("textarea ") {
            fields.push((name(), text.trim_start_matches('\n').to_owned()));
        } else if tag.starts_with("select ") {
            fields.push((name(), String::new()));
        } else if tag.starts_with("option ") && tag.ends_with(" selected") {
            fields.last_mut().expect("its select").1 = attribute(tag, "value").expect("a value");
        }
    }
    fields
}

fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
}

async fn send_rules(browser: &Browser, fields: &[(String, String)], what: &str) -> Page {
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("what", what));
    browser.submit("/desk/courier/rules", &fields).await
}

async fn rules_are_tried_and_then_saved(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    let rules = async || app.get("/api/v1/sites/courier/rules", Some(&ines)).await.body;
    for body in ["The turnip is back.", "Nothing is to be said against herons."] {
        let posted = app.post("/api/v1/sites/courier/comments", Some(&ada), json!({"url": ARTICLE, "body": body}));
        assert_eq!(posted.await.status, 201);
    }
    let before = rules().await;
    let browser = at_the_desk(&app, "Ines@desk.example").await;
    let page = browser.get("/desk/courier/rules").await;
    assert!(page.status == 200 && page.has("Words that refuse a comment"), "{}", page.html);
    let mut fields = filled(&page, "rules");
    let saved = send_rules(&browser, &fields, "save").await;
    assert_eq!((saved.status, saved.header("location")), (303, "/desk/courier/rules?done=saved"), "{}", saved.html);
    let told = |mut rules: Value| {
        // Whether a check or a list that is as usual is named makes no difference.
        rules["checks"].take();
        rules["targets"].take();
        rules
    };
    assert_eq!(told(rules().await), told(before.clone()), "a form that is sent as it came changes nothing");

    set(&mut fields, "words.banned", "turnip\r\nswede \r\n\r\n");
    set(&mut fields, "checks.links.action", "note");
    set(&mut fields, "targets.pending", "30");
    fields.push(("trust.known.waives".to_owned(), "shouting".to_owned()));
    let tried = send_rules(&browser, &fields, "try").await;
    assert_eq!(tried.status, 200, "{}", tried.html);
    for shown in
        ["id=\"trial\"", "newly refused", "The turnip is back.", "is not taken on this site", "turnip\r\nswede"]
    {
        assert!(tried.has(shown), "no {shown} in {}", tried.html);
    }
    assert!(!tried.has("Nothing is to be said against herons."), "only what would change is shown");
    assert_eq!(told(rules().await), told(before), "a trial saves nothing");

    let stale = send_rules(&browser, &fields, "save").await;
    assert!(stale.status == 409 && stale.has("Somebody else saved changes"), "{}", stale.html);
    assert!(stale.has("turnip\r\nswede"), "nothing that was entered is lost");
    let again = filled(&stale, "rules");
    assert!(again.contains(&("trust.known.waives".to_owned(), "shouting".to_owned())));
    assert_eq!(send_rules(&browser, &again, "save").await.status, 303);
    let now = rules().await;
    assert_eq!(now["words"]["banned"], json!(["turnip", "swede"]));
    assert_eq!((&now["checks"]["links"]["action"], &now["targets"]["pending"]), (&json!("note"), &json!(30)));
    assert_eq!(now["trust"]["known"]["waives"], json!(["shouting"]));
    assert_eq!(now["guests"], json!(true));
    let mut without = filled(&browser.get("/desk/courier/rules").await, "rules");
    without.retain(|(name, _)| name != "guests");
    assert_eq!(send_rules(&browser, &without, "save").await.status, 303);
    assert_eq!(rules().await["guests"], json!(false), "a box without its tick is off");
    app
}

async fn a_wrong_rule_is_told_at_its_field(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let browser = at_the_desk(&app, "Ines@desk.example").await;
    let mut fields = filled(&browser.get("/desk/courier/rules").await, "rules");
    set(&mut fields, "length.max", "99999");
    set(&mut fields, "words.suspect", "turnip\n/ham(/");
    set(&mut fields, "languages", "en\nxx");
    for what in ["try", "save"] {
        let page = send_rules(&browser, &fields, what).await;
        assert_eq!(page.status, 422, "{}", page.html);
        for shown in [
            "name=\"length.max\" type=\"number\" value=\"99999\"",
            "id=\"f-length.max-error\">must be 1 to 20000 characters; 99999 is not",
            "aria-describedby=\"f-words.suspect-error f-words.suspect-hint\"",
            "href=\"#f-languages\">Languages</a>: must be ISO 639-1 codes",
            "turnip\n/ham(/",
        ] {
            assert!(page.has(shown), "no {shown} in {}", page.html);
        }
        assert_eq!(page.html.matches("aria-invalid").count(), 3);
    }
    set(&mut fields, "length.max", "many");
    let page = send_rules(&browser, &fields, "save").await;
    assert!(page.status == 422 && page.has("must be a whole number") && page.has("value=\"many\""), "{}", page.html);
    let rules = app.get("/api/v1/sites/courier/rules", Some(&ines)).await.body;
    assert_eq!((&rules["length"]["max"], &rules["words"]["suspect"]), (&json!(5000), &json!([])));
    let mut days = filled(&browser.get("/desk/courier/rules").await, "rules");
    set(&mut days, "days", "91");
    let page = send_rules(&browser, &days, "try").await;
    assert!(page.status == 422 && page.has("id=\"f-days-error\">must be 1 to 90"), "{}", page.html);
    app
}

async fn other_servers_keep_their_secrets(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let browser = at_the_desk(&app, "Ines@desk.example").await;
    let token = csrf(&browser.get("/desk/courier/rules").await);
    let form = |revision: &str, key: &str| {
        vec![
            ("csrf", token.clone()),
            ("revision", revision.to_owned()),
            ("what", "set".to_owned()),
            ("key", key.to_owned()),
            ("blog", "https://news.example".to_owned()),
        ]
    };
    let path = "/desk/courier/checkers/akismet";
    let none = send(&browser, path, &form("0", "")).await;
    assert!(none.status == 422 && none.has("is needed at first") && none.has("https://news.example"), "{}", none.html);
    assert_eq!(send(&browser, path, &form("0", "123456abcdef")).await.status, 303);
    let page = browser.get("/desk/courier/rules").await;
    assert!(!page.has("123456abcdef") && page.has("Ask it no more"), "{}", page.html);
    assert_eq!(send(&browser, path, &form("0", "another")).await.status, 409, "it has another revision by now");
    let listed = async || app.get("/api/v1/sites/courier/checkers", Some(&ines)).await.body["items"].clone();
    assert_eq!(listed().await[0]["blog"], json!("https://news.example"));
    let remove = [("csrf", token.clone()), ("what", "remove".to_owned())];
    assert_eq!(send(&browser, path, &remove).await.status, 303);
    assert_eq!(listed().await, json!([]));
    app
}

async fn moderators_are_appointed_and_dismissed(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (root, ada) = (app.administrator("Root").await, app.reader("Ada").await);
    let browser = at_the_desk(&app, "Root@desk.example").await;
    let page = browser.get("/desk/courier/members").await;
    assert!(page.status == 200 && page.has("no moderators yet") && page.has("Root@desk.example"), "{}", page.html);
    let token = csrf(&page);
    let appoint = async |who: &str| {
        let fields = [("csrf", token.clone()), ("who", who.to_owned())];
        send(&browser, "/desk/courier/members", &fields).await
    };
    for (who, why) in [("nobody@readers.example", "has no account here"), ("Ada", "must be an e-mail address")] {
        let page = appoint(who).await;
        assert!(page.status == 422 && page.has(why) && page.has(&format!("value=\"{who}\"")), "{}", page.html);
        assert!(page.has("aria-invalid=\"true\" aria-describedby=\"f-who-error f-who-hint\""), "{}", page.html);
    }
    let of_ada = at_the_desk(&app, "Ada@readers.example").await;
    assert_eq!(of_ada.get("/desk/courier/texts").await.status, 403);
    assert_eq!(appoint(" ada@readers.example ").await.header("location"), "/desk/courier/members?done=appointed");
    assert_eq!(of_ada.get("/desk/courier/texts").await.status, 200);
    assert_eq!(of_ada.get("/desk/courier/members").await.status, 403, "that is for administrators");

    let id = ada.account_id(&app).await;
    let dismiss = format!("/desk/courier/members/{id}/dismiss");
    let page = browser.get("/desk/courier/members").await;
    assert!(page.has(&format!("action=\"{dismiss}\"")) && page.has("Dismiss<span class=\"vh\"> Ada"), "{}", page.html);
    assert_eq!(send(&browser, &dismiss, &[("csrf", token.clone())]).await.status, 303);
    assert_eq!(of_ada.get("/desk/courier/texts").await.status, 403);
    assert_eq!(appoint(&id).await.status, 303, "by the account's id");
    let listed = app.get("/api/v1/sites/courier/moderators", Some(&root)).await;
    assert_eq!(listed.body["items"][0]["name"], json!("Ada"));
    app
}

async fn sites_are_made_and_changed(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let root = app.administrator("Root").await;
    app.moderator("courier", "Ines").await;
    let browser = at_the_desk(&app, "Root@desk.example").await;
    let token = csrf(&browser.get("/desk/courier/sites").await);
    let form = |slug: &str, name: &str, revision: &str| {
        vec![
            ("csrf", token.clone()),
            ("revision", revision.to_owned()),
            ("slug", slug.to_owned()),
            ("name", name.to_owned()),
            ("origins", "https://herald.example\nhttps://www.herald.example".to_owned()),
            ("policy", "all".to_owned()),
        ]
    };
    let taken = send(&browser, "/desk/courier/sites", &form("courier", "The “Herald”", "")).await;
    assert!(taken.status == 422 && taken.has("is taken by another site"), "{}", taken.html);
    assert!(taken.has("value=\"The “Herald”\"") && taken.has("https://www.herald.example</textarea>"));
    let made = send(&browser, "/desk/courier/sites", &form("herald", "The Herald", "")).await;
    assert_eq!(made.header("location"), "/desk/herald/site?done=created");
    let page = browser.get("/desk/herald/site?done=created").await;
    assert!(page.has("data-site=&#34;herald&#34;") && page.has("/embed.js"), "{}", page.html);

    let changed = send(&browser, "/desk/herald/site", &form("", "Morning Herald", "1")).await;
    assert_eq!(changed.header("location"), "/desk/herald/site?done=saved", "{}", changed.html);
    let stale = send(&browser, "/desk/herald/site", &form("", "Evening Herald", "1")).await;
    assert!(stale.status == 409 && stale.has("value=\"Evening Herald\""), "{}", stale.html);
    let site = app.get("/api/v1/sites/herald", Some(&root)).await.body;
    assert_eq!((&site["name"], &site["policy"]), (&json!("Morning Herald"), &json!("all")));

    let of_ines = at_the_desk(&app, "Ines@desk.example").await;
    let page = of_ines.get("/desk/courier/site").await;
    assert!(page.status == 200 && page.has("Administrators can change these"), "{}", page.html);
    let mut mine = form("", "My Courier", "");
    mine[0].1 = csrf(&page);
    assert_eq!(send(&of_ines, "/desk/courier/site", &mine).await.status, 403);
    assert_eq!(send(&of_ines, "/desk/courier/sites", &mine).await.status, 403);

    let brand = |colour: &str| {
        vec![
            ("csrf", csrf(&page)),
            ("brand.name", "Der Kurier".to_owned()),
            ("brand.colour", colour.to_owned()),
            ("brand.locale", "de".to_owned()),
        ]
    };
    let wrong = send(&of_ines, "/desk/courier/site/brand", &brand("red")).await;
    assert!(
        wrong.status == 422 && wrong.has("must be a colour such as") && wrong.has("value=\"red\""),
        "{}",
        wrong.html
    );
    assert_eq!(send(&of_ines, "/desk/courier/site/brand", &brand("#ffd200")).await.status, 303);
    let kept = app.get("/api/v1/sites/courier/mail", Some(&root)).await.body;
    assert_eq!(kept, json!({"name": "Der Kurier", "colour": "#ffd200", "footer": null, "locale": "de"}));
    app
}

async fn figures_are_drawn_and_told(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    app.moderator("courier", "Otto").await;
    app.administrator("Root").await;
    let ada = app.reader("Ada").await;
    for (body, action) in [("One.", Some("approve")), ("Two and more.", Some("reject")), ("Three at last.", None)] {
        let posted =
            app.post("/api/v1/sites/courier/comments", Some(&ada), json!({"url": ARTICLE, "body": body})).await;
        let path = format!("/api/v1/moderation/comments/{}/decisions", posted.text("id"));
        if let Some(action) = action {
            let decision = json!({"action": action, "revision": 1, "reason": (action == "reject").then_some("abuse")});
            assert_eq!(app.post(&path, Some(&ines), decision).await.status, 201);
        }
    }
    let root = at_the_desk(&app, "Root@desk.example").await;
    let page = root.get("/desk/courier/figures").await;
    assert_eq!(page.status, 200, "{}", page.html);
    let summary = "Published: 1; Waiting: 1; Rejected: 1; Spam: 0; Deleted: 0</desc>";
    for shown in
        [summary, "role=\"img\"", "As a table", "Insulting or degrading", "<th scope=\"row\" dir=\"auto\">Ines</th>"]
    {
        assert!(page.has(shown), "no {shown} in {}", page.html);
    }
    assert!(page.has("?days=28\" aria-current=\"page\""), "{}", page.html);
    let otto = at_the_desk(&app, "Otto@desk.example").await;
    let own = otto.get("/desk/courier/figures?days=7").await;
    assert!(own.status == 200 && own.has(summary) && !own.has(">Ines</th>"), "{}", own.html);
    let past = root.get("/desk/courier/figures?from=2026-01-01&to=2026-01-31").await;
    assert!(
        past.status == 200 && past.has("value=\"2026-01-31\"") && past.has("Nothing in this period"),
        "{}",
        past.html
    );
    for query in ["from=soon&to=2026-01-31", "from=2025-01-01&to=2026-01-01", "from=2026-01-31&to=2026-01-01"] {
        let wrong = root.get(&format!("/desk/courier/figures?{query}")).await;
        assert!(wrong.status == 422 && wrong.has("aria-invalid"), "{}", wrong.html);
    }
    app
}

async fn each_page_is_for_those_it_is_for(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.site("herald", Policy::Open).await;
    app.moderator("courier", "Ines").await;
    let root = app.administrator("Root").await;
    let (ines, stranger) = (at_the_desk(&app, "Ines@desk.example").await, Browser::new(&app));
    let of_staff = ["rules", "figures", "texts", "site", "site/letters/reply/en"];
    for (page, allowed) in of_staff
        .iter()
        .map(|page| (*page, 200))
        .chain(["members", "sites", "mail", "mail/suppressions"].iter().map(|page| (*page, 403)))
    {
        assert_eq!(ines.get(&format!("/desk/courier/{page}")).await.status, allowed, "{page}");
        assert_eq!(ines.get(&format!("/desk/herald/{page}")).await.status, 403, "{page} of another site");
        let led = stranger.get(&format!("/desk/courier/{page}")).await;
        assert!(led.status == 303 && led.header("location").starts_with("/account/sign-in?next=%2Fdesk%2F"), "{page}");
    }
    let id = root.account_id(&app).await;
    let posts = [
        "rules".to_owned(),
        "checkers/akismet".to_owned(),
        "texts".to_owned(),
        format!("texts/{id}"),
        format!("texts/{id}/remove"),
        "members".to_owned(),
        format!("members/{id}/dismiss"),
        "sites".to_owned(),
        "site".to_owned(),
        "site/brand".to_owned(),
        "site/letters/reply/en".to_owned(),
        "mail/retry".to_owned(),
        format!("mail/{id}/retry"),
        "mail/suppressions".to_owned(),
    ];
    let of_root = at_the_desk(&app, "Root@desk.example").await;
    let token = csrf(&ines.get("/desk/courier/texts").await);
    for path in posts {
        let path = format!("/desk/courier/{path}");
        for forged in ["", "00", &token] {
            let answer = of_root.submit(&path, &[("csrf", forged)]).await;
            assert!(answer.status == 403 && answer.has("Please send that once more"), "{path}: {}", answer.html);
        }
        if ["members", "sites", "mail"].iter().any(|office| path.contains(office)) {
            let answer = ines.submit(&path, &[("csrf", token.as_str()), ("who", id.as_str())]).await;
            assert!(answer.status == 403 && answer.has("not allowed"), "{path}: {}", answer.html);
        }
    }
    app
}
