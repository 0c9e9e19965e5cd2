//! The public thread, counts, and a comment's way in. Permission: anyone.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::List;
use crate::actions::post_comment::{self, GuestDetails, NewComment};
use crate::actions::{Comment, CommentTree, Counted, Service, Sort, counts as count_urls, thread_page};
use crate::http::error::Problem;
use crate::http::extract::{self, Anyone};
use crate::model::comment::{AuthorKind, Status};
use crate::model::finding::Finding;
use crate::model::ids::CommentId;
use crate::model::time::Timestamp;

#[derive(Serialize)]
pub struct CommentView {
    id: CommentId,
    parent_id: Option<CommentId>,
    status: Status,
    /// `None`: a tombstone, or an account that is gone.
    author: Option<AuthorView>,
    body_html: String,
    created_at: Timestamp,
    edited_at: Option<Timestamp>,
    score: i64,
    reply_count: i64,
    replies: Vec<CommentView>,
}

#[derive(Serialize)]
pub struct AuthorView {
    name: String,
    kind: AuthorKind,
}

impl CommentView {
    /// As everybody may see it: of what is not published only the place is left.
    pub fn public(tree: CommentTree) -> Self {
        let published = tree.comment.status == Status::Published;
        let replies = tree.replies.into_iter().map(Self::public).collect();
        let name = tree.author_name.filter(|_| published);
        Self { replies, ..Self::own(tree.comment, name, published) }
    }

    /// As its author and the moderators see it.
    pub fn whole(comment: Comment, name: Option<String>) -> Self {
        Self::own(comment, name, true)
    }

    fn own(comment: Comment, account_name: Option<String>, with_text: bool) -> Self {
        let guest_name = comment.guest_name.filter(|_| with_text);
        let name = account_name.filter(|name| !name.is_empty()).or(guest_name);
        Self {
            id: comment.id,
            parent_id: comment.parent_id,
            status: comment.status,
            author: name.map(|name| AuthorView { name, kind: comment.author_kind }),
            body_html: if with_text { comment.body_html } else { String::new() },
            created_at: comment.created_at,
            edited_at: comment.edited_at,
            score: comment.score,
            reply_count: comment.reply_count,
            replies: Vec::new(),
        }
    }
}

#[derive(Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "lowercase")]
enum SortName {
    #[default]
    Newest,
    Oldest,
    Top,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThreadQuery {
    url: String,
    #[serde(default)]
    sort: SortName,
    limit: Option<i64>,
    cursor: Option<String>,
}

pub async fn thread(
    svc: Data<Service>,
    site: Path<String>,
    query: Query<ThreadQuery>,
) -> Result<HttpResponse, Problem> {
    let sort = match query.sort {
        SortName::Newest => Sort::Newest,
        SortName::Oldest => Sort::Oldest,
        SortName::Top => Sort::Top,
    };
    let request = extract::page(query.limit, query.cursor.as_deref(), 1_000)?;
    let page = thread_page(&svc, &site, &query.url, sort, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(CommentView::public))))
}

#[derive(Serialize)]
struct CountView {
    url: String,
    count: i64,
}

/// `?url=…&url=…`
pub async fn counts(
    svc: Data<Service>,
    site: Path<String>,
    query: Query<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let mut urls = Vec::new();
    for (name, value) in query.into_inner() {
        if name != "url" {
            return Err(Problem::field(&name, "is not a parameter here; only url is"));
        }
        urls.push(value);
    }
    let items = count_urls(&svc, &site, urls).await?;
    let items = items.into_iter().map(|Counted { url, count }| CountView { url, count }).collect();
    Ok(HttpResponse::Ok().json(List { items, next: None }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommentInput {
    url: String,
    title: Option<String>,
    parent_id: Option<CommentId>,
    body: String,
    guest: Option<GuestInput>,
    follow: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuestInput {
    name: String,
    email: Option<String>,
    website: Option<String>,
}

#[derive(Serialize)]
struct PostedView {
    #[serde(flatten)]
    comment: CommentView,
    /// Why it is held.
    findings: Vec<Finding>,
}

/// 201 published, 202 held, 422 refused.
pub async fn post(
    svc: Data<Service>,
    request: HttpRequest,
    site: Path<String>,
    Anyone(viewer): Anyone,
    input: Json<CommentInput>,
) -> Result<HttpResponse, Problem> {
    let CommentInput { url, title, parent_id, body, guest, follow } = input.into_inner();
    let guest = guest.map(|GuestInput { name, email, website }| GuestDetails { name, email, website });
    let new = NewComment { url, title, parent_id, body, guest, follow };
    let posted = post_comment::run(&svc, viewer, extract::network(&request), &site, new).await?;
    let mut response = match posted.comment.status {
        Status::Published => HttpResponse::Created(),
        _ => HttpResponse::Accepted(),
    };
    let comment = CommentView::whole(posted.comment, Some(posted.author_name));
    Ok(response.json(PostedView { comment, findings: posted.findings }))
}
