//! One comment after it was posted: reading, changing, deleting it and voting on it.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::List;
use super::comments::CommentView;
use crate::actions::read_comment::{self, Revision, SeenComment};
use crate::actions::vote::{self as vote_action, Voted};
use crate::actions::{CommentTree, Service, delete_comment, edit_comment};
use crate::http::error::Problem;
use crate::http::extract::{self, Anyone, Commenter, SignedIn};
use crate::http::idempotency::Input;
use crate::model::comment::Status;
use crate::model::finding::Finding;
use crate::model::ids::CommentId;
use crate::model::time::Timestamp;

#[derive(Serialize, ToSchema)]
pub struct SeenView {
    #[serde(flatten)]
    comment: CommentView,
    /// For its author and the site's staff: the source as the author wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// For its author and the site's staff: grows with every edit and every decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<i32>,
}

impl From<SeenComment> for SeenView {
    fn from(SeenComment { comment, author_name, whole }: SeenComment) -> Self {
        if whole {
            let (body, revision) = (Some(comment.body.clone()), Some(comment.revision));
            return Self { comment: CommentView::whole(comment, author_name), body, revision };
        }
        let alone = CommentTree { comment, author_name, replies: Vec::new() };
        Self { comment: CommentView::public(alone), body: None, revision: None }
    }
}

/// Read one comment
///
/// Its replies have an address of their own. Permission: anyone, once it is published; before, and after it was taken
/// down, its author and staff of the site.
#[utoipa::path(get, path = "/comments/{id}", tag = "comments", security((), ("bearer" = [])), params(("id" = CommentId, Path)),
    responses((status = 200, description = "The comment", body = SeenView)))]
pub async fn read(svc: Data<Service>, Anyone(viewer): Anyone, id: Path<CommentId>) -> Result<HttpResponse, Problem> {
    let seen = read_comment::comment(&svc, viewer, id.into_inner()).await?;
    Ok(HttpResponse::Ok().json(SeenView::from(seen)))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RepliesQuery {
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Read the replies to a comment
///
/// The direct ones, oldest first; `reply_count` tells which have replies of their own. Permission: anyone.
#[utoipa::path(get, path = "/comments/{id}/replies", tag = "comments", params(("id" = CommentId, Path), RepliesQuery),
    responses((status = 200, description = "A page", body = List<CommentView>)))]
pub async fn replies(
    svc: Data<Service>,
    id: Path<CommentId>,
    query: Query<RepliesQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let page = read_comment::replies(&svc, id.into_inner(), request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(CommentView::public))))
}

#[derive(Serialize, ToSchema)]
pub struct RevisionView {
    revision: i32,
    body: String,
    created_at: Timestamp,
    /// Written by the staff, or brought back by them.
    by_staff: bool,
}

/// Read what a comment said before it was changed
///
/// Oldest first, the present text last. Permission: its author and staff of the site.
#[utoipa::path(get, path = "/comments/{id}/revisions", tag = "comments", security(("bearer" = [])), params(("id" = CommentId, Path)),
    responses((status = 200, description = "All texts", body = List<RevisionView>)))]
pub async fn revisions(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    id: Path<CommentId>,
) -> Result<HttpResponse, Problem> {
    let revisions = read_comment::revisions(&svc, viewer, id.into_inner()).await?.into_iter();
    let items = revisions.map(|Revision { revision, body, created_at, by_staff }| RevisionView {
        revision,
        body,
        created_at,
        by_staff,
    });
    Ok(HttpResponse::Ok().json(List { items: items.collect(), next: None }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditInput {
    body: String,
}

#[derive(Serialize, ToSchema)]
pub struct EditedView {
    #[serde(flatten)]
    comment: CommentView,
    body: String,
    revision: i32,
    /// What the checks found in the new text.
    findings: Vec<Finding>,
}

/// Change a comment
///
/// For as many minutes as the site allows; its staff may at any time. The new text is reviewed as a new comment's and
/// refused with 422 and the findings if the checks do not take it; then nothing changes. 409 if the time is over, or
/// the comment was changed or decided on meanwhile. Permission: its author; an API token needs the scope `comment`.
#[utoipa::path(patch, path = "/comments/{id}", tag = "comments", request_body = EditInput, security(("bearer" = [])),
    params(("id" = CommentId, Path)),
    responses((status = 200, description = "It is published", body = EditedView),
        (status = 202, description = "It is held until a moderator, or another server, has looked", body = EditedView)))]
pub async fn edit(
    svc: Data<Service>,
    request: HttpRequest,
    Commenter(viewer): Commenter,
    id: Path<CommentId>,
    input: Input<EditInput>,
) -> Result<HttpResponse, Problem> {
    let device = extract::device(&request);
    let edited = edit_comment::run(&svc, viewer, device, id.into_inner(), &input.value.body).await?;
    let mut response = match edited.comment.status.told() {
        Status::Published => HttpResponse::Ok(),
        _ => HttpResponse::Accepted(),
    };
    Ok(response.json(EditedView {
        body: edited.comment.body.clone(),
        revision: edited.comment.revision,
        comment: CommentView::told(edited.comment, Some(edited.author_name)),
        findings: edited.findings,
    }))
}

/// Delete a comment
///
/// Its text is gone for good; while replies stand below it, its place in the thread stays. Permission: its author, by an
/// API token of the scope `comment`, and staff of the site, by one of the scope `moderate`.
#[utoipa::path(delete, path = "/comments/{id}", tag = "comments", security(("bearer" = [])), params(("id" = CommentId, Path)),
    responses((status = 204, description = "It is deleted")))]
pub async fn delete(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    id: Path<CommentId>,
) -> Result<HttpResponse, Problem> {
    delete_comment::run(&svc, viewer, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoteInput {
    /// 1 or -1.
    #[schema(minimum = -1, maximum = 1)]
    value: i32,
}

#[derive(Serialize, ToSchema)]
pub struct VotedView {
    /// Votes up minus votes down.
    score: i64,
    /// One's own vote: 1, -1 or none.
    value: Option<i32>,
}

impl From<Voted> for VotedView {
    fn from(Voted { score, value }: Voted) -> Self {
        Self { score, value }
    }
}

/// Vote on a comment
///
/// One vote an account: a second one replaces the first. 409 for one's own comment. Permission: any account that is
/// neither banned nor suspended; an API token needs the scope `comment`.
#[utoipa::path(put, path = "/comments/{id}/vote", tag = "comments", request_body = VoteInput, security(("bearer" = [])),
    params(("id" = CommentId, Path)),
    responses((status = 200, description = "The vote counts", body = VotedView)))]
pub async fn vote(
    svc: Data<Service>,
    request: HttpRequest,
    Commenter(viewer): Commenter,
    id: Path<CommentId>,
    input: Input<VoteInput>,
) -> Result<HttpResponse, Problem> {
    let network = extract::network(&request);
    let voted = vote_action::cast(&svc, viewer, network, id.into_inner(), input.value.value).await?;
    Ok(HttpResponse::Ok().json(VotedView::from(voted)))
}

/// Take one's vote back
///
/// Permission: any account; an API token needs the scope `comment`.
#[utoipa::path(delete, path = "/comments/{id}/vote", tag = "comments", security(("bearer" = [])), params(("id" = CommentId, Path)),
    responses((status = 200, description = "There is no vote any more", body = VotedView)))]
pub async fn withdraw_vote(
    svc: Data<Service>,
    Commenter(viewer): Commenter,
    id: Path<CommentId>,
) -> Result<HttpResponse, Problem> {
    let voted = vote_action::withdraw(&svc, viewer, id.into_inner()).await?;
    Ok(HttpResponse::Ok().json(VotedView::from(voted)))
}
