//! Claims: moderators who work on one list at the same time share it. Permission: staff of the site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::List;
use super::moderation::QueueItemView;
use crate::actions::Service;
use crate::actions::claim::{self, Claim, Named};
use crate::actions::read_queue::{Question, QueueItem};
use crate::http::error::Problem;
use crate::http::extract::{self, Moderator, SignedIn};
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::model::decision::Reason;
use crate::model::ids::{AccountId, ClaimId, CommentId};
use crate::model::queue::{Mark, Queue, QueueSort};
use crate::model::time::Timestamp;

/// Which items to claim: the filters are those of `GET /moderation/queues/{queue}`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimInput {
    /// The site's slug.
    site: String,
    /// How many at most.
    #[schema(minimum = 1, maximum = 50)]
    limit: i64,
    reason: Option<Reason>,
    check: Option<String>,
    article: Option<String>,
    author: Option<CommentId>,
    language: Option<String>,
    mark: Option<Mark>,
    sort: Option<QueueSort>,
}

/// Who works on a comment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClaimView {
    id: ClaimId,
    comment_id: CommentId,
    /// The queue it was taken from.
    queue: Queue,
    by: HolderView,
    claimed_at: Timestamp,
    /// When it runs out, unless it is renewed.
    until: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct HolderView {
    account_id: AccountId,
    name: String,
}

impl From<Named> for ClaimView {
    fn from((claim, name): Named) -> Self {
        let Claim { id, comment_id, queue, account_id, claimed_at, until, .. } = claim;
        Self { id, comment_id, queue, by: HolderView { account_id, name }, claimed_at, until }
    }
}

fn taken<T: AsRef<[QueueItem]>>(items: &T) -> Rendered {
    let items = items.as_ref().iter().cloned().map(QueueItemView::from).collect();
    json(StatusCode::CREATED, &List { items, next: None })
}

/// Claim the next items of a queue
///
/// Those that nobody has claimed, the most urgent first unless `sort` says otherwise. No item is given to two moderators: it is
/// the caller's for ten minutes, until it is decided on, or until the claim is released. Fewer items than asked for, or none: there are no more.
/// Permission: staff of the site; an API token needs the scope `moderate`.
#[utoipa::path(post, path = "/moderation/queues/{queue}/claims", tag = "moderation", request_body = ClaimInput, security(("bearer" = [])),
    params(("queue" = Queue, Path), IdempotencyKey),
    responses((status = 201, description = "Claimed", body = List<QueueItemView>)))]
pub async fn take(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    queue: Path<Queue>,
    input: Input<ClaimInput>,
) -> Result<HttpResponse, Problem> {
    let (input, keyed) = input.keyed(Some(&viewer));
    let ClaimInput { site, limit, reason, check, article, author, language, mark, sort } = input;
    if mark == Some(Mark::EditAsked) {
        return Err(Problem::field("mark", "what waits for its author cannot be claimed"));
    }
    let (queue, sort) = (queue.into_inner(), sort.unwrap_or(QueueSort::Priority));
    let author = author.map(CommentId::get);
    let question = Question { queue, sort, reason, check, article, author, language, mark, held_by: None };
    keyed.answer(&svc, taken, |recorder| claim::take(&svc, viewer, &site, question, limit, recorder)).await
}

/// Renew a claim
///
/// It lasts ten minutes from now. 404 when it is over. Permission: who holds it, and administrators; an API token needs
/// the scope `moderate`.
#[utoipa::path(post, path = "/moderation/claims/{id}/renew", tag = "moderation", security(("bearer" = [])),
    params(("id" = ClaimId, Path)), responses((status = 200, description = "Renewed", body = ClaimView)))]
pub async fn renew(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<ClaimId>,
) -> Result<HttpResponse, Problem> {
    let claim = claim::renew(&svc, viewer, id.into_inner()).await?;
    Ok(HttpResponse::Ok().json(ClaimView::from(claim)))
}

/// Release a claim
///
/// Somebody else can claim the item. 404 when it is over. Permission: who holds it, and administrators; an API token needs
/// the scope `moderate`.
#[utoipa::path(delete, path = "/moderation/claims/{id}", tag = "moderation", security(("bearer" = [])),
    params(("id" = ClaimId, Path)), responses((status = 204, description = "Released")))]
pub async fn release(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<ClaimId>,
) -> Result<HttpResponse, Problem> {
    claim::release(&svc, viewer, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ClaimsQuery {
    /// The site's slug.
    site: String,
    /// Only the caller's own.
    #[serde(default)]
    #[param(default = false)]
    mine: bool,
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Read who works on what
///
/// The claims that are not over, oldest first. Permission: staff of the site.
#[utoipa::path(get, path = "/moderation/claims", tag = "moderation", security(("bearer" = [])),
    params(ClaimsQuery), responses((status = 200, description = "A page", body = List<ClaimView>)))]
pub async fn list(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<ClaimsQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let page = claim::list(&svc, viewer, &query.site, query.mine, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(ClaimView::from))))
}
