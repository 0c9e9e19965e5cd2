//! Pages as a browser gets them, without scripts.

use postil::model::site::Policy;
use serde_json::json;

use crate::app::{PASSWORD, TestApp, on_both_databases};

on_both_databases!(
    a_mailed_link_is_used_by_its_button,
    a_forgotten_password_is_set_on_its_page,
    an_account_moves_by_the_page_of_its_link,
    errors_are_pages,
    assets_are_kept_by_their_content,
);

const NEW_PASSWORD: &str = "eleven gulls on the pier";

pub struct Page {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub html: String,
}

impl Page {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    pub fn has(&self, text: &str) -> bool {
        self.html.contains(text)
    }
}

/// A browser without scripts, which keeps cookies and stays where it is sent elsewhere.
pub struct Browser {
    client: reqwest::Client,
    base: String,
}

impl Browser {
    pub fn new(app: &TestApp) -> Self {
        let client = reqwest::Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none());
        let url = app.request("GET", "").build().expect("a request").url().to_string();
        Self { client: client.build().expect("a client"), base: url.trim_end_matches('/').to_owned() }
    }

    pub async fn get(&self, path: &str) -> Page {
        self.sent(self.client.get(format!("{}{path}", self.base))).await
    }

    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.sent(self.client.post(format!("{}{path}", self.base)).form(fields)).await
    }

    /// As [`Self::submit`], with what browsers say of the page that sends the form: `same-origin`, `cross-site`.
    pub async fn submit_from(&self, from: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self.client.post(format!("{}{path}", self.base)).header("sec-fetch-site", from);
        self.sent(request.form(fields)).await
    }

    async fn sent(&self, request: reqwest::RequestBuilder) -> Page {
        let response = request.send().await.expect("an answer");
        // Pages that other sites' pages show: they may also be the same for all, and then be kept.
        let framed = response.url().path().starts_with("/embed/");
        // Where templates of mails are written, braces are what is written.
        let of_templates = response.url().path().contains("/letters/");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let page = Page { status, headers, html: response.text().await.expect("a page") };
        if page.html.contains("<html") {
            let policy = page.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{policy}");
            assert!(policy.contains("form-action 'self'") && policy.contains("script-src 'self'"), "{policy}");
            assert!(framed || policy.contains("frame-ancestors 'none'"), "{policy}");
            assert!(page.header("cache-control") == "no-store" || framed, "{}", page.header("cache-control"));
            assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
            let scripts = ["type=\"module\" src=\"/assets/", "async src=\"/embed.js\" "];
            let ours = scripts.iter().map(|kind| page.html.matches(&format!("<script {kind}")).count()).sum::<usize>();
            assert_eq!(page.html.matches("<script").count(), ours, "no script stands in the page: {}", page.html);
            assert!(!page.has("style=\"") && (of_templates || !page.has("{{")), "{}", page.html);
        }
        page
    }
}

async fn signs_in(app: &TestApp, email: &str, password: &str) -> u16 {
    app.post("/api/v1/sessions", None, json!({"email": email, "password": password})).await.status
}

async fn a_mailed_link_is_used_by_its_button(app: TestApp) -> TestApp {
    app.site("courier", Policy::Open).await;
    let email = "ada@readers.example";
    let asked = json!({"email": email, "password": PASSWORD, "display_name": "Ada"});
    assert_eq!(app.post("/api/v1/accounts", None, asked).await.status, 202);
    let token = app.mailed_token(email, "/account/verify?").await;

    let browser = Browser::new(&app);
    let path = format!("/account/verify?token={token}");
    for _ in 0..2 {
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200);
        assert!(page.has("Confirm my address") && page.has(&format!("value=\"{token}\"")), "{}", page.html);
        assert!(page.has("The courier"), "the only site gives its name");
    }
    assert_eq!(signs_in(&app, email, PASSWORD).await, 401, "reading the page changes nothing");

    let done = browser.submit("/account/verify", &[("token", &token)]).await;
    assert!(done.status == 200 && done.has("Your account is ready"), "{}", done.html);
    assert_eq!(signs_in(&app, email, PASSWORD).await, 201);

    let again = browser.submit("/account/verify", &[("token", &token)]).await;
    assert!(again.status == 422 && again.has("This link doesn’t work any more"), "{}", again.html);
    app
}

async fn a_forgotten_password_is_set_on_its_page(app: TestApp) -> TestApp {
    let email = "bo@readers.example";
    app.reader("bo").await;
    assert_eq!(app.post("/api/v1/password-resets", None, json!({"email": email})).await.status, 202);
    let token = app.mailed_token(email, "/account/reset?").await;

    let browser = Browser::new(&app);
    let page = browser.get(&format!("/account/reset?token={token}")).await;
    assert!(page.status == 200 && page.has("minlength=\"10\""), "{}", page.html);
    let short = browser.submit("/account/reset", &[("token", &token), ("password", "short")]).await;
    assert_eq!(short.status, 422);
    assert!(
        short.has("a password of 10 to 128 characters") && short.has(&format!("value=\"{token}\"")),
        "{}",
        short.html
    );
    assert_eq!(signs_in(&app, email, PASSWORD).await, 201, "nothing has changed yet");

    let done = browser.submit("/account/reset", &[("token", &token), ("password", NEW_PASSWORD)]).await;
    assert!(done.status == 200 && done.has("Your password is set"), "{}", done.html);
    assert_eq!((signs_in(&app, email, PASSWORD).await, signs_in(&app, email, NEW_PASSWORD).await), (401, 201));
    let again = browser.submit("/account/reset", &[("token", &token), ("password", NEW_PASSWORD)]).await;
    assert!(again.status == 422 && again.has("This link doesn’t work any more"), "{}", again.html);
    app
}

async fn an_account_moves_by_the_page_of_its_link(app: TestApp) -> TestApp {
    let cy = app.reader("cy").await;
    let change = json!({"email": {"new": "cy@elsewhere.example", "password": PASSWORD}});
    let asked = app.patch("/api/v1/me", &cy, change).await;
    assert!(asked.status < 300, "{}", asked.body);
    let token = app.mailed_token("cy@elsewhere.example", "/account/address?").await;

    let browser = Browser::new(&app);
    let page = browser.get(&format!("/account/address?token={token}")).await;
    assert!(page.status == 200 && page.has("Use the new address"), "{}", page.html);
    assert_eq!(signs_in(&app, "cy@elsewhere.example", PASSWORD).await, 401, "reading the page changes nothing");
    let done = browser.submit("/account/address", &[("token", &token)]).await;
    assert!(done.status == 200 && done.has("Your address is changed"), "{}", done.html);
    assert_eq!(signs_in(&app, "cy@elsewhere.example", PASSWORD).await, 201);
    app
}

async fn errors_are_pages(app: TestApp) -> TestApp {
    let browser = Browser::new(&app);
    for path in ["/account/verify", "/account/reset?token=", "/account/address?tok"] {
        let page = browser.get(path).await;
        assert!(page.status == 404 && page.has("This link is not complete"), "{}", page.html);
    }
    let twice = browser.get("/account/verify?token=a&token=b").await;
    assert!(twice.status == 404 && twice.has("Page not found"), "{}", twice.html);
    let wrong = browser.submit("/account/verify", &[("token", "<script>\"")]).await;
    assert!(wrong.status == 422 && wrong.has("This link doesn’t work any more"), "{}", wrong.html);
    let long = browser.submit("/account/reset", &[("password", &"x".repeat(300_000))]).await;
    assert!(long.status == 413 && long.has("That is too long"), "{}", long.html);
    let json = browser.sent(app.request("POST", "/account/verify").json(&json!({"token": "x"}))).await;
    assert!(json.status == 415 && json.has("That could not be read"), "{}", json.html);
    let method = browser.sent(app.request("DELETE", "/account/verify")).await;
    assert!(method.status == 405 && method.header("allow") == "GET, HEAD, POST", "{}", method.html);
    assert_eq!(browser.get("/demo").await.status, 404, "the demo is not on a real server");
    app
}

async fn assets_are_kept_by_their_content(app: TestApp) -> TestApp {
    let browser = Browser::new(&app);
    let page = browser.get("/account/verify?token=x").await;
    for name in ["postil.css", "favicon.svg"] {
        let href = page.html.split('"').find(|text| text.starts_with(&format!("/assets/{name}?v="))).expect(name);
        let asset = browser.get(href).await;
        assert_eq!((asset.status, asset.header("cache-control")), (200, "public, max-age=31536000, immutable"));
        assert!(!asset.html.is_empty());
        let plain = browser.get(&format!("/assets/{name}")).await;
        assert_eq!((plain.status, plain.header("cache-control")), (200, "no-cache"));
        let known = app.request("GET", &format!("/assets/{name}")).header("if-none-match", asset.header("etag"));
        assert_eq!(browser.sent(known).await.status, 304);
    }
    let nothing = browser.get("/assets/secret").await;
    assert!(nothing.status == 404 && nothing.has("Page not found"));
    app
}
