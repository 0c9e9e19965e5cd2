//! Search, authors, reports, appeals, sanctions and the log at the desk, as a moderator without scripts uses them.

use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{Person, TestApp, on_both_databases};
use crate::desk::{at_desk, field, follow, look, rules, writes};
use crate::pages::{Browser, Page};

on_both_databases!(
    the_search_finds_marks_and_filters,
    an_author_is_known_and_noted,
    a_measure_is_taken_and_lifted,
    a_guest_is_known_by_the_address,
    reports_are_listed_with_what_became_of_them,
    appeals_are_listed_with_both_decisions,
    the_log_is_filtered_and_taken_back,
    lists_go_on_with_their_filters,
    the_pages_are_for_the_staff_of_the_site,
    what_people_typed_stays_text,
);

const SEARCH: &str = "/desk/courier/search";
const LOG: &str = "/desk/courier/log";
const COMMENTS: &str = "/api/v1/sites/courier/comments";
const FERRY: &str = "https://news.example/2026/ferry";

/// The part of a page between two texts.
fn between<'a>(page: &'a Page, start: &str, end: &str) -> &'a str {
    let rest = page.html.split(start).nth(1).unwrap_or_else(|| panic!("no {start} in {}", page.html));
    rest.split(end).next().expect("a part")
}

/// The entries of the page's list.
fn entries(page: &Page) -> Vec<&str> {
    let list =
        page.html.split("<ol class=\"entries").nth(1).map_or("", |rest| rest.split("</ol>").next().unwrap_or(""));
    list.split("<li").skip(1).collect()
}

fn author_page(id: &str) -> String {
    format!("/desk/courier/authors/{id}")
}

async fn decides(app: &TestApp, who: &Person, id: &str, decision: Value) {
    let answer = app.post(&format!("/api/v1/moderation/comments/{id}/decisions"), Some(who), decision).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
}

async fn guest_writes(app: &TestApp, name: &str, email: &str, body: &str) -> String {
    let guest = json!({"name": name, "email": email});
    let posted = app.post(COMMENTS, None, json!({"url": FERRY, "body": body, "guest": guest})).await;
    assert!([201, 202].contains(&posted.status), "{}", posted.body);
    posted.text("id").to_owned()
}

/// Sends a form of the page, at an address below the page's own.
async fn send(browser: &Browser, page: &str, form: &str, fields: &[(&str, &str)]) -> Page {
    let shown = look(browser, page).await;
    let mut all = vec![("csrf", field(&shown.html, "csrf"))];
    all.extend_from_slice(fields);
    browser.submit(form, &all).await
}

async fn the_search_finds_marks_and_filters(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let adas = writes(&app, &ada, "The Harbour was dredged & sold.").await;
    let bens = writes(&app, &ben, "Nobody sold the harbour, not even once.").await;
    let elsewhere = app.post(COMMENTS, Some(&ben), json!({"url": FERRY, "body": "A ferry, late again."})).await;
    decides(&app, &ines, &bens, json!({"action": "reject", "reason": "off_topic", "revision": 1})).await;
    let browser = at_desk(&app, "Ines", SEARCH).await;
    let start = look(&browser, SEARCH).await;
    assert!(start.has("Look for what comments say") && entries(&start).is_empty(), "{}", start.html);

    let found = look(&browser, &format!("{SEARCH}?q=harbour")).await;
    assert_eq!(entries(&found).len(), 2, "{}", found.html);
    assert!(entries(&found)[0].contains("sold the <mark>harbour</mark>, not even"), "{}", found.html);
    assert!(entries(&found)[1].contains("The <mark>Harbour</mark> was dredged &#38; sold."), "{}", found.html);
    assert!(entries(&found)[0].contains(">Rejected</b>") && found.has(&format!("/desk/courier/comments/{adas}")));
    let narrowed = [
        ("?q=harbour&status=published", vec![adas.as_str()]),
        ("?status=rejected", vec![bens.as_str()]),
        (&format!("?q=sold&author={bens}"), vec![bens.as_str()]),
        ("?article=https%3A%2F%2Fnews.example%2F2026%2Fferry", vec![elsewhere.text("id")]),
        ("?article=https%3A%2F%2Fnews.example%2Fnowhere", vec![]),
        ("?q=harbour&from=2000-01-01&to=2001-01-01", vec![]),
        ("?q=harbour&from=2001-01-01&to=9999-12-30", vec![bens.as_str(), adas.as_str()]),
    ];
    for (query, wanted) in narrowed {
        let page = look(&browser, &format!("{SEARCH}{query}")).await;
        let entries = entries(&page);
        assert_eq!(entries.len(), wanted.len(), "{query}: {}", page.html);
        for (entry, id) in entries.iter().zip(wanted) {
            assert!(entry.contains(&format!("/comments/{id}")), "{query}: {entry}");
        }
    }
    let by_ben = look(&browser, &format!("{SEARCH}?q=sold&author={bens}")).await;
    assert!(by_ben.has("Only comments by Ben") && by_ben.has(&format!("name=\"author\" value=\"{bens}\"")));
    let none = look(&browser, &format!("{SEARCH}?q=herring")).await;
    assert!(none.has("No comment matches"), "{}", none.html);

    let wrong = browser.get(&format!("{SEARCH}?q=-&status=none&from=yesterday&article=foo&author=7")).await;
    assert_eq!(wrong.status, 422);
    for field in ["q", "status", "article", "from", "author"] {
        assert!(wrong.has(&format!("id=\"{field}-error\"")), "{field}: {}", wrong.html);
    }
    assert!(wrong.has("value=\"yesterday\"") && wrong.has("value=\"foo\"") && entries(&wrong).is_empty());
    let backwards = browser.get(&format!("{SEARCH}?q=x&from=2026-03-02&to=2026-03-01")).await;
    assert!(backwards.status == 422 && backwards.has("id=\"to-error\""), "{}", backwards.html);
    assert_eq!(browser.get(&format!("{SEARCH}?q=x&cursor=x")).await.status, 404);
    app
}

async fn an_author_is_known_and_noted(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    app.moderator("courier", "Jan").await;
    let first = writes(&app, &ada, "The harbour was dredged.").await;
    let second = writes(&app, &ada, "Herrings, all of you.").await;
    let told = json!({"action": "reject", "reason": "abuse", "note": "No herrings.", "revision": 1});
    decides(&app, &ines, &second, told).await;
    let path = author_page(&first);
    let browser = at_desk(&app, "Ines", &path).await;
    let page = look(&browser, &path).await;
    assert!(page.has("<h1><bdi>Ada</bdi></h1>") && page.has("Account since"), "{}", page.html);
    let counts = between(&page, "<dl class=\"counts\">", "</dl>");
    assert!(
        counts.contains("<dt>Published</dt><dd>1</dd>") && counts.contains("<dt>Rejected</dt><dd>1</dd>"),
        "{counts}"
    );
    let events = entries(&page);
    assert_eq!(events.iter().filter(|event| event.contains("class=\"badge")).count(), 2, "{events:?}");
    assert!(page.has("Rejected · Ines · Insulting or degrading") && page.has("No herrings."), "{}", page.html);
    assert!(!look(&browser, &format!("{path}?state=rejected")).await.has("The harbour was dredged."));
    assert!(page.has(&format!("{SEARCH}?author={first}")));
    assert_eq!(browser.get(&format!("{path}?state=lost")).await.status, 404);

    let notes = format!("{path}/notes");
    let empty = send(&browser, &path, &notes, &[("body", " ")]).await;
    assert!(empty.status == 422 && empty.has("id=\"body-error\""), "{}", empty.html);
    let long = "x".repeat(2_001);
    let long = send(&browser, &path, &notes, &[("body", &long)]).await;
    assert!(long.status == 422 && long.has(&"x".repeat(2_001)), "it is kept");
    let noted = send(&browser, &path, &notes, &[("body", "Knows the harbour.\nWrites at night.")]).await;
    assert_eq!(noted.header("location"), format!("{path}?said=noted#notes"));
    let page = follow(&browser, &noted).await;
    assert!(page.has("Your note is kept.") && page.has("Knows the harbour.<br>Writes at night."), "{}", page.html);
    let remove = between(&page, &format!("action=\"{notes}/"), "\"").to_owned();

    let jan = at_desk(&app, "Jan", &path).await;
    let page = look(&jan, &author_page(&second)).await;
    assert!(page.has("Knows the harbour.") && !page.has(&format!("{notes}/{remove}")), "it is another's");
    assert_eq!(send(&jan, &path, &format!("{notes}/{remove}"), &[]).await.status, 403);
    let gone = send(&browser, &path, &format!("{notes}/{remove}"), &[]).await;
    assert!(!follow(&browser, &gone).await.has("Knows the harbour."));
    assert_eq!(browser.submit(&notes, &[("csrf", "0"), ("body", "From elsewhere.")]).await.status, 403);
    app
}

async fn a_measure_is_taken_and_lifted(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    let id = writes(&app, &ada, "Herrings, all of you.").await;
    let text = json!({"locale": "en", "title": "Names", "body": "Please call nobody names."});
    let text = app.post("/api/v1/sites/courier/canned-texts", Some(&ines), text).await;
    let path = author_page(&id);
    let (browser, form) = (at_desk(&app, "Ines", &path).await, format!("{path}/sanctions"));
    let author = ("target", "author");
    for (fields, wrong, kept) in [
        (vec![author, ("reason", "Names.")], "kind", "Names."),
        (vec![author, ("kind", "suspend"), ("reason", "Names.")], "until", "Names."),
        (vec![author, ("kind", "warn"), ("length", "7"), ("reason", "Names.")], "until", "value=\"7\" selected"),
        (vec![author, ("kind", "ban"), ("reason", " ")], "reason", "value=\"ban\" required checked"),
        (vec![author, ("kind", "ban"), ("reason", "x"), ("until", "2001-01-01")], "until", "value=\"2001-01-01\""),
        (vec![author, ("kind", "ban"), ("reason", "x"), ("length", "5")], "length", "value=\"ban\" required checked"),
        (vec![("kind", "ban"), ("reason", "x")], "target", "value=\"ban\" required checked"),
    ] {
        let answer = send(&browser, &path, &form, &fields).await;
        assert_eq!(answer.status, 422, "{fields:?}: {}", answer.html);
        assert!(answer.has(&format!("id=\"{wrong}-error\"")) && answer.has(kept), "{fields:?}: {}", answer.html);
    }
    let own = app.get("/api/v1/me/sanctions", Some(&ada)).await.body["items"].clone();
    assert_eq!(own, json!([]), "nothing was done");

    let fields = [author, ("kind", "suspend"), ("length", "7"), ("text", text.text("id")), ("reason", "Again.")];
    let page = follow(&browser, &send(&browser, &path, &form, &fields).await).await;
    assert!(page.has("The measure is in force.") && page.has("Suspended until "), "{}", page.html);
    let own = app.get("/api/v1/me/sanctions", Some(&ada)).await.body["items"][0].clone();
    let told = (&own["kind"], &own["reason"], &own["active"]);
    assert_eq!(told, (&json!("suspend"), &json!("Please call nobody names.\n\nAgain."), &json!(true)));
    app.mail_to("Ada@readers.example", "Please call nobody names.").await;
    let list = look(&browser, "/desk/courier/sanctions").await;
    assert!(entries(&list).len() == 1 && list.has("<bdi>Ada</bdi>") && list.has("by Ines, just now"), "{}", list.html);

    let sanction = own["id"].as_str().expect("an id");
    let lift = format!("/desk/courier/sanctions/{sanction}/lift");
    assert!(page.has(&lift) && list.has(&lift));
    let lifted = send(&browser, &path, &lift, &[("next", &path)]).await;
    assert_eq!(lifted.header("location"), format!("{path}?said=lifted"));
    let page = follow(&browser, &lifted).await;
    assert!(
        page.has("The measure is lifted.") && page.has("None is in force.") && page.has("Lifted "),
        "{}",
        page.html
    );
    app.mail_to("Ada@readers.example", "has lifted").await;
    assert_eq!(entries(&look(&browser, "/desk/courier/sanctions").await).len(), 0);
    assert_eq!(entries(&look(&browser, "/desk/courier/sanctions?state=over").await).len(), 1);
    let again = send(&browser, &path, &lift, &[("next", "https://elsewhere.example/")]).await;
    assert_eq!(again.header("location"), "/desk/courier/sanctions?said=not-lifted", "and nowhere else");
    let everywhere = [author, ("kind", "ban"), ("reason", "x"), ("everywhere", "yes")];
    assert_eq!(send(&browser, &path, &form, &everywhere).await.status, 403, "for administrators");
    app.is_healthy().await;
    app
}

async fn a_guest_is_known_by_the_address(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.moderator("courier", "Ines").await;
    let id = guest_writes(&app, "Gus", "gus@guests.example", "The harbour was dredged.").await;
    guest_writes(&app, "Captain Gus", "gus@guests.example", "And a ferry sank in it, too.").await;
    guest_writes(&app, "Hal", "hal@guests.example", "I am somebody else.").await;
    let path = author_page(&id);
    let (browser, form) = (at_desk(&app, "Ines", &path).await, format!("{path}/sanctions"));
    let page = look(&browser, &path).await;
    assert!(page.has("Guest, without an account") && page.has("also as Captain Gus"), "{}", page.html);
    assert!(
        page.has("a ferry sank") && !page.has("somebody else.") && !page.has("gus@guests.example"),
        "{}",
        page.html
    );
    let warned = [("target", "author"), ("kind", "warn"), ("reason", "Names.")];
    let refused = send(&browser, &path, &form, &warned).await;
    assert!(refused.status == 422 && refused.has("Only accounts can be warned"), "{}", refused.html);
    let muted = [("target", "author"), ("kind", "mute"), ("reason", "Names."), ("purge", "7")];
    let page = follow(&browser, &send(&browser, &path, &form, &muted).await).await;
    assert!(page.has(">Muted</b>") && page.has("the guest"), "{}", page.html);
    let lift = format!("/desk/courier/sanctions/{}/lift", between(&page, "/desk/courier/sanctions/", "/lift"));
    let page = follow(&browser, &send(&browser, &path, &lift, &[("next", &path)]).await).await;
    assert!(page.has("Lifted "), "what is over is still told by the comment: {}", page.html);
    app
}

async fn reports_are_listed_with_what_became_of_them(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let (ada, ben) = (app.reader("Ada").await, app.reader("Ben").await);
    let (first, second) = (writes(&app, &ada, "Herrings.").await, writes(&app, &ada, "More and more herrings.").await);
    for (id, reason) in [(&first, "abuse"), (&second, "spam")] {
        let report = json!({"reason": reason, "detail": "See <for> yourself."});
        let reported = app.post(&format!("/api/v1/comments/{id}/reports"), Some(&ben), report).await;
        assert!(reported.status < 300, "{}", reported.body);
    }
    let path = "/desk/courier/reports";
    let browser = at_desk(&app, "Ines", path).await;
    let page = look(&browser, path).await;
    assert_eq!(entries(&page).len(), 2, "{}", page.html);
    assert!(entries(&page)[0].contains("More and more herrings.") && entries(&page)[0].contains("<bdi>Ben</bdi>"));
    assert!(page.has("See &#60;for&#62; yourself.") && page.has("Advertising"), "{}", page.html);
    decides(&app, &ines, &first, json!({"action": "reject", "reason": "abuse", "revision": 1})).await;
    assert_eq!(entries(&look(&browser, path).await).len(), 1);
    let closed = look(&browser, &format!("{path}?state=closed")).await;
    assert!(entries(&closed).len() == 1 && entries(&closed)[0].contains("Confirmed"), "{}", closed.html);
    assert!(closed.has("1 confirmed and 0 dismissed"), "{}", closed.html);
    assert_eq!(entries(&look(&browser, &format!("{path}?state=all")).await).len(), 2);
    let spam = look(&browser, &format!("{path}?state=all&reason=spam")).await;
    assert!(
        entries(&spam).len() == 1 && spam.has("value=\"spam\" selected") && spam.has("state=closed&#38;reason=spam")
    );
    let wrong = browser.get(&format!("{path}?reason=dull")).await;
    assert!(wrong.status == 422 && wrong.has("id=\"reason-error\""), "{}", wrong.html);
    assert_eq!(browser.get(&format!("{path}?state=lost")).await.status, 404);
    app
}

async fn appeals_are_listed_with_both_decisions(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    let jan = app.moderator("courier", "Jan").await;
    let id = writes(&app, &ada, "The harbour was dredged.").await;
    let told = json!({"action": "reject", "reason": "off_topic", "note": "Not the harbour.", "revision": 1});
    decides(&app, &ines, &id, told).await;
    let appeal = json!({"statement": "It is about\nthe harbour."});
    assert_eq!(app.post(&format!("/api/v1/comments/{id}/appeals"), Some(&ada), appeal).await.status, 201);
    let path = "/desk/courier/appeals";
    let browser = at_desk(&app, "Ines", path).await;
    let page = look(&browser, path).await;
    assert!(page.has("It is about<br>the harbour.") && page.has("Rejected · Ines · Not about the article"));
    assert!(page.has("somebody else decides on this") && page.has(&format!("/desk/courier/comments/{id}")));
    let jans = at_desk(&app, "Jan", path).await;
    assert!(!look(&jans, path).await.has("somebody else decides on this"));
    decides(&app, &jan, &id, json!({"action": "approve", "revision": 2})).await;
    assert!(look(&browser, path).await.has("There are no such appeals."));
    let closed = look(&browser, &format!("{path}?state=closed")).await;
    assert!(closed.has("Published after all") && closed.has("Published · Jan"), "{}", closed.html);
    app
}

async fn the_log_is_filtered_and_taken_back(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    let jan = app.moderator("courier", "Jan").await;
    rules(&app, &ines, json!({"undo_seconds": 600})).await;
    let (first, second) = (writes(&app, &ada, "It was cold.").await, writes(&app, &ada, "It was quite warm.").await);
    let told = json!({"action": "reject", "reason": "off_topic", "note": "Not the <weather>.", "revision": 1});
    decides(&app, &ines, &first, told).await;
    decides(&app, &jan, &second, json!({"action": "approve", "revision": 1})).await;
    let browser = at_desk(&app, "Ines", LOG).await;
    let page = look(&browser, LOG).await;
    assert_eq!(entries(&page).len(), 4, "{}", page.html);
    assert!(entries(&page)[1].contains("Ines rejected a comment by Ada</a>"), "{}", page.html);
    assert!(
        page.has("Not the &#60;weather&#62;.") && page.has("The check looked at a comment by Ada"),
        "{}",
        page.html
    );
    let inner = ines.account_id(&app).await;
    for (query, count) in [
        (format!("who={inner}"), 1),
        ("who=pipeline".to_owned(), 2),
        ("who=moderator".to_owned(), 2),
        ("action=approve".to_owned(), 1),
        ("reason=off_topic".to_owned(), 1),
        (format!("comment={first}"), 2),
        (format!("comment={first}&who=moderator&action=approve"), 0),
        ("from=2001-01-01&to=2002-01-01".to_owned(), 0),
        ("from=2001-01-01".to_owned(), 4),
    ] {
        let page = look(&browser, &format!("{LOG}?{query}")).await;
        assert_eq!(entries(&page).len(), count, "{query}: {}", page.html);
    }
    let wrong = browser.get(&format!("{LOG}?who=nobody&action=sing&reason=dull&from=x&comment=y")).await;
    assert_eq!(wrong.status, 422);
    for field in ["who", "action", "reason", "from", "comment"] {
        assert!(wrong.has(&format!("id=\"{field}-error\"")), "{field}: {}", wrong.html);
    }

    let own: Vec<bool> = entries(&page).iter().map(|entry| entry.contains("/undo\"")).collect();
    assert_eq!(own, [false, true, false, false], "only what is one's own, and what a person decided");
    let undo = format!("/desk/courier/log/{}/undo", between(&page, "/desk/courier/log/", "/undo"));
    let here = format!("{LOG}?comment={first}");
    let undone = send(&browser, LOG, &undo, &[("next", &here)]).await;
    assert_eq!(undone.header("location"), format!("{here}&said=undone"));
    let page = follow(&browser, &undone).await;
    assert!(page.has("The decision is taken back.") && page.has("Ines took back a decision"), "{}", page.html);
    let again = follow(&browser, &send(&browser, LOG, &undo, &[("next", &here)]).await).await;
    assert!(again.has("undone any more"), "{}", again.html);
    let jans = at_desk(&app, "Jan", LOG).await;
    assert_eq!(send(&jans, LOG, &undo, &[]).await.status, 403, "it is another's");
    let case = app.get(&format!("/api/v1/moderation/comments/{first}"), Some(&ines)).await;
    assert_eq!(case.text("status"), "pending");
    app.is_healthy().await;
    app
}

async fn lists_go_on_with_their_filters(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ines, ada) = (app.moderator("courier", "Ines").await, app.reader("Ada").await);
    rules(&app, &ines, json!({"rate": {"per_minute": 1000, "per_hour": 1000}})).await;
    let mut ids = Vec::new();
    for day in 0..27 {
        ids.push(writes(&app, &ada, &format!("Day {day} in the harbour, and word number {}.", day * 7)).await);
    }
    let path = author_page(&ids[0]);
    let browser = at_desk(&app, "Ines", &path).await;
    for list in [
        format!("{SEARCH}?q=harbour&status=published"),
        format!("{LOG}?action=check"),
        format!("{path}?state=published"),
    ] {
        let page = look(&browser, &list).await;
        let links = |page: &Page| page.html.matches(&format!("href=\"{path}\"")).count();
        let next = between(&page, "<a rel=\"next\" href=\"", "\"").replace("&#38;", "&");
        assert!(next.starts_with(&format!("{list}&cursor=")), "{next}");
        let rest = look(&browser, &next).await;
        assert!(!rest.has("rel=\"next\"") && rest.has("Day 0 ") && !page.has("Day 0 "), "{list}: {}", rest.html);
        let first = between(&rest, "class=\"pager\"", "</nav>");
        assert!(first.contains(&format!("href=\"{}\"", list.replace('&', "&#38;"))), "{first}");
        assert!(links(&page) <= 1, "each once");
    }
    app
}

async fn the_pages_are_for_the_staff_of_the_site(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.site("herald", Policy::Open).await;
    app.moderator("courier", "Ines").await;
    app.moderator("herald", "Jan").await;
    let ada = app.reader("Ada").await;
    let id = writes(&app, &ada, "The harbour was dredged.").await;
    let pages = ["search?q=harbour", "reports", "appeals", "sanctions", "log", &format!("authors/{id}")];
    let ines = at_desk(&app, "Ines", "/desk/courier/log").await;
    let jan = at_desk(&app, "Jan", "/desk/herald/log").await;
    let stranger = Browser::new(&app);
    let reader = Browser::new(&app);
    let form = reader.get("/account/sign-in").await;
    let fields =
        [("csrf", field(&form.html, "csrf")), ("email", "Ada@readers.example"), ("password", crate::app::PASSWORD)];
    assert_eq!(reader.submit("/account/sign-in", &fields).await.status, 303);
    for page in pages {
        let path = format!("/desk/courier/{page}");
        assert_eq!(ines.get(&path).await.status, 200, "{path}");
        assert_eq!((jan.get(&path).await.status, reader.get(&path).await.status), (403, 403), "{path}");
        assert!(stranger.get(&path).await.header("location").starts_with("/account/sign-in?next="), "{path}");
    }
    let through = format!("/desk/herald/authors/{id}");
    assert!([403, 404].contains(&jan.get(&through).await.status), "a comment of another site");
    let note = send(&jan, "/desk/herald/search", &format!("{through}/notes"), &[("body", "Mine now.")]).await;
    assert!([403, 404].contains(&note.status), "{}", note.html);
    for form in ["notes", "sanctions"] {
        assert_eq!(
            ines.get(&format!("/desk/courier/authors/{id}/{form}")).await.status,
            405,
            "reading changes nothing"
        );
    }
    app
}

async fn what_people_typed_stays_text(app: TestApp) -> TestApp {
    app.site("courier", Policy::All).await;
    let ines = app.moderator("courier", "Ines").await;
    let name = "<img src=x onerror=alert(1)>";
    let body = "A \"harbour\" <script>alert(2)</script> & mud";
    let id = guest_writes(&app, name, "gus@guests.example", body).await;
    let told = json!({"action": "reject", "reason": "other", "note": "<b>No</b>", "revision": 1});
    decides(&app, &ines, &id, told).await;
    let path = author_page(&id);
    let browser = at_desk(&app, "Ines", &path).await;
    let script = "%3Cscript%3Ealert(3)%3C/script%3E%22";
    let pages = [
        path.clone(),
        format!("{SEARCH}?q=harbour&author={id}"),
        format!("{SEARCH}?q={script}&article={script}&from={script}&author={script}"),
        format!("{LOG}?comment={id}"),
        format!("{LOG}?who={script}&comment={script}&said={script}"),
    ];
    for path in pages {
        let page = browser.get(&path).await;
        assert!(!page.has("<img") && !page.has("<script>") && !page.has("<b>No</b>"), "{path}: {}", page.html);
    }
    let page = look(&browser, &path).await;
    assert!(page.has("&#60;img src=x onerror=alert(1)&#62;"), "{}", page.html);
    let fields = [("target", "author"), ("kind", "mute"), ("reason", "<i>Rude</i>")];
    let imposed = send(&browser, &path, &format!("{path}/sanctions"), &fields).await;
    let page = follow(&browser, &imposed).await;
    assert!(page.has("&#60;i&#62;Rude&#60;/i&#62;") && !page.has("<i>Rude"), "{}", page.html);
    app
}
