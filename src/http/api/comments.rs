//! The public thread, counts, and a comment's way in. Permission: anyone.

use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Data, Path, Query};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::List;
use crate::actions::form::{self, FormAnswer};
use crate::actions::post_comment::{self, GuestDetails, NewComment, Posted};
use crate::actions::{
    Comment, CommentTree, Counted, Error, Service, Sort, ThreadPage, counts as count_urls, thread_page,
};
use crate::http::cache::{Kind, Page, ThreadCache};
use crate::http::error::Problem;
use crate::http::extract::{self, Anyone};
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::model::account::Scope;
use crate::model::comment::{AuthorKind, Status};
use crate::model::finding::Finding;
use crate::model::ids::CommentId;
use crate::model::time::Timestamp;

#[derive(Serialize, ToSchema)]
pub struct CommentView {
    id: CommentId,
    parent_id: Option<CommentId>,
    status: Status,
    /// `None`: a tombstone, or an account that is gone.
    author: Option<AuthorView>,
    body_html: String,
    created_at: Timestamp,
    edited_at: Option<Timestamp>,
    /// The site's staff changed its text.
    edited_by_staff: bool,
    /// It stands first in its thread.
    pinned: bool,
    score: i64,
    reply_count: i64,
    #[schema(no_recursion)]
    replies: Vec<CommentView>,
}

#[derive(Serialize, ToSchema)]
pub struct AuthorView {
    name: String,
    kind: AuthorKind,
}

impl AuthorView {
    /// `account_name`: of an account that is not gone.
    pub fn of(comment: &Comment, account_name: Option<String>) -> Option<Self> {
        let name = account_name.filter(|name| !name.is_empty()).or_else(|| comment.guest_name.clone());
        name.map(|name| Self { name, kind: comment.author_kind })
    }
}

impl CommentView {
    /// As everybody may see it: of what is not published only the place is left.
    pub fn public(tree: CommentTree) -> Self {
        let published = tree.comment.status == Status::Published;
        let replies = tree.replies.into_iter().map(Self::public).collect();
        let name = tree.author_name.filter(|_| published);
        Self { replies, ..Self::own(tree.comment, name, published) }
    }

    /// As its author sees it.
    pub fn told(comment: Comment, name: Option<String>) -> Self {
        let status = comment.status.told();
        Self { status, ..Self::whole(comment, name) }
    }

    /// As the moderators see it.
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
            edited_by_staff: comment.staff_edited_at.is_some() && with_text,
            pinned: comment.pinned_at.is_some(),
            score: comment.score,
            reply_count: comment.reply_count,
            replies: Vec::new(),
        }
    }
}

#[derive(Deserialize, Clone, Copy, Default, ToSchema)]
#[serde(rename_all = "lowercase")]
enum SortName {
    #[default]
    Newest,
    Oldest,
    Top,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ThreadQuery {
    /// The article's address, on one of the site's origins.
    url: String,
    #[serde(default)]
    #[param(inline)]
    sort: SortName,
    #[param(minimum = 1, maximum = 1000, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Read an article's public thread
///
/// Top-level comments by page, each with its replies. Empty if nobody has commented. Permission: anyone.
#[utoipa::path(get, path = "/sites/{site}/comments", tag = "comments",
    params(("site" = String, Path, description = "The site's slug"), ThreadQuery),
    responses((status = 200, description = "A page", body = List<CommentView>)))]
pub async fn thread(
    svc: Data<Service>,
    cache: Data<ThreadCache>,
    request: HttpRequest,
) -> Result<HttpResponse, actix_web::Error> {
    let build = || async {
        let site = Path::<String>::extract(&request).await?;
        let query = Query::<ThreadQuery>::extract(&request).await?;
        let sort = match query.sort {
            SortName::Newest => Sort::Newest,
            SortName::Oldest => Sort::Oldest,
            SortName::Top => Sort::Top,
        };
        let asked = extract::page(query.limit, query.cursor.as_deref(), 1_000)?;
        let ThreadPage { thread, page } =
            thread_page(&svc, &site, &query.url, sort, asked).await.map_err(Problem::from)?;
        let list = List::from(page.map(CommentView::public));
        Ok(Page { bytes: serde_json::to_vec(&list)?, thread, origins: Vec::new() })
    };
    cache.answer(&svc, &request, Kind::Json, build).await
}

#[derive(Serialize, ToSchema)]
pub struct CountView {
    url: String,
    count: i64,
}

/// How many times `url` may be given.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the derive alone; the extractor takes pairs, which keeps their order")]
pub struct CountsQuery {
    /// The articles' addresses.
    #[param(style = Form, explode = true, min_items = 1, max_items = 100)]
    url: Vec<String>,
}

/// Count the published comments of many articles
///
/// Permission: anyone.
#[utoipa::path(get, path = "/sites/{site}/counts", tag = "comments",
    params(("site" = String, Path, description = "The site's slug"), CountsQuery),
    responses((status = 200, description = "In the order of the addresses", body = List<CountView>)))]
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

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentInput {
    url: String,
    title: Option<String>,
    parent_id: Option<CommentId>,
    body: String,
    guest: Option<GuestInput>,
    /// Whether to be told of replies; with an account usually so. A guest's address is asked by mail first.
    follow: Option<bool>,
    /// Whether to be told of every new comment in the thread.
    #[serde(default)]
    follow_thread: bool,
    /// What its form was handed out with; a site may ask programs that show a form to give it.
    form: Option<FormInput>,
}

/// What a comment form gives back, so that it can be told from a program that fills in forms.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormInput {
    /// From `GET /sites/{site}/form`, fetched when the form was shown.
    token: Option<String>,
    /// Of a field that people do not see; anything in it was written by a program.
    trap: Option<String>,
}

/// A comment form's token.
#[derive(Serialize, ToSchema)]
pub struct FormView {
    token: String,
}

/// Fetch a token for a comment form
///
/// To be sent with the comment as `form.token`: it tells how long somebody took to write. Permission: anyone.
#[utoipa::path(get, path = "/sites/{site}/form", tag = "comments", security(()),
    params(("site" = String, Path, description = "The site's slug")),
    responses((status = 200, description = "A token of now; it can be used for as long as the form stays open", body = FormView)))]
pub async fn form(svc: Data<Service>, site: Path<String>) -> Result<HttpResponse, Problem> {
    let token = form::token(&svc, &site).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(FormView { token }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuestInput {
    name: String,
    email: Option<String>,
    website: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct PostedView {
    #[serde(flatten)]
    comment: CommentView,
    /// Why it is held.
    findings: Vec<Finding>,
}

fn posted(posted: &Posted) -> Rendered {
    let status = match posted.comment.status.told() {
        Status::Published => StatusCode::CREATED,
        _ => StatusCode::ACCEPTED,
    };
    let comment = CommentView::told(posted.comment.clone(), Some(posted.author_name.clone()));
    json(status, &PostedView { comment, findings: posted.findings.clone() })
}

/// Comment under an article
///
/// Refused with 422 and the findings if the checks do not take it; with 403 and the type `urn:postil:problem:warning`
/// while a warning waits for `POST /me/sanctions/{id}/acknowledge`. Permission: anyone whom the site lets comment;
/// an API token needs the scope `comment`.
#[utoipa::path(post, path = "/sites/{site}/comments", tag = "comments", request_body = CommentInput, security((), ("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), IdempotencyKey),
    responses((status = 201, description = "It is published", body = PostedView),
        (status = 202, description = "It is held until a moderator, or another server, has looked; `findings` says why", body = PostedView)))]
pub async fn post(
    svc: Data<Service>,
    request: HttpRequest,
    site: Path<String>,
    Anyone(viewer): Anyone,
    input: Input<CommentInput>,
) -> Result<HttpResponse, Problem> {
    if viewer.as_ref().is_some_and(|viewer| !viewer.has_scope(Scope::Comment)) {
        return Err(Error::Forbidden.into());
    }
    let (CommentInput { url, title, parent_id, body, guest, follow, follow_thread, form }, keyed) =
        input.keyed(viewer.as_ref());
    let guest = guest.map(|GuestInput { name, email, website }| GuestDetails { name, email, website });
    let form = form.map(|FormInput { token, trap }| FormAnswer { token, trap });
    let new = NewComment { url, title, parent_id, body, guest, follow, follow_thread, form };
    let device = extract::device(&request);
    keyed.answer(&svc, posted, |recorder| post_comment::run(&svc, viewer, device, &site, new, recorder)).await
}
