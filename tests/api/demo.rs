//! The demo's article and its form, as a browser without scripts uses them.

use postil::clock::Clock;
use postil::model::article::Article;
use postil::model::site::Policy;
use serde_json::{Value, json};

use crate::app::{Backend, PASSWORD, Person, TestApp, run_with_article};
use crate::pages::{Browser, Page};

/// The scheme of the addresses that browsers of these tests speak: cookies for https would stay at home.
const ARTICLE: &str = "http://news.example/2026/harbour";
const COMMENTS: &str = "/api/v1/sites/courier/comments";
const TEXT: &str = "The bar was dry at half tide on Sunday.";

/// Makes two tests of one, with the article: on SQLite and on PostgreSQL.
macro_rules! with_the_article {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn on_sqlite() {
                super::run(crate::app::Backend::Sqlite, super::$name);
            }

            #[test]
            fn on_postgres() {
                super::run(crate::app::Backend::Postgres, super::$name);
            }
        }
    )+};
}

with_the_article!(
    a_guest_comments_by_the_form,
    a_form_from_elsewhere_does_nothing,
    a_session_of_pages_ends_like_any_other,
    what_was_typed_comes_back_as_text,
    older_comments_are_on_the_next_page,
);

fn run<F, T>(backend: Backend, test: F)
where
    F: FnOnce(TestApp) -> T,
    T: Future<Output = TestApp>,
{
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
    run_with_article(backend, article, async |app: TestApp| {
        app.site("courier", Policy::Open).await;
        test(app).await
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

async fn sign_in(browser: &Browser, email: &str) -> Page {
    let page = browser.get("/demo/sign-in").await;
    let fields = [("csrf", csrf(&page)), ("email", email), ("password", PASSWORD)];
    browser.submit("/demo/sign-in", &fields).await
}

async fn a_guest_comments_by_the_form(app: TestApp) -> TestApp {
    let browser = Browser::new(&app);
    let led = browser.get("/2026/harbour").await;
    assert_eq!((led.status, led.header("location")), (303, "/demo"), "where mails lead");
    let page = browser.get("/demo").await;
    assert!(page.has("The harbour &#38; the mud") && page.has("<p>Once upon a tide.</p>"), "{}", page.html);

    let form = [("csrf", csrf(&page)), ("parent_id", ""), ("body", TEXT), ("name", "A rower"), ("email", "")];
    let posted = browser.submit("/demo/comments", &form).await;
    assert_eq!(posted.status, 303, "{}", posted.html);
    let comments = shown(&app).await;
    let id = comments[0]["id"].as_str().expect("an id");
    assert_eq!(posted.header("location"), format!("/demo#comment-{id}"));
    let page = browser.get(&format!("/demo?reply_to={id}")).await;
    assert!(page.has(&format!("id=\"comment-{id}\"")) && page.has("Reply to"), "{}", page.html);

    let reply = [("csrf", csrf(&page)), ("parent_id", id), ("body", "And on Monday."), ("name", "A sailor")];
    assert_eq!(browser.submit("/demo/comments", &reply).await.status, 303);
    assert_eq!(shown(&app).await[0]["replies"][0]["parent_id"], id);

    let gone = [("csrf", csrf(&page)), ("parent_id", "7"), ("body", "To nobody."), ("name", "A sailor")];
    let refused = browser.submit("/demo/comments", &gone).await;
    assert!(refused.status == 422 && refused.has("is not there any more") && refused.has("To nobody."));
    app.is_healthy().await;
    app
}

async fn a_form_from_elsewhere_does_nothing(app: TestApp) -> TestApp {
    app.reader("ada").await;
    let (browser, other) = (Browser::new(&app), Browser::new(&app));
    let (page, stolen) = (browser.get("/demo").await, other.get("/demo").await);
    for token in ["", "0", &csrf(&page)[1..], csrf(&stolen)] {
        let refused = browser.submit("/demo/comments", &[("csrf", token), ("body", TEXT), ("name", "A rower")]).await;
        assert!(refused.status == 403 && refused.has(TEXT) && refused.has("A rower"), "the text is kept");
        let fields = [("csrf", token), ("email", "ada@readers.example"), ("password", PASSWORD)];
        let refused = browser.submit("/demo/sign-in", &fields).await;
        assert!(refused.status == 403 && refused.header("set-cookie").is_empty(), "{}", refused.html);
    }
    let stranger = Browser::new(&app);
    let blind = stranger.submit("/demo/comments", &[("csrf", csrf(&page)), ("body", TEXT), ("name", "A rower")]).await;
    assert_eq!(blind.status, 403, "without the cookie the token is worth nothing");

    assert_eq!(sign_in(&browser, "ada@readers.example").await.status, 303);
    let stale = browser.submit("/demo/comments", &[("csrf", csrf(&page)), ("body", TEXT), ("name", "A rower")]).await;
    assert!(stale.status == 403 && stale.has("once more"), "a token from before signing in");
    assert_eq!(browser.submit("/demo/sign-out", &[("csrf", csrf(&page))]).await.status, 403);
    assert!(browser.get("/demo").await.has("Signed in as"), "still");
    assert_eq!(shown(&app).await.len(), 0);
    assert_eq!(browser.get("/demo/comments").await.status, 405, "reading writes nothing");
    assert_eq!(browser.get("/demo/sign-out").await.status, 405);
    app
}

async fn a_session_of_pages_ends_like_any_other(app: TestApp) -> TestApp {
    let bo = app.reader("bo").await;
    let browser = Browser::new(&app);
    let wrong = browser.get("/demo/sign-in").await;
    let fields = [("csrf", csrf(&wrong)), ("email", "bo@readers.example"), ("password", "not the password")];
    let wrong = browser.submit("/demo/sign-in", &fields).await;
    assert!(wrong.status == 401 && wrong.has("is not right") && wrong.has("bo@readers.example"), "{}", wrong.html);

    let signed_in = sign_in(&browser, "bo@readers.example").await;
    let cookie = signed_in.header("set-cookie").to_owned();
    assert!(cookie.starts_with("postil_session=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    let value = cookie.split(['=', ';']).nth(1).expect("a value").to_owned();
    let as_token = Person { token: value.clone(), refresh_token: String::new() };
    assert_eq!(app.get("/api/v1/me", Some(&as_token)).await.status, 401, "it is no token for the API");

    let page = browser.get("/demo").await;
    let form = [("csrf", csrf(&page)), ("parent_id", ""), ("body", TEXT)];
    assert_eq!(browser.submit("/demo/comments", &form).await.status, 303);
    assert_eq!(shown(&app).await[0]["author"]["name"], "bo");

    let sessions = app.get("/api/v1/sessions", Some(&bo)).await;
    let newest = sessions.body["items"][0]["id"].as_str().expect("a session").to_owned();
    assert_eq!(app.delete(&format!("/api/v1/sessions/{newest}"), &bo).await.status, 204);
    assert!(browser.get("/demo").await.has("writing as a guest"), "ended elsewhere, ended here");

    sign_in(&browser, "bo@readers.example").await;
    let page = browser.get("/demo").await;
    assert_eq!(browser.submit("/demo/sign-out", &[("csrf", csrf(&page))]).await.status, 303);
    assert!(browser.get("/demo").await.has("writing as a guest"));
    let (id, signature) = value.split_once('.').expect("two parts");
    let changed = [format!("{id}.{}", signature.replace(['0', '1'], "2")), format!("7.{signature}"), value.clone()];
    for forged in changed {
        let request = app.request("GET", "/demo").header("cookie", format!("postil_session={forged}"));
        let page = request.send().await.expect("an answer").text().await.expect("a page");
        assert!(page.contains("writing as a guest"), "{forged} was taken");
    }
    app
}

async fn what_was_typed_comes_back_as_text(app: TestApp) -> TestApp {
    let browser = Browser::new(&app);
    let page = browser.get("/demo").await;
    let hostile = "\"><script>alert(1)</script>";
    let form = [
        ("csrf", csrf(&page)),
        ("parent_id", hostile),
        ("body", "</textarea><script>alert(1)</script>"),
        ("name", hostile),
        ("email", hostile),
        ("website", "javascript:alert(1)"),
    ];
    let refused = browser.submit("/demo/comments", &form).await;
    assert!(refused.status == 422 && refused.has("id=\"website-error\"") && refused.has("id=\"email-error\""));
    assert!(refused.has("&#60;/textarea&#62;"), "{}", refused.html);

    let long = "é".repeat(20_001);
    let refused =
        browser.submit("/demo/comments", &[("csrf", csrf(&page)), ("body", &long), ("name", "A rower")]).await;
    assert!(refused.status == 422 && refused.has(&long) && refused.has("id=\"body-error\""), "the text is kept");
    let huge = "x".repeat(300_000);
    let refused = browser.submit("/demo/comments", &[("csrf", csrf(&page)), ("body", &huge)]).await;
    assert!(refused.status == 413 && refused.has("your text is still in the form"), "{}", refused.html);
    for query in ["?sort=%22%3E%3Cscript%3E", "?reply_to=%3Cscript%3E", "?utm_source=mail", "?reply_to=1"] {
        assert_eq!(browser.get(&format!("/demo{query}")).await.status, 200, "{query}");
    }
    assert_eq!(browser.get("/demo?cursor=%3Cscript%3E").await.status, 404);
    app
}

async fn older_comments_are_on_the_next_page(app: TestApp) -> TestApp {
    let ines = app.moderator("courier", "Ines").await;
    for number in 1..=21 {
        let comment = json!({"url": ARTICLE, "body": format!("Tide number {number}.")});
        assert_eq!(app.post(COMMENTS, Some(&ines), comment).await.status, 201);
    }
    let browser = Browser::new(&app);
    let page = browser.get("/demo?sort=oldest").await;
    assert!(page.has("21 comments") && page.has("Tide number 20.") && !page.has("Tide number 21."), "{}", page.html);
    let start = page.html.find("?sort=oldest&#38;cursor=").expect("a link to the rest");
    let cursor = page.html[start..].split("cursor=").nth(1).and_then(|rest| rest.split('#').next()).expect("a cursor");
    let rest = browser.get(&format!("/demo?sort=oldest&cursor={cursor}")).await;
    assert!(rest.has("Tide number 21.") && !rest.has("Tide number 20."), "{}", rest.html);
    assert!(!rest.has("cursor="), "there is no third page");
    app
}
