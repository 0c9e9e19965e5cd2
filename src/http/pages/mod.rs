//! Pages for people: rendered here, complete without a script.
//!
//! A page is a template under `templates`, a struct with what it shows, and a handler. What goes wrong on the way
//! is a page too (`PageError`), never JSON.

mod account;
mod assets;
mod decide;
pub mod demo;
mod desk;
mod done;
mod error;
mod feeds;
mod field;
mod frame;
mod guest_cookie;
mod mail;
mod own;
mod session;
mod setup;
mod thread;
mod tokens;
mod topics;
mod visitor;
mod words;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue, LOCATION};
use actix_web::web::{self, Data, FormConfig, QueryConfig, ServiceConfig};
use actix_web::{HttpResponse, Resource, Route, guard};
use askama::Template;
use serde::Deserialize;

use crate::actions::{self, Error, Service};

pub use error::{PageError, in_readers_words};

/// A reader's browser runs our own files here and nothing that stands in a page, and loads nothing from elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Most bytes of a form. One character of a comment takes up to twelve of them (`%F0%9F%90%9F`), and a text that is too
/// long shall come back with the page, so that nobody loses it.
const MOST_BYTES: usize = 256 * 1024;

/// What pages are called when there is no site whose name they could bear.
const NO_NAME: &str = "Comments";

pub fn configure(config: &mut ServiceConfig) {
    setup::configure(config);
    session::configure(config);
    tokens::configure(config);
    feeds::configure(config);
    thread::configure(config);
    account::configure(config);
    assets::configure(config);
    own::configure(config);
    mail::configure(config);
    decide::configure(config);
    // After `decide` and `mail`, whose addresses look like those of sites.
    desk::configure(config);
}

/// The policy of a page that pages of these origins may show inside of them.
pub fn policy_for(origins: &[String]) -> String {
    let ancestors = format!("frame-ancestors 'self' {}", origins.join(" "));
    POLICY.replace("frame-ancestors 'none'", ancestors.trim_end())
}

/// Whether people read what is at this address: then errors are pages too.
pub fn is_page(path: &str) -> bool {
    let starts = ["/account", "/demo", "/assets", "/u/", "/desk", "/embed/", "/feeds/", "/setup"];
    path == "/" || starts.iter().any(|start| path.starts_with(start))
}

/// A resource of pages: with the limit of forms, and a page for wrong methods.
fn page_at(path: &str, allowed: &'static str) -> Resource {
    let forms = FormConfig::default().limit(MOST_BYTES).error_handler(|error, _| PageError::from(error).into());
    let queries = QueryConfig::default().error_handler(|_, _| PageError::nowhere().into());
    web::resource(path).app_data(forms).app_data(queries).default_service(web::to(move || async move {
        let mut response = HttpResponse::from_error(PageError::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "error-method",
            "error-method-why",
        ));
        response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
        response
    }))
}

fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// The answer that shows a page. None is kept by caches: they bear tokens, and what belongs to one reader.
fn show(status: StatusCode, page: &impl Template) -> Result<HttpResponse, PageError> {
    let html = page.render().map_err(|error| PageError::internal(&error.to_string()))?;
    Ok(answer(status, html))
}

fn answer(status: StatusCode, html: String) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(html)
}

/// Sends the browser on; what it had posted is not posted again.
fn elsewhere(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, to)).insert_header((CACHE_CONTROL, "no-store")).finish()
}

/// `next` if it is a path of this service, else `otherwise`: nobody is sent to somebody else's site.
fn own_path<'a>(next: &'a str, otherwise: &'a str) -> &'a str {
    let is_path = next.starts_with('/') && !next.starts_with("//");
    let is_plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_path && is_plain { next } else { otherwise }
}

/// What a link in a mail carries.
#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    token: String,
}

/// A link that does not hold is not told apart from one that never was.
fn unknown_link(error: Error) -> PageError {
    match error {
        Error::NotFound(_) => PageError::new(StatusCode::NOT_FOUND, "error-unknown-link", "error-unknown-link-why"),
        error => error.into(),
    }
}

/// Links of mails belong to no site, but where there is only one, readers know its name.
async fn name(svc: &Data<Service>) -> Result<String, PageError> {
    Ok(actions::only_site(svc).await?.unwrap_or_else(|| NO_NAME.to_owned()))
}
