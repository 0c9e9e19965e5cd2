//! What one was told, by mail or not: the list of news. Permission: whoever is signed in reads it; the person itself marks it
//! as read.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::PageQuery;
use crate::actions::Service;
use crate::actions::read_news::{self, News};
use crate::http::error::Problem;
use crate::http::extract::{Owner, SignedIn};
use crate::http::idempotency::Input;
use crate::model::ids::{CommentId, NotificationId};
use crate::model::notice::Notice;
use crate::model::page::Cursor;
use crate::model::time::Timestamp;

/// One thing that one was told.
#[derive(Serialize, ToSchema)]
pub struct NewsView {
    id: NotificationId,
    /// As in the table of `docs/MAIL.md`, such as `reply`.
    kind: String,
    /// Who wrote the comment that it is about, where that is somebody else.
    author: Option<String>,
    article_title: Option<String>,
    article_url: Option<String>,
    comment_id: Option<CommentId>,
    /// The comment's beginning.
    excerpt: Option<String>,
    read_at: Option<Timestamp>,
    created_at: Timestamp,
}

impl From<News> for NewsView {
    fn from(News { id, notice, read_at, created_at }: News) -> Self {
        let author = match &notice {
            Notice::Reply { replier: author, .. }
            | Notice::Mention { author, .. }
            | Notice::Followed { author, .. } => Some(author.clone()),
            _ => None,
        };
        let about = notice.about();
        Self {
            id,
            kind: notice.kind().to_owned(),
            author,
            article_title: about.map(|about| about.article_title.clone()),
            article_url: about.map(|about| about.article_url.clone()).filter(|url| !url.is_empty()),
            comment_id: about.map(|about| about.comment),
            excerpt: about.map(|about| about.excerpt.clone()).filter(|excerpt| !excerpt.is_empty()),
            read_at,
            created_at,
        }
    }
}

/// A page of the list, and how much of all is unread.
#[derive(Serialize, ToSchema)]
pub struct NewsList {
    items: Vec<NewsView>,
    next: Option<String>,
    /// Counted as far as 100.
    unread: i64,
}

/// Read what one was told
///
/// Newest first; the same things as by mail, and also those that one does not want by mail. Permission: whoever is signed in.
#[utoipa::path(get, path = "/me/news", tag = "accounts", security(("bearer" = [])), params(PageQuery),
    responses((status = 200, description = "A page", body = NewsList)))]
pub async fn list(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let (page, unread) = read_news::run(&svc, viewer, query.request()?).await?;
    let next = page.next.map(Cursor::encode);
    let items = page.items.into_iter().map(NewsView::from).collect();
    Ok(HttpResponse::Ok().json(NewsList { items, next, unread }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadInput {
    /// The newest one that was seen.
    up_to: NotificationId,
}

/// Mark as read what one was told
///
/// All up to and with that one; no mail that is yet to come repeats it. Permission: the person itself.
#[utoipa::path(post, path = "/me/news/read", tag = "accounts", request_body = ReadInput, security(("bearer" = [])),
    responses((status = 204, description = "It is marked")))]
pub async fn mark(svc: Data<Service>, Owner(viewer): Owner, input: Input<ReadInput>) -> Result<HttpResponse, Problem> {
    read_news::mark(&svc, viewer, input.value.up_to).await?;
    Ok(HttpResponse::NoContent().finish())
}
