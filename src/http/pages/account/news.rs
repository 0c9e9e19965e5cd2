//! What the account was told, by mail or not.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::Part;
use crate::actions::Service;
use crate::actions::read_news::{self, News};
use crate::http::pages::frame::Frame;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, elsewhere, get, page_at, show};
use crate::model::ids::NotificationId;
use crate::model::notice::Notice;
use crate::model::page::Cursor;
use crate::model::time::Timestamp;
use crate::texts::{self, Args};

pub fn configure(config: &mut ServiceConfig) {
    let at = page_at("/account/news", "GET, HEAD, POST");
    config.service(at.route(get().to(list)).route(post().to(mark)));
}

struct Entry {
    id: NotificationId,
    says: String,
    link: Option<String>,
    excerpt: String,
    is_unread: bool,
    iso: String,
    ago: String,
}

#[derive(Template)]
#[template(path = "account/news.html")]
struct NewsPage {
    frame: Frame,
    place: &'static str,
    entries: Vec<Entry>,
    /// Of those shown; marked as read with all before it. `None`: nothing is unread.
    newest: Option<NotificationId>,
    cursor: String,
    is_first: bool,
    next: Option<String>,
}

/// What happened in a sentence: the subject of the mail about it.
fn says(w: Words, notice: &Notice, host: &str) -> String {
    let mut args = Args::new();
    args.set("host", host.to_owned());
    args.set("place", host.to_owned());
    if let Some(about) = notice.about() {
        args.set("title", about.article_title.clone());
    }
    let mut kind = notice.kind().to_owned();
    match notice {
        Notice::Reply { replier: who, .. }
        | Notice::Mention { author: who, .. }
        | Notice::Followed { author: who, .. } => args.set("who", who.clone()),
        Notice::AppealOutcome { outcome, .. } => kind = format!("appeal_outcome_subject_{}", outcome.as_str()),
        Notice::Sanctioned { site_name: Some(site), .. }
        | Notice::Warned { site_name: Some(site), .. }
        | Notice::SanctionEnded { site_name: Some(site), .. } => args.set("place", site.clone()),
        Notice::Waiting { site_name, comments, .. } => {
            args.set("site", site_name.clone());
            args.set("count", texts::number(*comments));
        }
        Notice::TargetBreached { site_name, oldest_minutes, .. } => {
            args.set("site", site_name.clone());
            args.set("age", w.age(*oldest_minutes));
        }
        Notice::Escalated { site_name, moderator, .. } => {
            args.set("site", site_name.clone());
            args.set("moderator", moderator.clone());
        }
        Notice::WeeklyFigures { site_name, week, .. } => {
            args.set("site", site_name.clone());
            args.set("received", texts::number(week.received));
        }
        _ => {}
    }
    let subject = if kind.contains("subject") { kind } else { format!("{kind}_subject") };
    w.with_args(&subject.replace('_', "-"), &args)
}

/// Where there is more about it.
fn link(notice: &Notice) -> Option<String> {
    match notice {
        Notice::Escalated { site_slug, .. }
        | Notice::Waiting { site_slug, .. }
        | Notice::TargetBreached { site_slug, .. }
        | Notice::WeeklyFigures { site_slug, .. } => Some(format!("/desk/{site_slug}")),
        Notice::Sanctioned { .. } | Notice::Warned { .. } | Notice::SanctionEnded { .. } => Some("/account".to_owned()),
        Notice::NewSignIn { .. } | Notice::PasswordChanged { .. } => Some("/account/sessions".to_owned()),
        Notice::CommentNotPublished { .. }
        | Notice::CommentRemoved { .. }
        | Notice::EditAsked { .. }
        | Notice::AppealOutcome { .. } => Some("/account/comments".to_owned()),
        _ => {
            let about = notice.about()?;
            (!about.article_url.is_empty()).then(|| format!("{}#comment-{}", about.article_url, about.comment))
        }
    }
}

impl Entry {
    fn of(news: News, w: Words, host: &str, now: Timestamp) -> Self {
        let News { id, notice, read_at, created_at } = news;
        Self {
            id,
            says: says(w, &notice, host),
            link: link(&notice),
            excerpt: notice.about().map(|about| about.excerpt.clone()).unwrap_or_default(),
            is_unread: read_at.is_none(),
            iso: created_at.to_string(),
            ago: w.ago(created_at, now),
        }
    }
}

async fn list(svc: Data<Service>, visitor: Visitor, part: Query<Part>) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    let (page, _) = read_news::run(&svc, viewer, part.request()?).await?;
    let (w, now) = (visitor.w, svc.clock.now());
    let host = svc.public_url.split_once("://").map_or(svc.public_url.as_str(), |(_, host)| host);
    let frame = Frame::of(&svc, &visitor).await?;
    let newest = page.items.first().map(|news| news.id).filter(|_| frame.unread > 0);
    let page = NewsPage {
        frame,
        place: "/news",
        entries: page.items.into_iter().map(|news| Entry::of(news, w, host, now)).collect(),
        newest,
        cursor: part.cursor.clone(),
        is_first: part.is_first(),
        next: page.next.map(Cursor::encode),
    };
    Ok(visitor.remembered(show(StatusCode::OK, &page)?))
}

/// What the buttons bring: one of the last two.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Mark {
    csrf: String,
    cursor: String,
    one: Option<NotificationId>,
    up_to: Option<NotificationId>,
}

async fn mark(svc: Data<Service>, visitor: Visitor, written: Form<Mark>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let viewer = visitor.signed_in()?;
    match (written.one, written.up_to) {
        (Some(id), _) => read_news::mark_one(&svc, viewer, id).await?,
        (None, Some(id)) => read_news::mark(&svc, viewer, id).await?,
        (None, None) => return Err(PageError::nowhere()),
    }
    let cursor: String = url::form_urlencoded::byte_serialize(written.cursor.as_bytes()).collect();
    Ok(visitor.remembered(elsewhere(&format!("/account/news?cursor={cursor}"))))
}
