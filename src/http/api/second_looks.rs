//! Decisions that a second moderator looks at without knowing the first. Permission: staff of the site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::List;
use super::comments::{AuthorView, CommentView};
use super::moderation::ThreadView;
use crate::actions::Service;
use crate::actions::second_look::{self, Compared, ToLookAt};
use crate::http::error::Problem;
use crate::http::extract::{self, Moderator, SignedIn};
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::model::decision::Reason;
use crate::model::finding::Finding;
use crate::model::ids::{AccountId, CommentId, DecisionId, SecondLookId};
use crate::model::second_look::Verdict;
use crate::model::time::Timestamp;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SiteListQuery {
    /// The site's slug.
    site: String,
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// A comment that somebody has decided on. What was decided is not told.
#[derive(Serialize, ToSchema)]
pub struct SecondLookView {
    id: SecondLookId,
    /// When the first moderator decided.
    asked_at: Timestamp,
    comment_id: CommentId,
    /// The source as the author wrote it.
    body: String,
    body_html: String,
    /// `None`: an account that is gone.
    author: Option<AuthorView>,
    created_at: Timestamp,
    findings: Vec<Finding>,
    thread: ThreadView,
    parent: Option<CommentView>,
}

impl From<ToLookAt> for SecondLookView {
    fn from(item: ToLookAt) -> Self {
        let (comment, name) = item.listed;
        Self {
            id: item.id,
            asked_at: item.asked_at,
            comment_id: comment.id,
            body: comment.body.clone(),
            body_html: comment.body_html.clone(),
            created_at: comment.created_at,
            author: AuthorView::of(&comment, name),
            findings: item.findings,
            thread: item.thread.into(),
            parent: item.parent.map(|(parent, name)| CommentView::whole(parent, name)),
        }
    }
}

/// Read what a second moderator is to look at
///
/// Oldest first, and only comments that one has not decided on. Permission: staff of the site.
#[utoipa::path(get, path = "/moderation/second-looks", tag = "moderation", security(("bearer" = [])),
    params(SiteListQuery), responses((status = 200, description = "A page", body = List<SecondLookView>)))]
pub async fn open(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<SiteListQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let page = second_look::open(&svc, viewer, &query.site, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(SecondLookView::from))))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondLookInput {
    /// What one would have decided.
    verdict: Verdict,
    /// Of what is not approved.
    reason: Option<Reason>,
}

/// A decision and what a second moderator said of it.
#[derive(Serialize, ToSchema)]
pub struct ComparedView {
    id: SecondLookId,
    comment_id: CommentId,
    decision_id: DecisionId,
    first: LookView,
    second: LookView,
    /// Whether both would show the comment, or neither would.
    agreed: bool,
}

/// What one moderator said.
#[derive(Serialize, ToSchema)]
struct LookView {
    account_id: Option<AccountId>,
    name: Option<String>,
    verdict: Option<Verdict>,
    reason: Option<Reason>,
    at: Option<Timestamp>,
}

impl From<Compared> for ComparedView {
    fn from(Compared { look, first_name, second_name }: Compared) -> Self {
        let first = LookView {
            account_id: Some(look.first_by),
            name: first_name,
            verdict: Some(look.first_verdict),
            reason: look.first_reason,
            at: Some(look.created_at),
        };
        let second = LookView {
            account_id: look.second_by,
            name: second_name,
            verdict: look.verdict,
            reason: look.reason,
            at: look.looked_at,
        };
        let agreed = look.verdict.is_some_and(|verdict| verdict.agrees_with(look.first_verdict));
        Self { id: look.id, comment_id: look.comment_id, decision_id: look.decision_id, first, second, agreed }
    }
}

fn answered(compared: &Compared) -> Rendered {
    json(StatusCode::CREATED, &ComparedView::from(compared.clone()))
}

/// Say what one would have decided
///
/// Nothing happens to the comment; the answer tells what the first moderator did. 409 if somebody has looked at it
/// already, or the comment was changed. Permission: staff of the site, except for who decided first; an API token needs
/// the scope `moderate`.
#[utoipa::path(post, path = "/moderation/second-looks/{id}", tag = "moderation", request_body = SecondLookInput, security(("bearer" = [])),
    params(("id" = SecondLookId, Path), IdempotencyKey),
    responses((status = 201, description = "Kept", body = ComparedView)))]
pub async fn answer(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<SecondLookId>,
    input: Input<SecondLookInput>,
) -> Result<HttpResponse, Problem> {
    let (SecondLookInput { verdict, reason }, keyed) = input.keyed(Some(&viewer));
    let id = id.into_inner();
    let answer = |recorder| second_look::answer(&svc, viewer, id, (verdict, reason), recorder);
    keyed.answer(&svc, answered, answer).await
}

/// Read where second looks led to something else
///
/// Newest first: where one of two moderators would show the comment and the other would not. Permission: administrator.
#[utoipa::path(get, path = "/moderation/second-looks/disagreements", tag = "moderation", security(("bearer" = [])),
    params(SiteListQuery), responses((status = 200, description = "A page", body = List<ComparedView>)))]
pub async fn disagreements(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<SiteListQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let page = second_look::disagreed(&svc, viewer, &query.site, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(ComparedView::from))))
}
