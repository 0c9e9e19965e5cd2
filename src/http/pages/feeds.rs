//! What other programs and pages show of the comments: Atom feeds, the newest as a small page, and a thread as a piece of
//! HTML for publishers that put it into their own. Permission: anyone.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, VARY};
use actix_web::web::{Data, Path, Query, ServiceConfig};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::thread::gone;
use super::visitor::Visitor;
use super::words::Words;
use super::{PageError, get, page_at, policy_for, show};
use crate::actions::look_at_thread::{self, Part};
use crate::actions::read_recent::{self, Recent, Scope};
use crate::actions::{CommentTree, Service, Sort};
use crate::http::cache::{Kind, Page, ThreadCache};
use crate::model::comment::Status;
use crate::model::ids::CommentId;
use crate::model::page::PageRequest;
use crate::model::time::Timestamp;

const ENTRIES: i64 = 50;
const RECENT: i64 = 10;
/// Characters of a text in the list of the newest.
const EXCERPT: usize = 140;
const A_FRAGMENT: i64 = 50;

pub fn configure(config: &mut ServiceConfig) {
    let at = |path| page_at(path, "GET, HEAD");
    config
        .service(at("/feeds/{site}.atom").route(get().to(site_feed)))
        .service(at("/feeds/{site}/thread.atom").route(get().to(thread_feed)))
        .service(at("/feeds/{site}/authors/{id}.atom").route(get().to(author_feed)))
        .service(at("/embed/{site}/recent").route(get().to(recent)))
        .service(at("/embed/{site}/fragment").route(get().to(fragment)));
}

#[derive(Template)]
#[template(path = "thread/feed.xml")]
struct Feed {
    w: Words,
    id: String,
    site_name: String,
    updated: Timestamp,
    items: Vec<Entry>,
}

struct Entry {
    id: CommentId,
    name: String,
    title: String,
    link: String,
    published: Timestamp,
    updated: Timestamp,
    html: String,
    excerpt: String,
    ago: String,
}

impl Entry {
    fn of(recent: Recent, w: Words, now: Timestamp) -> Self {
        let Recent { comment, author_name, thread } = recent;
        let name = author_name.filter(|name| !name.is_empty()).or(comment.guest_name);
        let plain = plain(&comment.body_html);
        let excerpt: String = plain.chars().take(EXCERPT).collect();
        let cut = if excerpt.len() < plain.len() { "…" } else { "" };
        Self {
            id: comment.id,
            name: allowed(&name.unwrap_or_else(|| w.say("thread-former-reader"))),
            title: allowed(thread.title.as_deref().unwrap_or(&thread.url)),
            link: format!("{}#comment-{}", thread.url, comment.id),
            published: comment.created_at,
            updated: comment.edited_at.unwrap_or(comment.created_at),
            html: allowed(&comment.body_html),
            excerpt: format!("{}{cut}", excerpt.trim_end()),
            ago: w.ago(comment.created_at, now),
        }
    }
}

impl Entry {
    fn headline(&self, w: &Words) -> String {
        w.with_two("feed-entry", ("name", &self.name), ("title", &self.title))
    }
}

/// Without what XML 1.0 cannot hold.
fn allowed(text: &str) -> String {
    let fine = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(fine).collect()
}

/// The text of cleaned HTML, on one line.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (at, part) in html.split('<').enumerate() {
        let shown = if at == 0 { part } else { part.split_once('>').map_or("", |(_, shown)| shown) };
        text.push_str(shown);
        text.push(' ');
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&nbsp;", " ").replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Deserialize)]
struct ThreadQuery {
    url: String,
}

async fn site_feed(
    svc: Data<Service>,
    request: HttpRequest,
    site: Path<String>,
    visitor: Visitor,
) -> Result<HttpResponse, PageError> {
    feed(&svc, &request, &site, visitor.w, Scope::Site).await
}

async fn thread_feed(
    svc: Data<Service>,
    request: HttpRequest,
    site: Path<String>,
    visitor: Visitor,
    query: Query<ThreadQuery>,
) -> Result<HttpResponse, PageError> {
    feed(&svc, &request, &site, visitor.w, Scope::Thread(query.into_inner().url)).await
}

async fn author_feed(
    svc: Data<Service>,
    request: HttpRequest,
    path: Path<(String, CommentId)>,
    visitor: Visitor,
) -> Result<HttpResponse, PageError> {
    let (site, id) = path.into_inner();
    feed(&svc, &request, &site, visitor.w, Scope::Author(id)).await
}

async fn feed(
    svc: &Data<Service>,
    request: &HttpRequest,
    site: &str,
    w: Words,
    scope: Scope,
) -> Result<HttpResponse, PageError> {
    let now = svc.clock.now();
    let list = read_recent::run(svc, site, scope, ENTRIES).await?;
    let items: Vec<Entry> = list.items.into_iter().map(|recent| Entry::of(recent, w, now)).collect();
    let updated = items.iter().map(|entry| entry.updated).max().unwrap_or(Timestamp::from_micros(0));
    let path = request.uri().path_and_query().map_or("", |path| path.as_str());
    let id = format!("{}{path}", svc.public_url);
    let feed = Feed { w, id, site_name: allowed(&list.site_name), updated, items };
    let xml = feed.render().map_err(|error| PageError::internal(&error.to_string()))?;
    Ok(HttpResponse::Ok()
        .content_type("application/atom+xml; charset=utf-8")
        .insert_header((CACHE_CONTROL, "public, max-age=60"))
        .insert_header((VARY, "Accept-Language, Cookie"))
        .body(xml))
}

#[derive(Template)]
#[template(path = "thread/recent.html")]
struct RecentPage {
    w: Words,
    items: Vec<Entry>,
}

async fn recent(svc: Data<Service>, site: Path<String>, visitor: Visitor) -> Result<HttpResponse, PageError> {
    let now = svc.clock.now();
    let list = read_recent::run(&svc, &site, Scope::Site, RECENT).await?;
    let items = list.items.into_iter().map(|recent| Entry::of(recent, visitor.w, now)).collect();
    let mut response = show(StatusCode::OK, &RecentPage { w: visitor.w, items })?;
    if let Ok(policy) = policy_for(&list.origins).parse() {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

#[derive(Template)]
#[template(path = "thread/fragment.html")]
struct Fragment {
    w: Words,
    count: i64,
    comments: Vec<Piece>,
}

#[derive(Template)]
#[template(path = "thread/piece.html")]
struct Piece {
    w: Words,
    id: CommentId,
    /// `None`: only its place is left.
    name: Option<String>,
    /// The message that says so.
    gone: &'static str,
    iso: String,
    date: String,
    html: String,
    replies: Vec<Piece>,
}

impl Piece {
    fn of(tree: CommentTree, w: Words) -> Self {
        let CommentTree { comment, author_name, replies } = tree;
        let name = author_name.filter(|name| !name.is_empty()).or(comment.guest_name);
        let name = name.unwrap_or_else(|| w.say("thread-former-reader"));
        Self {
            id: comment.id,
            name: (comment.status == Status::Published).then_some(name),
            gone: gone(comment.status),
            iso: comment.created_at.to_string(),
            date: w.date(comment.created_at),
            html: if comment.status == Status::Published { comment.body_html } else { String::new() },
            replies: replies.into_iter().map(|reply| Self::of(reply, w)).collect(),
            w,
        }
    }
}

/// The first comments of a thread, oldest first, without a form: a publisher puts it into a page of its own, for readers
/// without scripts and for search engines.
async fn fragment(
    request: HttpRequest,
    svc: Data<Service>,
    cache: Data<ThreadCache>,
    site: Path<String>,
    query: Query<ThreadQuery>,
) -> Result<HttpResponse, actix_web::Error> {
    let w = Visitor::extract(&request).await?.w;
    let build = || async {
        let part = Part::Page(Sort::Oldest, PageRequest { after: None, limit: A_FRAGMENT });
        let look = look_at_thread::run(&svc, &site, &query.url, part).await.map_err(PageError::from)?;
        let thread = look.thread.as_ref();
        let page = Fragment {
            w,
            count: thread.map_or(0, |thread| thread.comment_count),
            comments: look.page.items.into_iter().map(|tree| Piece::of(tree, w)).collect(),
        };
        let html = page.render().map_err(|error| PageError::internal(&error.to_string()))?;
        Ok(Page { bytes: html.into_bytes(), thread: look.thread.map(|thread| thread.id), origins: Vec::new() })
    };
    cache.answer(&svc, &request, Kind::Page(w.0), build).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_what_its_html_says() {
        assert_eq!(plain("<p>a &lt;b&gt; &amp;amp;</p>\n<p>c<br>d</p>"), "a <b> &amp; c d");
        assert_eq!(allowed("a\u{1}b\u{fffe}c\u{1f30a}"), "abc\u{1f30a}");
    }
}
