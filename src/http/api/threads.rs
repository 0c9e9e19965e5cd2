//! A site's threads and their settings. Permission: staff of the site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{List, PageQuery, given};
use crate::actions::{self, Service, Thread, change_thread, register_thread};
use crate::http::error::Problem;
use crate::http::extract::{Administrator, SignedIn};
use crate::http::idempotency::Input;
use crate::http::revision::{self, IfMatchHeader, Match};
use crate::model::ids::ThreadId;
use crate::model::site::Policy;
use crate::model::thread::ThreadState;
use crate::model::time::Timestamp;

/// A thread with its settings.
#[derive(Serialize, ToSchema)]
pub struct ThreadDetails {
    id: ThreadId,
    url: String,
    title: Option<String>,
    published_at: Option<Timestamp>,
    state: ThreadState,
    /// Instead of the site's, if set.
    policy: Option<Policy>,
    /// Whether each comment waits for a moderator and nothing is forgiven to trusted authors.
    sensitive: bool,
    /// Seconds that an author waits between two comments, instead of the site's, if set.
    slow_mode_seconds: Option<i32>,
    /// Published comments.
    comment_count: i64,
    /// Grows with every change of the settings.
    revision: i32,
    created_at: Timestamp,
}

impl From<Thread> for ThreadDetails {
    fn from(thread: Thread) -> Self {
        Self {
            id: thread.id,
            url: thread.url,
            title: thread.title,
            published_at: thread.published_at,
            state: thread.state,
            policy: thread.policy,
            sensitive: thread.sensitive,
            slow_mode_seconds: thread.slow_mode_seconds,
            comment_count: thread.comment_count,
            revision: thread.revision,
            created_at: thread.created_at,
        }
    }
}

/// List a site's threads
///
/// Newest first. Permission: staff of the site.
#[utoipa::path(get, path = "/sites/{site}/threads", tag = "sites", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), PageQuery),
    responses((status = 200, description = "A page", body = List<ThreadDetails>)))]
pub async fn list(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    site: Path<String>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let page = actions::threads(&svc, viewer, &site, query.request()?).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(ThreadDetails::from))))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThreadInput {
    /// The article's address, on one of the site's origins.
    url: String,
    title: String,
    /// Stays as it is when missing.
    published_at: Option<Timestamp>,
}

/// Make an article's thread, or bring it up to date
///
/// Found by its canonical address. Permission: staff of the site; an API token needs the scope `administer`.
#[utoipa::path(put, path = "/sites/{site}/threads", tag = "sites", request_body = ThreadInput, security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug")),
    responses((status = 200, description = "It was there, and is up to date now", body = ThreadDetails),
        (status = 201, description = "It is new", body = ThreadDetails)))]
pub async fn register(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    site: Path<String>,
    input: Input<ThreadInput>,
) -> Result<HttpResponse, Problem> {
    let ThreadInput { url, title, published_at } = input.value;
    let article = register_thread::Article { url, title, published_at };
    let (thread, is_new) = register_thread::run(&svc, viewer, &site, article).await?;
    let mut answer = revision::ok(thread.revision, &ThreadDetails::from(thread));
    if is_new {
        *answer.status_mut() = StatusCode::CREATED;
    }
    Ok(answer)
}

/// Read a thread's settings
///
/// Permission: staff of the site.
#[utoipa::path(get, path = "/sites/{site}/threads/{id}", tag = "sites", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), ("id" = ThreadId, Path)),
    responses((status = 200, description = "The thread; `ETag` is the revision of its settings", body = ThreadDetails)))]
pub async fn read(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    path: Path<(String, ThreadId)>,
) -> Result<HttpResponse, Problem> {
    let (site, id) = path.into_inner();
    let thread = actions::thread(&svc, viewer, &site, id).await?;
    Ok(revision::ok(thread.revision, &ThreadDetails::from(thread)))
}

/// Changes to a thread; a missing member keeps its value.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThreadUpdate {
    title: Option<String>,
    state: Option<ThreadState>,
    /// Instead of the site's; null: the site's again.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Policy>)]
    policy: Option<Option<Policy>>,
    /// Whether its staff expect trouble: each comment waits for a moderator.
    sensitive: Option<bool>,
    /// Seconds that an author waits between two comments, 0 to 86400, instead of the site's; null: the site's again.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<u32>)]
    slow_mode_seconds: Option<Option<u32>>,
}

/// Change a thread's settings
///
/// A closed thread takes no comments. Permission: staff of the site; an API token needs the scope `administer`.
#[utoipa::path(patch, path = "/sites/{site}/threads/{id}", tag = "sites", request_body = ThreadUpdate, security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), ("id" = ThreadId, Path), IfMatchHeader),
    responses((status = 200, description = "The thread as it is now", body = ThreadDetails)))]
pub async fn change(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    path: Path<(String, ThreadId)>,
    Match(expected): Match,
    input: Input<ThreadUpdate>,
) -> Result<HttpResponse, Problem> {
    let (site, id) = path.into_inner();
    let ThreadUpdate { title, state, policy, sensitive, slow_mode_seconds } = input.value;
    let change = change_thread::Change { title, state, policy, sensitive, slow_mode_seconds };
    let thread = change_thread::run(&svc, viewer, &site, id, change, expected).await?;
    Ok(revision::ok(thread.revision, &ThreadDetails::from(thread)))
}
