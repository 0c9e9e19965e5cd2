//! One's own account. Permission: whoever is signed in reads it; the person itself changes it.

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::appeals::OwnAppealView;
use super::comments::CommentView;
use super::moderation::ThreadView;
use super::{List, PageQuery};
use crate::actions::change_account::{self, Change};
use crate::actions::export_account::{self, Export};
use crate::actions::{
    OwnComment, OwnDecision, Profile, Service, change_notifications as notifications_action, delete_account,
    own_comments, profile,
};
use crate::http::error::Problem;
use crate::http::extract::{Owner, SignedIn};
use crate::http::idempotency::Input;
use crate::model::account::Role;
use crate::model::comment::Status;
use crate::model::decision::{ActorKind, LogAction, Reason};
use crate::model::ids::AccountId;
use crate::model::mail::SuppressionReason;
use crate::model::preferences::{Preferences, PreferencesUpdate};
use crate::model::time::Timestamp;

#[derive(Serialize, ToSchema)]
pub struct ProfileView {
    id: AccountId,
    email: Option<String>,
    /// Whether a link is on its way to a new address.
    email_pending: bool,
    display_name: String,
    role: Role,
    created_at: Timestamp,
    /// Why the address is not mailed any more; `None`: it is. Confirming it, or another one, ends that.
    mail_problem: Option<MailProblem>,
}

/// Why an address is not mailed any more.
#[derive(Serialize, ToSchema)]
struct MailProblem {
    reason: SuppressionReason,
    detail: String,
    since: Timestamp,
}

impl From<Profile> for ProfileView {
    fn from(Profile { account, email_pending, mail_problem }: Profile) -> Self {
        Self {
            id: account.id,
            email: account.email,
            email_pending,
            display_name: account.display_name,
            role: account.role,
            created_at: account.created_at,
            mail_problem: mail_problem.map(|problem| MailProblem {
                reason: problem.reason,
                detail: problem.detail,
                since: problem.created_at,
            }),
        }
    }
}

/// Read one's own account
///
/// Permission: whoever is signed in.
#[utoipa::path(get, path = "/me", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, description = "The account", body = ProfileView)))]
pub async fn read(svc: Data<Service>, SignedIn(viewer): SignedIn) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(ProfileView::from(profile(&svc, viewer).await?)))
}

/// Changes to an account; a missing member keeps its value.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountUpdate {
    display_name: Option<String>,
    password: Option<PasswordUpdate>,
    email: Option<EmailUpdate>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordUpdate {
    current: String,
    new: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailUpdate {
    new: String,
    /// The present password.
    password: String,
}

/// Change one's own account
///
/// A new password ends all other sessions and all API tokens. A new address is sent a link, and holds once that is used;
/// until then `email_pending` says so. Permission: the person itself.
#[utoipa::path(patch, path = "/me", tag = "accounts", request_body = AccountUpdate, security(("bearer" = [])),
    responses((status = 200, description = "The account as it is now", body = ProfileView)))]
pub async fn change(
    svc: Data<Service>,
    Owner(viewer): Owner,
    input: Input<AccountUpdate>,
) -> Result<HttpResponse, Problem> {
    let AccountUpdate { display_name, password, email } = input.value;
    let password = password.map(|PasswordUpdate { current, new }| change_account::NewPassword { current, new });
    let email = email.map(|EmailUpdate { new, password }| change_account::NewEmail { new, password });
    let changed = change_account::run(&svc, viewer, Change { display_name, password, email }).await?;
    Ok(HttpResponse::Ok().json(ProfileView::from(changed)))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Deletion {
    password: String,
}

/// Delete one's account
///
/// What it wrote is deleted with it, its votes are taken back, and its sessions and API tokens end. There is no way back;
/// `GET /me/export` first. 409 for the last administrator. Permission: the person itself.
#[utoipa::path(delete, path = "/me", tag = "accounts", request_body = Deletion, security(("bearer" = [])),
    responses((status = 204, description = "The account is gone")))]
pub async fn delete(svc: Data<Service>, Owner(viewer): Owner, input: Input<Deletion>) -> Result<HttpResponse, Problem> {
    delete_account::run(&svc, viewer, &input.value.password).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Get everything that is kept about the account
///
/// Without secrets, and without the texts of mails. Permission: the person itself.
#[utoipa::path(get, path = "/me/export", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, description = "A document to be kept", body = Export,
        headers(("Content-Disposition" = String, description = "A name for the file")))))]
pub async fn export(svc: Data<Service>, Owner(viewer): Owner) -> Result<HttpResponse, Problem> {
    let name = format!("attachment; filename=\"postil-account-{}.json\"", viewer.id());
    let export = export_account::run(&svc, viewer).await?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_DISPOSITION, name)).json(export))
}

#[derive(Serialize, ToSchema)]
pub struct OwnCommentView {
    #[serde(flatten)]
    comment: CommentView,
    /// The source as it was written.
    body: String,
    revision: i32,
    /// Since when a moderator asks for a change.
    edit_asked_at: Option<Timestamp>,
    thread: ThreadView,
    /// What was decided on it, oldest first.
    decisions: Vec<OwnDecisionView>,
    /// The latest; `None`: there was none.
    appeal: Option<OwnAppealView>,
    /// Until when `POST /comments/{id}/appeals` takes an appeal; `None`: it takes none.
    can_appeal_until: Option<Timestamp>,
}

/// What was decided on one's own comment, and why.
#[derive(Serialize, ToSchema)]
struct OwnDecisionView {
    action: LogAction,
    by: DeciderView,
    /// `None`: the first decision on the comment.
    from: Option<Status>,
    to: Status,
    reason: Option<Reason>,
    note: Option<String>,
    created_at: Timestamp,
}

#[derive(Serialize, ToSchema)]
struct DeciderView {
    kind: ActorKind,
    /// If the site wants it told.
    name: Option<String>,
}

impl From<OwnDecision> for OwnDecisionView {
    fn from(OwnDecision { decision, actor_name }: OwnDecision) -> Self {
        Self {
            action: decision.action,
            by: DeciderView { kind: decision.actor, name: actor_name },
            from: decision.from.map(Status::told),
            to: decision.to.told(),
            reason: decision.reason,
            note: decision.note,
            created_at: decision.created_at,
        }
    }
}

/// List one's own comments
///
/// On all sites, whatever their status, newest first, with what was decided on them and why. Permission: whoever is signed in.
#[utoipa::path(get, path = "/me/comments", tag = "accounts", security(("bearer" = [])), params(PageQuery),
    responses((status = 200, description = "A page", body = List<OwnCommentView>)))]
pub async fn comments(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let name = viewer.account.display_name.clone();
    let page = own_comments(&svc, viewer, query.request()?).await?;
    let view = |OwnComment { comment, thread, decisions, appeal, can_appeal_until, .. }: OwnComment| OwnCommentView {
        body: comment.body.clone(),
        revision: comment.revision,
        edit_asked_at: comment.edit_asked_at,
        comment: CommentView::told(comment, Some(name.clone())),
        thread: thread.into(),
        decisions: decisions.into_iter().map(OwnDecisionView::from).collect(),
        appeal: appeal.map(OwnAppealView::from),
        can_appeal_until,
    };
    Ok(HttpResponse::Ok().json(List::from(page.map(view))))
}

/// Read which mails one gets
///
/// Permission: whoever is signed in.
#[utoipa::path(get, path = "/me/notifications", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, description = "The preferences", body = Preferences)))]
pub async fn notifications(SignedIn(viewer): SignedIn) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(notifications_action::preferences(&viewer.account)?))
}

/// Change which mails one gets
///
/// A missing member keeps its value. Mails about the account itself are always sent. Permission: the person itself.
#[utoipa::path(patch, path = "/me/notifications", tag = "accounts", request_body = PreferencesUpdate, security(("bearer" = [])),
    responses((status = 200, description = "All preferences as they are now", body = Preferences)))]
pub async fn change_notifications(
    svc: Data<Service>,
    Owner(viewer): Owner,
    input: Input<PreferencesUpdate>,
) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(notifications_action::run(&svc, viewer, input.value).await?))
}
