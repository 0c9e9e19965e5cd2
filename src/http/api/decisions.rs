//! What moderators decide, and the log of it. Permission: staff of the comment's site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::List;
use super::comments::CommentView;
use super::moderation::CaseView;
use crate::actions::decide::{self as decide_action, Decided};
use crate::actions::read_case;
use crate::actions::read_log::{self, Filter, LoggedDecision};
use crate::actions::{Service, Shared, Viewer, edit_as_staff, undo as undo_action};
use crate::http::error::Problem;
use crate::http::extract::{self, Moderator, SignedIn};
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::model::comment::Status;
use crate::model::decision::{Action, ActorKind, LogAction, Logged, Reason};
use crate::model::ids::{AccountId, CannedTextId, CommentId, DecisionId};
use crate::model::time::Timestamp;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionInput {
    action: Action,
    reason: Option<Reason>,
    /// What the author is told; of an escalation, what the administrators are. At most 2000 characters.
    note: Option<String>,
    /// One of the site's: its text comes before `note`, and its reason stands in for a missing one.
    canned_text_id: Option<CannedTextId>,
    /// The one that was looked at.
    revision: i32,
    /// Decide although somebody else has claimed the comment.
    #[serde(default, rename = "override")]
    overrides: bool,
}

impl From<DecisionInput> for decide_action::Request {
    fn from(input: DecisionInput) -> Self {
        let DecisionInput { action, reason, note, canned_text_id, revision, overrides } = input;
        Self { action, reason, note, canned_text: canned_text_id, revision, overrides_claim: overrides }
    }
}

#[derive(Serialize, ToSchema)]
pub struct DecidedView {
    /// The row in the log: what can be undone.
    decision_id: DecisionId,
    #[serde(flatten)]
    comment: CommentView,
    revision: i32,
    reviewed_at: Option<Timestamp>,
    /// Since when it is left to the administrators.
    escalated_at: Option<Timestamp>,
    /// Since when its author is asked to change it.
    edit_asked_at: Option<Timestamp>,
}

impl From<Decided> for DecidedView {
    fn from(Decided { comment, decision }: Decided) -> Self {
        Self {
            decision_id: decision,
            revision: comment.revision,
            reviewed_at: comment.reviewed_at,
            escalated_at: comment.escalated_at,
            edit_asked_at: comment.edit_asked_at,
            comment: CommentView::whole(comment, None),
        }
    }
}

fn decided(decided: &Decided) -> Rendered {
    json(StatusCode::CREATED, &DecidedView::from(decided.clone()))
}

/// The problem with the comment as it is now, if somebody was faster.
pub(super) async fn with_current(svc: &Shared, viewer: Viewer, id: CommentId, problem: Problem) -> Problem {
    if !problem.is_overtaken() {
        return problem;
    }
    let current = read_case::run(svc, viewer, id).await.map(CaseView::from);
    match current.map(|case| serde_json::to_value(&case)) {
        Ok(Ok(current)) => problem.showing(current),
        _ => problem,
    }
}

/// Decide on a comment
///
/// `approve`, `reject` (with a reason) and `spam` decide what becomes of it; `escalate` leaves it to the administrators and
/// `ask_edit` (with a note) to its author, and both take it out of the thread until then. `pin` and `unpin` say
/// whether it stands first in its thread, `close_thread` and `reopen_thread` whether that takes more comments. The first
/// three also decide on its open reports and an open appeal: 403 for whoever made the decision that its author appeals
/// against. 409 if the comment changed since `revision`; `current` shows it as it is. 409 also if somebody else has claimed
/// it, unless `override` says to decide all the same; `claim` names who. Permission: staff of the comment's site; an API token
/// needs the scope `moderate`.
#[utoipa::path(post, path = "/moderation/comments/{id}/decisions", tag = "moderation", request_body = DecisionInput, security(("bearer" = [])),
    params(("id" = CommentId, Path), IdempotencyKey),
    responses((status = 201, description = "Decided", body = DecidedView)))]
pub async fn decide(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<CommentId>,
    input: Input<DecisionInput>,
) -> Result<HttpResponse, Problem> {
    let (request, keyed) = input.keyed(Some(&viewer));
    let request = request.into();
    let id = id.into_inner();
    let decide = |recorder| decide_action::run(&svc, viewer.clone(), id, request, recorder);
    match keyed.answer(&svc, decided, decide).await {
        Err(problem) => Err(with_current(&svc, viewer, id, problem).await),
        answered => answered,
    }
}

/// Take a decision back
///
/// For as many seconds as the site's `undo_seconds`: the comment is again what it was, and mails about the decision that
/// have not left are not sent. 409 when the time is over, or something else was done since. Permission: who decided, and
/// administrators; an API token needs the scope `moderate`.
#[utoipa::path(post, path = "/moderation/decisions/{id}/undo", tag = "moderation", security(("bearer" = [])),
    params(("id" = DecisionId, Path)),
    responses((status = 201, description = "Undone", body = DecidedView)))]
pub async fn undo(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<DecisionId>,
) -> Result<HttpResponse, Problem> {
    let undone = undo_action::run(&svc, viewer, id.into_inner()).await?;
    Ok(HttpResponse::Created().json(DecidedView::from(undone)))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffEditInput {
    /// The source of the new text.
    body: String,
    reason: Option<Reason>,
    /// What the author is told.
    note: Option<String>,
    /// The one that was looked at.
    revision: i32,
    /// Change it although somebody else has claimed the comment.
    #[serde(default, rename = "override")]
    overrides: bool,
}

/// Change a comment's text as staff
///
/// Its status stays. Everybody sees that the staff changed it, and the author's text is kept among its revisions. 409 if the
/// comment changed since `revision`; `current` shows it as it is. Permission: staff of the comment's site; an API token
/// needs the scope `moderate`.
#[utoipa::path(patch, path = "/moderation/comments/{id}", tag = "moderation", request_body = StaffEditInput, security(("bearer" = [])),
    params(("id" = CommentId, Path)),
    responses((status = 200, description = "The comment as it is now", body = DecidedView)))]
pub async fn edit(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<CommentId>,
    input: Input<StaffEditInput>,
) -> Result<HttpResponse, Problem> {
    let StaffEditInput { body, reason, note, revision, overrides } = input.value;
    let request = edit_as_staff::Request { body, reason, note, revision, overrides_claim: overrides };
    let id = id.into_inner();
    match edit_as_staff::run(&svc, viewer.clone(), id, request).await {
        Ok(edited) => Ok(HttpResponse::Ok().json(DecidedView::from(edited))),
        Err(error) => Err(with_current(&svc, viewer, id, error.into()).await),
    }
}

#[derive(Serialize, ToSchema)]
pub struct DecisionView {
    id: DecisionId,
    comment_id: CommentId,
    /// What the comment became with it.
    revision: i32,
    actor: ActorView,
    action: LogAction,
    /// `None`: the first decision on the comment.
    from: Option<Status>,
    to: Status,
    reason: Option<Reason>,
    /// What the author was told.
    note: Option<String>,
    /// The decision that this one took back.
    undoes: Option<DecisionId>,
    created_at: Timestamp,
    /// Its place in the site's log, from 1 on.
    sequence: i64,
    /// SHA-256 over this row and the hash of the one before.
    hash: String,
}

/// Who or what decided.
#[derive(Serialize, ToSchema)]
struct ActorView {
    kind: ActorKind,
    account_id: Option<AccountId>,
    name: Option<String>,
}

impl From<LoggedDecision> for DecisionView {
    fn from(LoggedDecision { logged, actor_name }: LoggedDecision) -> Self {
        let Logged { decision, sequence, hash } = logged;
        let actor = ActorView { kind: decision.actor, account_id: decision.actor_id, name: actor_name };
        Self {
            id: decision.id,
            comment_id: decision.comment_id,
            revision: decision.revision,
            actor,
            action: decision.action,
            from: decision.from,
            to: decision.to,
            reason: decision.reason,
            note: decision.note,
            undoes: decision.undoes,
            created_at: decision.created_at,
            sequence,
            hash,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LogQuery {
    /// The site's slug.
    site: String,
    /// Only what this kind of actor decided.
    #[param(inline)]
    actor: Option<ActorKind>,
    /// Only what this account decided.
    actor_id: Option<AccountId>,
    #[param(inline)]
    action: Option<LogAction>,
    #[param(inline)]
    reason: Option<Reason>,
    /// Only decisions on this comment.
    comment: Option<CommentId>,
    /// Only decisions at this time or later.
    from: Option<Timestamp>,
    /// Only decisions before this time.
    before: Option<Timestamp>,
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Read the log of decisions
///
/// Newest first: who or what changed the status of a comment, and why. Permission: staff of the site.
#[utoipa::path(get, path = "/moderation/decisions", tag = "moderation", security(("bearer" = [])),
    params(LogQuery), responses((status = 200, description = "A page", body = List<DecisionView>)))]
pub async fn log(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<LogQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let LogQuery { site, actor: kind, actor_id: actor, action, reason, comment, from, before, .. } = query.into_inner();
    let filter = Filter { kind, actor, action, reason, comment, from, before };
    let page = read_log::run(&svc, viewer, &site, filter, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(DecisionView::from))))
}
