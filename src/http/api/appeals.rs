//! Authors' appeals. Permission: the author makes one, staff of the site read them; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::List;
use super::decisions::DecisionView;
use crate::actions::read_appeals::{self, NamedAppeal};
use crate::actions::{OwnAppeal, Service, appeal as appeal_action};
use crate::http::error::Problem;
use crate::http::extract::{self, Commenter, SignedIn};
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::model::appeal::{Appeal, AppealOutcome, AppealState};
use crate::model::decision::Reason;
use crate::model::ids::{AppealId, CommentId};
use crate::model::time::Timestamp;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealInput {
    /// Why the decision was wrong. At most 2000 characters.
    statement: String,
}

/// An appeal for the author who made it.
#[derive(Serialize, ToSchema)]
pub struct OwnAppealView {
    id: AppealId,
    comment_id: CommentId,
    statement: Option<String>,
    state: AppealState,
    /// `None`: nobody has decided yet.
    outcome: Option<AppealOutcome>,
    /// Of the decision on the appeal.
    reason: Option<Reason>,
    /// What the moderator who decided on the appeal says.
    note: Option<String>,
    created_at: Timestamp,
    decided_at: Option<Timestamp>,
}

impl From<OwnAppeal> for OwnAppealView {
    fn from(OwnAppeal { appeal, reason, note }: OwnAppeal) -> Self {
        Self {
            id: appeal.id,
            comment_id: appeal.comment_id,
            state: appeal.state(),
            statement: appeal.statement,
            outcome: appeal.outcome,
            reason,
            note,
            created_at: appeal.created_at,
            decided_at: appeal.decided_at,
        }
    }
}

fn appealed(appeal: &Appeal) -> Rendered {
    let own = OwnAppeal { appeal: appeal.clone(), reason: None, note: None };
    json(StatusCode::CREATED, &OwnAppealView::from(own))
}

/// Appeal against a decision
///
/// Once against each decision of a moderator that keeps the comment from being published, as long as `can_appeal_until` of
/// `GET /me/comments` says. Somebody else than who decided looks at it again, and the author is mailed the answer. 409
/// when there is nothing to appeal against, it was done before, or it is too late. Permission: the comment's author,
/// sanctioned or not; an API token needs the scope `comment`.
#[utoipa::path(post, path = "/comments/{id}/appeals", tag = "comments", request_body = AppealInput, security(("bearer" = [])),
    params(("id" = CommentId, Path), IdempotencyKey),
    responses((status = 201, description = "It waits for somebody else", body = OwnAppealView)))]
pub async fn appeal(
    svc: Data<Service>,
    Commenter(viewer): Commenter,
    id: Path<CommentId>,
    input: Input<AppealInput>,
) -> Result<HttpResponse, Problem> {
    let (AppealInput { statement }, keyed) = input.keyed(Some(&viewer));
    let id = id.into_inner();
    keyed.answer(&svc, appealed, |recorder| appeal_action::run(&svc, viewer, id, &statement, recorder)).await
}

/// An appeal for the moderators.
#[derive(Serialize, ToSchema)]
pub struct AppealView {
    id: AppealId,
    comment_id: CommentId,
    /// What the author says; `None` once the comment is deleted.
    statement: Option<String>,
    state: AppealState,
    /// `None`: nobody has decided yet.
    outcome: Option<AppealOutcome>,
    /// What the author does not agree with. Whoever decided that does not decide on the appeal.
    against: DecisionView,
    /// What closed it.
    decided: Option<DecisionView>,
    created_at: Timestamp,
    decided_at: Option<Timestamp>,
}

impl From<NamedAppeal> for AppealView {
    fn from(NamedAppeal { appeal, first, last }: NamedAppeal) -> Self {
        Self {
            id: appeal.id,
            comment_id: appeal.comment_id,
            state: appeal.state(),
            statement: appeal.statement,
            outcome: appeal.outcome,
            against: first.into(),
            decided: last.map(DecisionView::from),
            created_at: appeal.created_at,
            decided_at: appeal.decided_at,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AppealsQuery {
    /// The site's slug.
    site: String,
    /// Only those that wait, or only those that do not any more.
    #[param(inline)]
    state: Option<AppealState>,
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Read a site's appeals
///
/// Newest first. One is decided on by a decision on its comment: `approve` overturns what was decided first, `reject` and
/// `spam` uphold it. Permission: staff of the site.
#[utoipa::path(get, path = "/moderation/appeals", tag = "moderation", security(("bearer" = [])),
    params(AppealsQuery), responses((status = 200, description = "A page", body = List<AppealView>)))]
pub async fn of_site(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<AppealsQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let open = query.state.map(|state| state == AppealState::Open);
    let page = read_appeals::of_site(&svc, viewer, &query.site, open, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(AppealView::from))))
}
