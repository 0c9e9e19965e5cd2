//! What is known of somebody who comments, for moderators. Permission: staff of the comment's site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::List;
use super::comments::CommentView;
use super::moderation::{AuthorSummaryView, ThreadView};
use crate::actions::Service;
use crate::actions::author_notes::{self, NamedNote};
use crate::actions::read_author::{self, AuthorComment, AuthorPage};
use crate::http::error::Problem;
use crate::http::extract::{self, Moderator, SignedIn};
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::model::comment::{AuthorKind, Status};
use crate::model::ids::{AuthorNoteId, CommentId};
use crate::model::time::Timestamp;

#[derive(Serialize, ToSchema)]
pub struct AuthorPageView {
    /// `None`: an account that is gone.
    name: Option<String>,
    kind: AuthorKind,
    #[serde(flatten)]
    summary: AuthorSummaryView,
    /// What moderators of the site told each other, newest first; the newest 100.
    notes: Vec<NoteView>,
}

#[derive(Serialize, ToSchema)]
pub struct NoteView {
    id: AuthorNoteId,
    body: String,
    /// `None`: an account that is gone.
    by: Option<String>,
    created_at: Timestamp,
}

impl From<NamedNote> for NoteView {
    fn from(NamedNote { note, by }: NamedNote) -> Self {
        Self { id: note.id, body: note.body, by, created_at: note.created_at }
    }
}

impl From<AuthorPage> for AuthorPageView {
    fn from(AuthorPage { listed: (comment, name), summary, notes, .. }: AuthorPage) -> Self {
        Self {
            name: name.filter(|name| !name.is_empty()).or(comment.guest_name),
            kind: comment.author_kind,
            summary: summary.into(),
            notes: notes.into_iter().map(NoteView::from).collect(),
        }
    }
}

/// Read what is known of a comment's author
///
/// On the comment's site: what became of the author's comments, how far the site trusts the author and why, the measures in
/// force, and what the moderators noted. Permission: staff of the comment's site.
#[utoipa::path(get, path = "/moderation/comments/{id}/author", tag = "moderation", security(("bearer" = [])),
    params(("id" = CommentId, Path)), responses((status = 200, description = "The author", body = AuthorPageView)))]
pub async fn read(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    id: Path<CommentId>,
) -> Result<HttpResponse, Problem> {
    let page = read_author::run(&svc, viewer, id.into_inner()).await?;
    Ok(HttpResponse::Ok().json(AuthorPageView::from(page)))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuthorCommentsQuery {
    /// Only comments of it.
    #[param(inline)]
    status: Option<Status>,
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct AuthorCommentView {
    #[serde(flatten)]
    comment: CommentView,
    /// The source as the author wrote it.
    body: String,
    /// To be sent back with a decision.
    revision: i32,
    reviewed_at: Option<Timestamp>,
    thread: ThreadView,
}

impl From<AuthorComment> for AuthorCommentView {
    fn from(AuthorComment { listed: (comment, name), thread }: AuthorComment) -> Self {
        Self {
            body: comment.body.clone(),
            revision: comment.revision,
            reviewed_at: comment.reviewed_at,
            comment: CommentView::whole(comment, name),
            thread: thread.into(),
        }
    }
}

/// List what a comment's author wrote
///
/// On the comment's site, newest first. Permission: staff of the comment's site.
#[utoipa::path(get, path = "/moderation/comments/{id}/author/comments", tag = "moderation", security(("bearer" = [])),
    params(("id" = CommentId, Path), AuthorCommentsQuery),
    responses((status = 200, description = "A page", body = List<AuthorCommentView>)))]
pub async fn comments(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    id: Path<CommentId>,
    query: Query<AuthorCommentsQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let page = read_author::comments(&svc, viewer, id.into_inner(), query.status, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(AuthorCommentView::from))))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteInput {
    /// At most 2000 characters.
    body: String,
}

fn noted(note: &NamedNote) -> Rendered {
    json(StatusCode::CREATED, &NoteView::from(note.clone()))
}

/// Note something about a comment's author
///
/// For the moderators of the comment's site; the author sees it only in the export of the account. Permission: staff of
/// the comment's site; an API token needs the scope `moderate`.
#[utoipa::path(post, path = "/moderation/comments/{id}/author/notes", tag = "moderation", request_body = NoteInput, security(("bearer" = [])),
    params(("id" = CommentId, Path), IdempotencyKey),
    responses((status = 201, description = "The note", body = NoteView)))]
pub async fn note(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<CommentId>,
    input: Input<NoteInput>,
) -> Result<HttpResponse, Problem> {
    let (NoteInput { body }, keyed) = input.keyed(Some(&viewer));
    let id = id.into_inner();
    keyed.answer(&svc, noted, |recorder| author_notes::write(&svc, viewer, id, &body, recorder)).await
}

/// Remove a note about an author
///
/// Permission: who wrote it, and administrators; an API token needs the scope `moderate`.
#[utoipa::path(delete, path = "/moderation/author-notes/{id}", tag = "moderation", security(("bearer" = [])),
    params(("id" = AuthorNoteId, Path)), responses((status = 204, description = "Removed")))]
pub async fn remove_note(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<AuthorNoteId>,
) -> Result<HttpResponse, Problem> {
    author_notes::remove(&svc, viewer, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
