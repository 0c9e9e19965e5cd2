//! The thread under an article, as a page: inside other sites' pages by `embed.js`, or by itself.
//!
//! `look` shows it, `write` takes comments, `act` takes votes and follows, `one` is a single comment with all that can be
//! done with it, `sign_in` brings a session into a frame. Permission: anyone, unless a handler says otherwise.

mod act;
mod look;
mod one;
mod sign_in;
mod view;
mod write;

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use actix_web::web::{ServiceConfig, post};
use serde::Deserialize;
use url::form_urlencoded;

use super::{get, page_at, policy_for};
use crate::actions::Sort;
use crate::model::comment::Status;

pub(super) use view::name_of;

/// Top-level comments of a page.
const A_PAGE: i64 = 20;

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/embed/{site}", "GET, HEAD").route(get().to(look::read)))
        .service(page_at("/embed/{site}/comments", "POST").route(post().to(write::comment)))
        .service(page_at("/embed/{site}/act", "POST").route(post().to(act::act)))
        .service(
            page_at("/embed/{site}/comments/{id}", "GET, HEAD, POST")
                .route(get().to(one::read))
                .route(post().to(one::act)),
        )
        .configure(sign_in::configure);
}

/// Which thread, which part of it, and how it is to look: what all links of the page carry on.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(default)]
pub struct View {
    /// The article's address.
    pub url: String,
    pub title: String,
    pub sort: String,
    pub cursor: String,
    /// Only the conversation that this comment belongs to.
    pub comment: String,
    pub reply_to: String,
    pub lang: String,
    /// `light` or `dark`; else as the browser prefers.
    pub theme: String,
    /// Not empty: a frame inside another site's page, which the loader made. Only its first page says so; the script goes on.
    pub framed: String,
}

impl View {
    fn sort(&self) -> (&'static str, Sort) {
        match self.sort.as_str() {
            "oldest" => ("oldest", Sort::Oldest),
            "top" => ("top", Sort::Top),
            _ => ("newest", Sort::Newest),
        }
    }

    fn theme(&self) -> &'static str {
        match self.theme.as_str() {
            "light" => "light",
            "dark" => "dark",
            _ => "",
        }
    }

    /// Of the thread and its looks, without the part that is looked at.
    fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("url", &self.url);
        let rest = [("title", &self.title), ("lang", &self.lang), ("theme", &self.theme)];
        for (name, value) in rest.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        query.finish()
    }

    /// As [`Self::query`], with the part.
    fn whole_query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(self.query());
        let rest = [("sort", &self.sort), ("cursor", &self.cursor), ("comment", &self.comment)];
        for (name, value) in rest.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        query.finish()
    }
}

/// The message for what is left of a comment that nobody sees.
pub const fn gone(status: Status) -> &'static str {
    match status.told() {
        Status::Deleted => "thread-deleted",
        Status::Pending => "thread-checking",
        Status::Published | Status::Muted | Status::Rejected | Status::Spam => "thread-removed",
    }
}

/// Lets pages of these origins show the answer inside of them; nobody else.
fn framed(mut response: HttpResponse, origins: &[String]) -> HttpResponse {
    if let Ok(policy) = HeaderValue::from_str(&policy_for(origins)) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}
