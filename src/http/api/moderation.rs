//! What moderators do. Permission: staff of the comment's site; the actions check it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use serde::{Deserialize, Serialize};

use super::List;
use super::comments::CommentView;
use crate::actions::{QueueItem, Service, decide as decide_action, pending as pending_page};
use crate::http::error::Problem;
use crate::http::extract::{self, SignedIn};
use crate::model::decision::{Action, Reason};
use crate::model::finding::Finding;
use crate::model::ids::{CommentId, ThreadId};
use crate::model::time::Timestamp;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueQuery {
    site: String,
    limit: Option<i64>,
    cursor: Option<String>,
}

#[derive(Serialize)]
struct ThreadView {
    id: ThreadId,
    url: String,
    title: Option<String>,
}

#[derive(Serialize)]
struct QueueItemView {
    #[serde(flatten)]
    comment: CommentView,
    /// The source as the author wrote it.
    body: String,
    /// To be sent back with the decision.
    revision: i32,
    findings: Vec<Finding>,
    thread: ThreadView,
    parent: Option<CommentView>,
}

impl From<QueueItem> for QueueItemView {
    fn from(item: QueueItem) -> Self {
        let (comment, name) = item.listed;
        Self {
            body: comment.body.clone(),
            revision: comment.revision,
            comment: CommentView::whole(comment, name),
            findings: item.findings,
            thread: ThreadView { id: item.thread.id, url: item.thread.url, title: item.thread.title },
            parent: item.parent.map(|(parent, name)| CommentView::whole(parent, name)),
        }
    }
}

pub async fn pending(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<QueueQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let page = pending_page(&svc, viewer, &query.site, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(QueueItemView::from))))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionInput {
    action: Action,
    reason: Option<Reason>,
    note: Option<String>,
    revision: i32,
}

#[derive(Serialize)]
struct DecidedView {
    #[serde(flatten)]
    comment: CommentView,
    revision: i32,
    reviewed_at: Option<Timestamp>,
}

/// 409 if the comment changed since `revision`.
pub async fn decide(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    id: Path<CommentId>,
    input: Json<DecisionInput>,
) -> Result<HttpResponse, Problem> {
    let DecisionInput { action, reason, note, revision } = input.into_inner();
    let request = decide_action::Request { action, reason, note, revision };
    let comment = decide_action::run(&svc, viewer, id.into_inner(), request).await?;
    let (revision, reviewed_at) = (comment.revision, comment.reviewed_at);
    Ok(HttpResponse::Created().json(DecidedView { comment: CommentView::whole(comment, None), revision, reviewed_at }))
}
