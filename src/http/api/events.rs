//! Streams of server-sent events. Permission: as stated beside each.

use std::time::Duration;

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use super::moderation::SiteQuery;
use crate::actions::{Error, Service, Viewer, claim, public_count, read_queue};
use crate::http::conditional::etag_of;
use crate::http::error::Problem;
use crate::http::extract::SignedIn;
use crate::http::live::{self, Now, Telling};
use crate::model::ids::ThreadId;
use crate::model::page::PageRequest;

/// Another node's news are told too, but may be lost.
const THREAD_EVERY: Duration = Duration::from_secs(30);
/// Claims and lists move without a thread's changing.
const DESK_EVERY: Duration = Duration::from_secs(3);
/// Claims that are told.
const CLAIMS: i64 = 100;

/// Hear of a thread's changes
///
/// Server-sent events of the type `thread` with `{"comment_count": n}`: one at once, and one whenever it differs. With
/// `Last-Event-ID`, only what differs from then. 429 where one address has too many open. Permission: anyone.
#[utoipa::path(get, path = "/sites/{site}/threads/{id}/events", tag = "comments", security(()),
    params(("site" = String, Path, description = "The site's slug"), ("id" = ThreadId, Path)),
    responses((status = 200, description = "A stream without end", content_type = "text/event-stream", body = String)))]
pub async fn thread(
    svc: Data<Service>,
    request: HttpRequest,
    path: Path<(String, ThreadId)>,
) -> Result<HttpResponse, Problem> {
    let (site, id) = path.into_inner();
    public_count(&svc, &site, id).await?;
    let changed = svc.changes.follow(Some(id));
    let shared = svc.clone();
    let read = move || -> std::pin::Pin<Box<dyn Future<Output = Result<Now, Error>>>> {
        let (svc, site) = (shared.clone(), site.clone());
        Box::pin(async move {
            let count = public_count(&svc, &site, id).await?;
            Ok(Some((count.to_string(), json!({"comment_count": count}).to_string())))
        })
    };
    live::answer(&request, &svc, Telling { event: "thread", changed, is_staff: false, every: THREAD_EVERY, read })
}

/// Hear how a site's queues change
///
/// Server-sent events of the type `desk`: the sizes of the queues and who works on what, as `GET /moderation/queues` and
/// `GET /moderation/claims` tell them. Permission: staff of the site.
#[utoipa::path(get, path = "/moderation/events", tag = "moderation", security(("bearer" = [])), params(SiteQuery),
    responses((status = 200, description = "A stream without end", content_type = "text/event-stream", body = String)))]
pub async fn desk(
    svc: Data<Service>,
    request: HttpRequest,
    SignedIn(viewer): SignedIn,
    query: Query<SiteQuery>,
) -> Result<HttpResponse, Problem> {
    desk_events(&request, &svc, viewer, query.into_inner().site).await
}

/// The stream for a viewer, however it was let in. Errors: `NotFound` site, `Forbidden`.
pub async fn desk_events(
    request: &HttpRequest,
    svc: &Data<Service>,
    viewer: Viewer,
    site: String,
) -> Result<HttpResponse, Problem> {
    read_queue::sizes(svc, viewer.clone(), &site).await?;
    let changed = svc.changes.follow(None);
    let shared = svc.clone();
    let read = move || -> std::pin::Pin<Box<dyn Future<Output = Result<Now, Error>>>> {
        let (svc, viewer, site) = (shared.clone(), viewer.clone(), site.clone());
        Box::pin(async move { desk_now(&svc, viewer, &site).await })
    };
    live::answer(request, svc, Telling { event: "desk", changed, is_staff: true, every: DESK_EVERY, read })
}

async fn desk_now(svc: &Data<Service>, viewer: Viewer, site: &str) -> Result<Now, Error> {
    let sizes = read_queue::sizes(svc, viewer.clone(), site).await?;
    let request = PageRequest { after: None, limit: CLAIMS };
    let claims = claim::list(svc, viewer, site, false, request).await?.items;
    let queues: Vec<_> = sizes
        .into_iter()
        .map(|size| json!({"queue": size.queue, "count": size.count, "oldest_at": size.oldest_at}))
        .collect();
    let claims: Vec<_> =
        claims.into_iter().map(|(claim, name)| json!({"comment_id": claim.comment_id, "by": name})).collect();
    let data = json!({"queues": queues, "claims": claims}).to_string();
    let etag = etag_of(data.as_bytes());
    let etag = etag.to_str().unwrap_or_default().trim_matches(['W', '/', '"']);
    // One comment that goes and one that comes leave the sizes as they were, but not the page that has seen the one go.
    Ok(Some((format!("{etag}-{}", svc.changes.moment()), data)))
}
