//! The thread as a page, as a browser without scripts uses it, and what other programs and pages get of it.

use postil::clock::Clock;
use postil::model::article::Article;
use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{Backend, PASSWORD, Person, TestApp, on_both_databases, run_with_article};
use crate::pages::{Browser, Page};

const ARTICLE: &str = "https://news.example/2026/harbour";
const EMBED: &str = "/embed/courier?url=https%3A%2F%2Fnews.example%2F2026%2Fharbour";
const COMMENTS: &str = "/api/v1/sites/courier/comments";
const TEXT: &str = "The bar was dry at half tide on Sunday.";

on_both_databases!(
    a_guest_comments_by_the_form,
    a_form_from_elsewhere_does_nothing,
    a_reader_votes_follows_reports_and_ignores,
    an_author_changes_and_deletes_a_comment,
    what_is_not_published_says_why_and_is_appealed,
    a_session_of_pages_ends_like_any_other,
    a_frame_gets_a_session_for_a_code,
    what_was_typed_comes_back_as_text,
    more_comments_and_one_conversation,
    a_page_for_all_shows_nothing_of_one,
    only_the_sites_pages_may_show_it,
    feeds_and_pieces_show_what_is_published,
    a_stream_tells_how_things_are,
);

#[test]
fn the_demos_article_includes_it() {
    let article = Article {
        site: "courier".to_owned(),
        url: ARTICLE.to_owned(),
        path: "/2026/harbour".to_owned(),
        title: "The harbour & the mud".to_owned(),
        standfirst: "Who paid".to_owned(),
        byline: "Nell".to_owned(),
        published_at: Clock::system().now(),
        html: "<p>Once upon a tide.</p>".to_owned(),
    };
    run_with_article(Backend::Sqlite, article, async |app: TestApp| {
        app.site("courier", Policy::Open).await;
        let browser = Browser::new(&app);
        let led = browser.get("/2026/harbour").await;
        assert_eq!((led.status, led.header("location")), (303, "/demo"), "where mails lead");
        let page = browser.get("/demo").await;
        assert!(page.has("The harbour &#38; the mud") && page.has("<p>Once upon a tide.</p>"), "{}", page.html);
        assert!(page.has("src=\"/embed.js\" data-site=\"courier\"") && page.has("<div id=\"postil\">"));
        assert!(page.header("content-security-policy").ends_with("frame-src 'self'"));
        let loader = browser.get("/embed.js").await;
        assert!(loader.status == 200 && loader.header("cache-control") == "public, max-age=3600");
        app
    });
}

/// The token that the page's forms carry.
fn csrf(page: &Page) -> &str {
    let token = page.html.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    token.unwrap_or_else(|| panic!("no token in {}", page.html))
}

async fn shown(app: &TestApp) -> Vec<Value> {
    let page = app.get(&format!("{COMMENTS}?url={ARTICLE}&limit=100"), None).await;
    page.body["items"].as_array().expect("items").clone()
}

/// A browser in which that reader is signed in.
async fn signed_in(app: &TestApp, email: &str) -> Browser {
    let browser = Browser::new(app);
    let page = browser.get("/account/sign-in").await;
    let fields = [("csrf", csrf(&page)), ("email", email), ("password", PASSWORD), ("next", EMBED)];
    let answer = browser.submit("/account/sign-in", &fields).await;
    assert_eq!((answer.status, answer.header("location")), (303, EMBED), "{}", answer.html);
    browser
}

/// Sends the form for a comment with these fields.
async fn write(browser: &Browser, page: &Page, fields: &[(&str, &str)]) -> Page {
    let mut all = vec![("csrf", csrf(page)), ("url", ARTICLE)];
    all.extend_from_slice(fields);
    browser.submit("/embed/courier/comments", &all).await
}

async fn comment(app: &TestApp, who: &Person, body: &str) -> String {
    let posted = app.post(COMMENTS, Some(who), json!({"url": ARTICLE, "title": "Harbour", "body": body})).await;
    assert!(posted.status < 300, "{}", posted.body);
    posted.text("id").to_owned()
}

/// Sends one of the forms of a comment's own page.
async fn act(browser: &Browser, id: &str, what: &[(&str, &str)]) -> Page {
    let page = browser.get(&own_page(id)).await;
    assert_eq!(page.status, 200, "{}", page.html);
    let mut all = vec![("csrf", csrf(&page)), ("url", ARTICLE)];
    all.extend_from_slice(what);
    browser.submit(&format!("/embed/courier/comments/{id}"), &all).await
}

fn own_page(id: &str) -> String {
    EMBED.replace("/courier?", &format!("/courier/comments/{id}?"))
}

async fn a_guest_comments_by_the_form(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let browser = Browser::new(&app);
    let page = browser.get(EMBED).await;
    assert!(page.status == 200 && page.has("Nobody has written here yet"), "{}", page.html);
    let form = [("body", TEXT), ("name", "A rower"), ("email", "rower@readers.example"), ("remember", "yes")];
    let previewed = write(&browser, &page, &[&form[..], &[("preview", "yes")]].concat()).await;
    assert!(previewed.status == 200 && previewed.has("id=\"preview\"") && previewed.has(TEXT), "{}", previewed.html);
    assert_eq!(shown(&app).await.len(), 0, "it was only shown");

    let posted = write(&browser, &previewed, &form).await;
    assert_eq!(posted.status, 303, "{}", posted.html);
    let comments = shown(&app).await;
    let id = comments[0]["id"].as_str().expect("an id");
    assert_eq!(posted.header("location"), format!("{EMBED}&comment={id}#comment-{id}"));
    let page = browser.get(&format!("{EMBED}&reply_to={id}")).await;
    assert!(page.has(&format!("id=\"comment-{id}\"")) && page.has("Reply to A rower"), "{}", page.html);
    assert!(page.has("value=\"rower@readers.example\""), "the guest is remembered");

    let reply = write(&browser, &page, &[("parent_id", id), ("body", "And on Monday."), ("name", "A rower")]).await;
    assert_eq!(reply.status, 303, "{}", reply.html);
    assert_eq!(shown(&app).await[0]["replies"][0]["parent_id"], id);
    let page = browser.get(EMBED).await;
    assert!(page.has("One reply") && !page.has("value=\"rower@readers.example\""), "and forgotten as wished");

    let gone = write(&browser, &page, &[("parent_id", "7"), ("body", "To nobody."), ("name", "A sailor")]).await;
    assert!(gone.status == 422 && gone.has("is not there any more") && gone.has("To nobody."), "{}", gone.html);
    app.is_healthy().await;
    app
}

async fn a_form_from_elsewhere_does_nothing(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.reader("ada").await;
    let email = "ada@readers.example";
    let (browser, other) = (Browser::new(&app), Browser::new(&app));
    let (page, stolen) = (browser.get("/account/sign-in").await, other.get("/account/sign-in").await);
    for token in ["", "0", &csrf(&page)[1..], csrf(&stolen)] {
        let fields = [("csrf", token), ("url", ARTICLE), ("body", TEXT), ("name", "A rower")];
        let refused = browser.submit("/embed/courier/comments", &fields).await;
        assert!(refused.status == 403 && refused.has(TEXT) && refused.has("A rower"), "the text is kept");
        let fields = [("csrf", token), ("email", email), ("password", PASSWORD)];
        let refused = browser.submit("/account/sign-in", &fields).await;
        assert!(refused.status == 403 && refused.header("set-cookie").is_empty(), "{}", refused.html);
    }
    // What everybody's page carries is good for a guest's comment, and for nothing else.
    let stranger = Browser::new(&app).get(EMBED).await;
    let fields = [("csrf", csrf(&stranger)), ("email", email), ("password", PASSWORD)];
    assert_eq!(browser.submit("/account/sign-in", &fields).await.status, 403);

    let ada = signed_in(&app, email).await;
    let stale = write(&ada, &stranger, &[("body", TEXT), ("name", "A rower")]).await;
    assert!(stale.status == 403 && stale.has("once more"), "a token from before signing in");
    let blind = ada.submit("/embed/courier/sign-out", &[("csrf", csrf(&stranger))]).await;
    assert_eq!(blind.status, 403);
    assert!(ada.get(EMBED).await.has("You are signed in as"), "still");
    let guests = [("csrf", csrf(&stranger)), ("url", ARTICLE), ("body", TEXT), ("name", "A rower")];
    let abused = Browser::new(&app).submit_from("cross-site", "/embed/courier/comments", &guests).await;
    assert_eq!(abused.status, 403, "another site uses its visitors' networks");
    assert_eq!(shown(&app).await.len(), 0);
    for path in ["/embed/courier/comments", "/embed/courier/act", "/embed/courier/session", "/embed/courier/sign-out"] {
        assert_eq!(ada.get(path).await.status, 405, "reading {path} changes nothing");
    }
    app
}

async fn a_reader_votes_follows_reports_and_ignores(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ada, bo) = (app.reader("ada").await, app.reader("bo").await);
    let id = comment(&app, &ada, TEXT).await;
    let stranger = Browser::new(&app);
    let page = stranger.get(EMBED).await;
    let led = stranger.submit("/embed/courier/act", &[("csrf", csrf(&page)), ("url", ARTICLE), ("up", &id)]).await;
    assert!(
        led.status == 303 && led.header("location").starts_with("/account/sign-in?next=%2Fembed%2F"),
        "{}",
        led.html
    );

    let browser = signed_in(&app, "bo@readers.example").await;
    let page = browser.get(EMBED).await;
    for (button, score, pressed) in [("up", 1, "unvote"), ("down", -1, "up"), ("unvote", 0, "up")] {
        let fields = [("csrf", csrf(&page)), ("url", ARTICLE), (button, id.as_str())];
        let voted = browser.submit("/embed/courier/act", &fields).await;
        assert_eq!((voted.status, voted.header("location")), (303, format!("{EMBED}#comment-{id}").as_str()));
        assert_eq!(shown(&app).await[0]["score"], score, "after {button}");
        let page = browser.get(EMBED).await;
        assert!(page.has(&format!("name=\"{pressed}\" value=\"{id}\" id=\"up-{id}\"")), "{}", page.html);
    }
    let fields = [("csrf", csrf(&page)), ("url", ARTICLE), ("follow", "yes")];
    assert_eq!(browser.submit("/embed/courier/act", &fields).await.status, 303);
    let follows = app.get("/api/v1/me/follows", Some(&bo)).await;
    assert_eq!(follows.body["items"].as_array().map(Vec::len), Some(1), "{}", follows.body);
    assert!(browser.get(EMBED).await.has("name=\"follow\" value=\"no\""));

    let ignored = act(&browser, &id, &[("what", "ignore")]).await;
    assert!(ignored.status == 200 && ignored.has("told of nothing"), "{}", ignored.html);
    let ignored = app.get("/api/v1/me/ignored", Some(&bo)).await;
    assert_eq!(ignored.body["items"][0]["name"], "ada");

    let nothing = act(&browser, &id, &[("what", "report"), ("detail", "Read it!")]).await;
    assert!(nothing.status == 422 && nothing.has("reason-error") && nothing.has("Read it!"), "{}", nothing.html);
    let reported = act(&browser, &id, &[("what", "report"), ("reason", "abuse"), ("detail", "Read it!")]).await;
    assert!(reported.status == 200 && reported.has("A moderator looks at it"), "{}", reported.html);
    assert_eq!(app.get("/api/v1/me/reports", Some(&bo)).await.body["items"][0]["reason"], "abuse");
    let again = act(&browser, &id, &[("what", "report"), ("reason", "spam")]).await;
    assert_eq!(again.status, 409, "{}", again.html);
    app.is_healthy().await;
    app
}

async fn an_author_changes_and_deletes_a_comment(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ada, bo) = (app.reader("ada").await, app.reader("bo").await);
    let id = comment(&app, &ada, TEXT).await;
    let (author, other) = (signed_in(&app, "ada@readers.example").await, signed_in(&app, "bo@readers.example").await);
    let page = author.get(&own_page(&id)).await;
    assert!(page.has("Change it") && page.has(TEXT) && !page.has("Report it"), "{}", page.html);
    let page = other.get(&own_page(&id)).await;
    assert!(!page.has("Change it") && page.has("Report it"), "{}", page.html);
    assert_eq!(act(&other, &id, &[("what", "edit"), ("body", "Mine now.")]).await.status, 403);
    assert_eq!(act(&other, &id, &[("what", "delete")]).await.status, 403);

    let empty = act(&author, &id, &[("what", "edit"), ("body", "\u{200b}")]).await;
    assert!(empty.status == 422 && empty.has("body-error"), "{}", empty.html);
    let changed = act(&author, &id, &[("what", "edit"), ("body", "It was dry on Monday too.")]).await;
    assert_eq!(changed.status, 303, "{}", changed.html);
    assert!(author.get(&own_page(&id)).await.has(TEXT), "its history has the first text");
    assert!(!other.get(&own_page(&id)).await.has(TEXT), "for its author alone");
    assert!(other.get(EMBED).await.has("class=\"edited\""));

    app.post(COMMENTS, Some(&bo), json!({"url": ARTICLE, "parent_id": id, "body": "Was it?"})).await;
    assert_eq!(act(&author, &id, &[("what", "delete")]).await.status, 303);
    let page = other.get(EMBED).await;
    assert!(page.has("The author deleted this comment.") && page.has("Was it?"), "{}", page.html);
    assert_eq!(other.get(&own_page(&id)).await.status, 404);
    app.is_healthy().await;
    app
}

async fn what_is_not_published_says_why_and_is_appealed(app: TestApp) -> TestApp {
    app.site("courier", Policy::FirstTime).await;
    let ines = app.moderator("courier", "ines").await;
    app.reader("cy").await;
    let browser = signed_in(&app, "cy@readers.example").await;
    let page = browser.get(EMBED).await;
    let held = write(&browser, &page, &[("body", TEXT)]).await;
    assert!(
        held.status == 202 && held.has("waits for a moderator") && held.has("Nobody else can see it"),
        "{}",
        held.html
    );
    assert!(browser.get(EMBED).await.has(TEXT) && !Browser::new(&app).get(EMBED).await.has(TEXT));

    let waiting = app.get("/api/v1/moderation/queues/pending?site=courier", Some(&ines)).await;
    let id = waiting.body["items"][0]["id"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/moderation/comments/{id}/decisions");
    let rejected = json!({"action": "reject", "reason": "off_topic", "note": "Not the harbour.", "revision": 1});
    assert!(app.post(&path, Some(&ines), rejected).await.status < 300);
    let page = browser.get(&own_page(&id)).await;
    assert!(page.has("A moderator rejected it") && page.has("not about the article") && page.has("Not the harbour."));
    let short = act(&browser, &id, &[("what", "appeal"), ("statement", "")]).await;
    assert_eq!(short.status, 422, "{}", short.html);
    let appealed = act(&browser, &id, &[("what", "appeal"), ("statement", "It is about the harbour's bar.")]).await;
    assert!(appealed.status == 200 && appealed.has("Your appeal is in"), "{}", appealed.html);

    let owen = app.administrator("owen").await;
    let overturned = json!({"action": "approve", "revision": 2});
    let decided = app.post(&path, Some(&owen), overturned).await;
    assert!(decided.status < 300, "{}", decided.body);
    let page = browser.get(&own_page(&id)).await;
    assert!(page.has("You appealed, and the comment was published."), "{}", page.html);
    assert_eq!(shown(&app).await.len(), 1);
    app
}

async fn a_session_of_pages_ends_like_any_other(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let bo = app.reader("bo").await;
    let browser = Browser::new(&app);
    let wrong = browser.get("/account/sign-in").await;
    let fields = [("csrf", csrf(&wrong)), ("email", "bo@readers.example"), ("password", "not the password")];
    let wrong = browser.submit("/account/sign-in", &fields).await;
    assert!(wrong.status == 401 && wrong.has("is not right") && wrong.has("bo@readers.example"), "{}", wrong.html);
    for next in ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"] {
        let form = browser.get("/account/sign-in").await;
        let fields = [("csrf", csrf(&form)), ("email", "bo@readers.example"), ("password", PASSWORD), ("next", next)];
        let led = Browser::new(&app).get("/account/sign-in").await;
        drop(led);
        let answer = browser.submit("/account/sign-in", &fields).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/account"), "{next}");
        let page = browser.get(EMBED).await;
        assert_eq!(browser.submit("/account/sign-out", &[("csrf", csrf(&page))]).await.status, 303);
    }
    let page = browser.get("/account/sign-in").await;
    let fields = [("csrf", csrf(&page)), ("email", "bo@readers.example"), ("password", PASSWORD)];
    let answer = browser.submit("/account/sign-in", &fields).await;
    let cookie = answer.header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("postil=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let value = cookie.split(['=', ';']).nth(1).expect("a value").to_owned();
    let as_token = Person { token: value.clone(), refresh_token: String::new() };
    assert_eq!(app.get("/api/v1/me", Some(&as_token)).await.status, 401, "it is no token for the API");

    let page = browser.get(EMBED).await;
    assert_eq!(write(&browser, &page, &[("body", TEXT)]).await.status, 303);
    assert_eq!(shown(&app).await[0]["author"]["name"], "bo");
    let sessions = app.get("/api/v1/sessions", Some(&bo)).await;
    let newest = sessions.body["items"][0]["id"].as_str().expect("a session").to_owned();
    assert_eq!(app.delete(&format!("/api/v1/sessions/{newest}"), &bo).await.status, 204);
    assert!(browser.get(EMBED).await.has("writing as a guest"), "ended elsewhere, ended here");

    let (id, signature) = value.split_once('.').expect("two parts");
    let changed = [format!("{id}.{}", signature.replace(['0', '1'], "2")), format!("7.{signature}"), value.clone()];
    for forged in changed {
        let request = app.request("GET", EMBED).header("cookie", format!("postil={forged}"));
        let page = request.send().await.expect("an answer").text().await.expect("a page");
        assert!(page.contains("writing as a guest"), "{forged} was taken");
    }
    app
}

async fn a_frame_gets_a_session_for_a_code(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    app.site("gazette", Policy::Open).await;
    app.reader("ada").await;
    let window = signed_in(&app, "ada@readers.example").await;
    let code = async || {
        let page = window.get("/account/hand-over/courier").await;
        let code = page.html.split("data-code=\"").nth(1).and_then(|rest| rest.split('"').next());
        code.unwrap_or_else(|| panic!("no code in {}", page.html)).to_owned()
    };
    let frame = Browser::new(&app);
    let page = frame.get(EMBED).await;
    let take = async |site: &str, csrf: &str, code: &str| {
        frame.submit_from("same-origin", &format!("/embed/{site}/session"), &[("csrf", csrf), ("code", code)]).await
    };
    let first = code().await;
    assert_eq!(take("gazette", csrf(&page), &first).await.status, 403, "another site's");
    assert_eq!(take("courier", "", &first).await.status, 403, "from elsewhere");
    let theirs = [("csrf", csrf(&page)), ("code", first.as_str())];
    for path in ["/embed/courier/session", "/%65mbed/courier/session"] {
        assert_eq!(frame.submit_from("cross-site", path, &theirs).await.status, 403, "another site's form");
        assert_eq!(frame.submit(path, &theirs).await.status, 403, "of which nobody knows whose it is");
    }
    assert_eq!(take("courier", csrf(&page), &first[1..]).await.status, 403);
    assert_eq!(take("courier", csrf(&page), &first).await.status, 204);
    let page = frame.get(EMBED).await;
    assert!(page.has("You are signed in as ada."), "{}", page.html);
    assert_eq!(take("courier", csrf(&page), &first).await.status, 403, "it works once");
    let out = [("csrf", csrf(&page)), ("next", EMBED)];
    assert_eq!(frame.submit("/embed/courier/sign-out", &out).await.status, 303);
    assert!(frame.get(EMBED).await.has("writing as a guest"));
    assert!(window.get(EMBED).await.has("You are signed in as ada."), "the window's own session goes on");
    let stranger = Browser::new(&app).get("/account/hand-over/courier").await;
    assert!(stranger.status == 303 && stranger.header("location").starts_with("/account/sign-in?next="));
    app
}

async fn what_was_typed_comes_back_as_text(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let browser = Browser::new(&app);
    let page = browser.get(EMBED).await;
    let hostile = "\"><script>alert(1)</script>";
    let form = [
        ("parent_id", hostile),
        ("title", hostile),
        ("theme", hostile),
        ("lang", hostile),
        ("body", "</textarea><script>alert(1)</script>"),
        ("name", hostile),
        ("email", hostile),
        ("website", "javascript:alert(1)"),
    ];
    let refused = write(&browser, &page, &form).await;
    assert!(refused.status == 422 && refused.has("id=\"website-error\"") && refused.has("id=\"email-error\""));
    assert!(refused.has("&#60;/textarea&#62;"), "{}", refused.html);
    let long = "é".repeat(20_001);
    let refused = write(&browser, &page, &[("body", &long), ("name", "A rower")]).await;
    assert!(refused.status == 422 && refused.has(&long) && refused.has("id=\"body-error\""), "the text is kept");
    let huge = write(&browser, &page, &[("body", &"x".repeat(300_000))]).await;
    assert!(huge.status == 413 && huge.has("your text is still in the form"), "{}", huge.html);
    for query in ["&sort=%22%3E%3Cscript%3E", "&reply_to=%3Cscript%3E", "&comment=1", "&theme=%22", "&title=%3Cb%3E"] {
        assert_eq!(browser.get(&format!("{EMBED}{query}")).await.status, 200, "{query}");
    }
    assert_eq!(browser.get(&format!("{EMBED}&cursor=%3Cscript%3E")).await.status, 404);
    assert_eq!(browser.get("/embed/courier?url=javascript:alert(1)").await.status, 422);
    assert_eq!(browser.get("/embed/nowhere?url=https://news.example/").await.status, 404);
    app
}

async fn more_comments_and_one_conversation(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ines = app.moderator("courier", "Ines").await;
    let mut ids = Vec::new();
    for number in 1..=21 {
        ids.push(comment(&app, &ines, &format!("Tide number {number}.")).await);
    }
    let reply = json!({"url": ARTICLE, "parent_id": ids[20], "body": "A reply to the last one."});
    let reply = app.post(COMMENTS, Some(&ines), reply).await.text("id").to_owned();
    let browser = Browser::new(&app);
    let page = browser.get(&format!("{EMBED}&sort=oldest")).await;
    assert!(page.has("22 comments") && page.has("Tide number 20.") && !page.has("Tide number 21."), "{}", page.html);
    let start = page.html.find("sort=oldest&#38;cursor=").expect("a link to the rest");
    let cursor = page.html[start..].split("cursor=").nth(1).and_then(|rest| rest.split('#').next()).expect("a cursor");
    let rest = browser.get(&format!("{EMBED}&sort=oldest&cursor={cursor}")).await;
    assert!(rest.has("Tide number 21.") && !rest.has("Tide number 20."), "{}", rest.html);
    assert!(!rest.has("cursor="), "there is no third page");

    let part = browser.get(&format!("{EMBED}&comment={reply}")).await;
    assert!(part.has("A reply to the last one.") && part.has("Tide number 21.") && !part.has("Tide number 20."));
    assert!(part.has("All comments"), "{}", part.html);
    app
}

async fn a_page_for_all_shows_nothing_of_one(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ada = app.reader("ada").await;
    let id = comment(&app, &ada, TEXT).await;
    let own = signed_in(&app, "ada@readers.example").await.get(EMBED).await;
    assert!(own.has("You are signed in as ada.") && own.has("badge own"), "{}", own.html);
    assert_eq!(own.header("cache-control"), "no-store");
    let ask = async |language: &str| {
        let answer = app.request("GET", EMBED).header("accept-language", language).send().await.expect("an answer");
        assert!(answer.headers().get("set-cookie").is_none(), "nothing of one reader's");
        assert_eq!(answer.headers()["cache-control"], "private, no-cache");
        answer.text().await.expect("a page")
    };
    let first = ask("en").await;
    assert!(first.contains(TEXT) && first.contains("writing as a guest") && !first.contains("badge own"));
    assert_eq!(first, ask("en").await);
    assert!(ask("de").await.contains("Sie schreiben als Gast."));
    let ines = app.moderator("courier", "ines").await;
    let path = format!("/api/v1/moderation/comments/{id}/decisions");
    assert!(app.post(&path, Some(&ines), json!({"action": "spam", "revision": 1})).await.status < 300);
    assert!(!ask("en").await.contains(TEXT), "what was decided counts at once");
    app
}

async fn only_the_sites_pages_may_show_it(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let policy = |page: &Page| page.header("content-security-policy").to_owned();
    let browser = Browser::new(&app);
    for path in [EMBED, "/embed/courier/recent"] {
        let policy = policy(&browser.get(path).await);
        assert!(policy.ends_with("frame-ancestors 'self' https://news.example"), "{path}: {policy}");
    }
    for path in ["/account/sign-in", "/account/verify?token=x", "/embed/nowhere?url=https://news.example/"] {
        let policy = policy(&browser.get(path).await);
        assert!(policy.ends_with("frame-ancestors 'none'"), "{path}: {policy}");
    }
    app
}

async fn feeds_and_pieces_show_what_is_published(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let (ada, bo) = (app.reader("ada").await, app.reader("bo").await);
    let id = comment(&app, &ada, "Tide & *time* wait < for ]]> none.").await;
    comment(&app, &bo, TEXT).await;
    let gone = comment(&app, &bo, "Not for long.").await;
    app.delete(&format!("/api/v1/comments/{gone}"), &bo).await;
    let browser = Browser::new(&app);
    let entries = |feed: &Page| feed.html.matches("<entry>").count();
    let site = browser.get("/feeds/courier.atom").await;
    assert!(site.header("content-type").starts_with("application/atom+xml"), "{}", site.html);
    assert_eq!(entries(&site), 2, "{}", site.html);
    assert!(site.has("&#38;lt; for ]]&#38;gt; none") || site.has("&#38;lt; for ]]&#62;"), "{}", site.html);
    let thread = browser.get(&format!("/feeds/courier/thread.atom?url={ARTICLE}")).await;
    assert_eq!(entries(&thread), 2, "{}", thread.html);
    let nothing = browser.get("/feeds/courier/thread.atom?url=https://news.example/other").await;
    assert_eq!((nothing.status, entries(&nothing)), (200, 0));
    let author = browser.get(&format!("/feeds/courier/authors/{id}.atom")).await;
    assert!(entries(&author) == 1 && author.has("<name>ada</name>"), "{}", author.html);
    assert_eq!(browser.get(&format!("/feeds/courier/authors/{gone}.atom")).await.status, 404);
    assert_eq!(browser.get("/feeds/nowhere.atom").await.status, 404);

    let recent = browser.get("/embed/courier/recent").await;
    assert!(
        recent.has("Tide &#38; time wait &#60; for ]]&#62; none.") && !recent.has("Not for long."),
        "{}",
        recent.html
    );
    let piece = browser.get(&EMBED.replace("/courier?", "/courier/fragment?")).await;
    assert!(
        piece.html.starts_with("<section") && piece.has("<em>time</em>") && !piece.has("<script"),
        "{}",
        piece.html
    );
    app
}

async fn a_stream_tells_how_things_are(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let ada = app.reader("ada").await;
    comment(&app, &ada, TEXT).await;
    let page = Browser::new(&app).get(EMBED).await;
    let path = page.html.split("data-events=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a stream");
    let open = async |last: &str| {
        let request = app.request("GET", path).header("Last-Event-ID", last);
        request.send().await.expect("an answer")
    };
    let mut stream = open("").await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let mut told = String::new();
    let mut hear = async |stream: &mut reqwest::Response, wanted: &str| {
        while !told.contains(wanted) {
            let chunk = stream.chunk().await.expect("more").expect("no end");
            told.push_str(&String::from_utf8_lossy(&chunk));
        }
        std::mem::take(&mut told)
    };
    let first = hear(&mut stream, "\"comment_count\":1").await;
    assert!(first.contains("retry: ") && first.contains("id: 1\nevent: thread\n"), "{first}");
    comment(&app, &ada, "And on Monday.").await;
    hear(&mut stream, "\"comment_count\":2").await;

    let mut back = open("2").await;
    let began = hear(&mut back, "retry: ").await;
    assert!(!began.contains("data:"), "what is known is not told again: {began}");
    comment(&app, &ada, "And on Tuesday.").await;
    hear(&mut back, "\"comment_count\":3").await;

    let ines = app.moderator("courier", "ines").await;
    assert_eq!(app.get("/api/v1/moderation/events?site=courier", Some(&ada)).await.status, 403);
    let request = app.request("GET", "/api/v1/moderation/events?site=courier").bearer_auth(&ines.token);
    let mut desk = request.send().await.expect("an answer");
    hear(&mut desk, "\"queue\":\"unreviewed\"").await;
    app
}
