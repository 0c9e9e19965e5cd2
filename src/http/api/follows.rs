//! What one follows or does not want to hear of, and whom one ignores. Permission: any account.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{List, PageQuery};
use crate::actions::Service;
use crate::actions::follow::{self, Followed, Place};
use crate::http::error::Problem;
use crate::http::extract::{Commenter, SignedIn};
use crate::http::idempotency::Input;
use crate::model::ids::{CommentId, SiteId, ThreadId};
use crate::model::preferences::FollowState;
use crate::model::time::Timestamp;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowInput {
    state: FollowState,
}

/// A thread, or a comment in it with what stands below.
#[derive(Serialize, ToSchema)]
pub struct FollowView {
    site_id: SiteId,
    thread_id: ThreadId,
    /// `None`: the whole thread.
    comment_id: Option<CommentId>,
    state: FollowState,
    /// The article's.
    url: String,
    title: Option<String>,
    created_at: Timestamp,
}

impl From<Followed> for FollowView {
    fn from(Followed { follow, url, title }: Followed) -> Self {
        Self {
            site_id: follow.site_id,
            thread_id: follow.thread_id,
            comment_id: (follow.comment_id != 0).then(|| follow.comment_id.into()),
            state: if follow.muted { FollowState::Muted } else { FollowState::Following },
            url,
            title,
            created_at: follow.created_at,
        }
    }
}

/// An author one ignores.
#[derive(Serialize, ToSchema)]
pub struct IgnoredView {
    /// The comment by which it was done, which also takes it back.
    comment_id: CommentId,
    /// The author's name at that time.
    name: String,
    created_at: Timestamp,
}

async fn set(
    svc: &Data<Service>,
    Commenter(viewer): Commenter,
    place: Place,
    muted: Option<bool>,
) -> Result<HttpResponse, Problem> {
    follow::set(svc, viewer, place, muted).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Follow or mute what stands below a comment
///
/// In the place of what was chosen before. Permission: any account; an API token needs the scope `comment`.
#[utoipa::path(put, path = "/comments/{id}/follow", tag = "comments", request_body = FollowInput, security(("bearer" = [])),
    params(("id" = CommentId, Path)), responses((status = 204, description = "It is so from now on")))]
pub async fn follow_comment(
    svc: Data<Service>,
    viewer: Commenter,
    id: Path<CommentId>,
    input: Input<FollowInput>,
) -> Result<HttpResponse, Problem> {
    set(&svc, viewer, Place::Comment(id.into_inner()), Some(input.value.state == FollowState::Muted)).await
}

/// Neither follow nor mute what stands below a comment
///
/// Replies to oneself are told as usual. Permission: any account; an API token needs the scope `comment`.
#[utoipa::path(delete, path = "/comments/{id}/follow", tag = "comments", security(("bearer" = [])), params(("id" = CommentId, Path)),
    responses((status = 204, description = "It is so from now on")))]
pub async fn unfollow_comment(
    svc: Data<Service>,
    viewer: Commenter,
    id: Path<CommentId>,
) -> Result<HttpResponse, Problem> {
    set(&svc, viewer, Place::Comment(id.into_inner()), None).await
}

/// Follow or mute a thread
///
/// In the place of what was chosen before. Permission: any account; an API token needs the scope `comment`.
#[utoipa::path(put, path = "/sites/{site}/threads/{id}/follow", tag = "comments", request_body = FollowInput, security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), ("id" = ThreadId, Path)),
    responses((status = 204, description = "It is so from now on")))]
pub async fn follow_thread(
    svc: Data<Service>,
    viewer: Commenter,
    path: Path<(String, ThreadId)>,
    input: Input<FollowInput>,
) -> Result<HttpResponse, Problem> {
    let (site, id) = path.into_inner();
    set(&svc, viewer, Place::Thread(site, id), Some(input.value.state == FollowState::Muted)).await
}

/// Neither follow nor mute a thread
///
/// Permission: any account; an API token needs the scope `comment`.
#[utoipa::path(delete, path = "/sites/{site}/threads/{id}/follow", tag = "comments", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), ("id" = ThreadId, Path)),
    responses((status = 204, description = "It is so from now on")))]
pub async fn unfollow_thread(
    svc: Data<Service>,
    viewer: Commenter,
    path: Path<(String, ThreadId)>,
) -> Result<HttpResponse, Problem> {
    let (site, id) = path.into_inner();
    set(&svc, viewer, Place::Thread(site, id), None).await
}

/// List what one follows or has muted
///
/// On all sites, newest first. Permission: whoever is signed in.
#[utoipa::path(get, path = "/me/follows", tag = "accounts", security(("bearer" = [])), params(PageQuery),
    responses((status = 200, description = "A page", body = List<FollowView>)))]
pub async fn list(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let page = follow::list(&svc, viewer, query.request()?).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(FollowView::from))))
}

/// Ignore a comment's author
///
/// One is told of nothing that author writes, on any site for an account, on that site for a guest. 409 for oneself.
/// Permission: any account; an API token needs the scope `comment`.
#[utoipa::path(put, path = "/comments/{id}/ignore", tag = "comments", security(("bearer" = [])), params(("id" = CommentId, Path)),
    responses((status = 204, description = "It is so from now on")))]
pub async fn ignore(
    svc: Data<Service>,
    Commenter(viewer): Commenter,
    id: Path<CommentId>,
) -> Result<HttpResponse, Problem> {
    follow::ignore(&svc, viewer, id.into_inner(), true).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ignore a comment's author no longer
///
/// Permission: any account; an API token needs the scope `comment`.
#[utoipa::path(delete, path = "/comments/{id}/ignore", tag = "comments", security(("bearer" = [])), params(("id" = CommentId, Path)),
    responses((status = 204, description = "It is so from now on")))]
pub async fn unignore(
    svc: Data<Service>,
    Commenter(viewer): Commenter,
    id: Path<CommentId>,
) -> Result<HttpResponse, Problem> {
    follow::ignore(&svc, viewer, id.into_inner(), false).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List whom one ignores
///
/// All of them, the latest first. Permission: whoever is signed in.
#[utoipa::path(get, path = "/me/ignored", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, description = "All of them", body = List<IgnoredView>)))]
pub async fn ignored(svc: Data<Service>, SignedIn(viewer): SignedIn) -> Result<HttpResponse, Problem> {
    let items = follow::ignored(&svc, viewer).await?;
    let view = |ignored: crate::actions::follow::IgnoredAuthor| IgnoredView {
        comment_id: ignored.comment_id,
        name: ignored.name,
        created_at: ignored.created_at,
    };
    Ok(HttpResponse::Ok().json(List { items: items.into_iter().map(view).collect(), next: None }))
}
