//! Owed mails, those given up and addresses that take none, for those who run the service; and what comes back of mails.
//! Permission: administrators.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::List;
use crate::actions::owed_mails::{self, OwedMail, Suppression};
use crate::actions::take_bounce::{self, Taken};
use crate::actions::{Error, Service, Viewer};
use crate::http::error::Problem;
use crate::http::extract::{self, Administrator, SignedIn};
use crate::http::idempotency::Input;
use crate::model::ids::{AccountId, MailId, SiteId};
use crate::model::mail::{Failure, MailState, SuppressionReason};
use crate::model::time::Timestamp;

/// A mail on its way out, or given up.
#[derive(Serialize, ToSchema)]
pub struct MailView {
    id: MailId,
    kind: String,
    state: MailState,
    recipient: String,
    site_id: Option<SiteId>,
    account_id: Option<AccountId>,
    attempts: i32,
    /// Of a mail that waits.
    next_attempt_at: Timestamp,
    /// What sort of failure the last attempt ended with.
    failure: Option<Failure>,
    last_error: Option<String>,
    created_at: Timestamp,
    finished_at: Option<Timestamp>,
}

impl From<OwedMail> for MailView {
    fn from(mail: OwedMail) -> Self {
        Self {
            id: mail.id,
            kind: mail.kind,
            state: mail.state,
            recipient: mail.recipient,
            site_id: mail.site_id,
            account_id: mail.account_id,
            attempts: mail.attempts,
            next_attempt_at: mail.next_attempt_at,
            failure: mail.failure,
            last_error: mail.last_error,
            created_at: mail.created_at,
            finished_at: mail.finished_at,
        }
    }
}

/// A mail with what it says, without the tokens of its links.
#[derive(Serialize, ToSchema)]
pub struct MailDetails {
    #[serde(flatten)]
    mail: MailView,
    /// `None`: there is nothing left to say, so it is not sent.
    subject: Option<String>,
    text: Option<String>,
    html: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OutboxQuery {
    /// Usually `dead`.
    #[param(inline)]
    state: Option<MailState>,
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

fn is_administrator(viewer: &Viewer) -> Result<(), Problem> {
    if viewer.is_administrator() { Ok(()) } else { Err(Error::Forbidden.into()) }
}

/// List mails
///
/// In one state, newest first. Permission: administrator.
#[utoipa::path(get, path = "/mail/outbox", tag = "mail", security(("bearer" = [])), params(OutboxQuery),
    responses((status = 200, description = "A page", body = List<MailView>)))]
pub async fn list(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<OutboxQuery>,
) -> Result<HttpResponse, Problem> {
    is_administrator(&viewer)?;
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let page = owed_mails::list(&svc, query.state.unwrap_or(MailState::Dead), request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(MailView::from))))
}

/// Read a mail as it would be sent now
///
/// Without the tokens of its links, by which whoever has them acts for its recipient. Permission: administrator.
#[utoipa::path(get, path = "/mail/outbox/{id}", tag = "mail", security(("bearer" = [])), params(("id" = MailId, Path)),
    responses((status = 200, description = "The mail", body = MailDetails)))]
pub async fn read(svc: Data<Service>, SignedIn(viewer): SignedIn, id: Path<MailId>) -> Result<HttpResponse, Problem> {
    is_administrator(&viewer)?;
    let shown = owed_mails::show(&svc, id.into_inner(), &svc.public_url).await?;
    let (subject, text, html) = match shown.letter {
        Some(letter) => (Some(letter.subject), Some(letter.text), Some(letter.html)),
        None => (None, None, None),
    };
    Ok(HttpResponse::Ok().json(MailDetails { mail: shown.mail.into(), subject, text, html }))
}

/// Try a mail that was given up again
///
/// 409 when it is not dead. Permission: administrator; an API token needs the scope `administer`.
#[utoipa::path(post, path = "/mail/outbox/{id}/retry", tag = "mail", security(("bearer" = [])), params(("id" = MailId, Path)),
    responses((status = 204, description = "It is queued again")))]
pub async fn retry(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    id: Path<MailId>,
) -> Result<HttpResponse, Problem> {
    is_administrator(&viewer)?;
    owed_mails::retry(&svc, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// How many mails are tried again.
#[derive(Serialize, ToSchema)]
pub struct RetriedView {
    count: usize,
}

/// Try all mails that were given up again
///
/// Permission: administrator; an API token needs the scope `administer`.
#[utoipa::path(post, path = "/mail/outbox/retry", tag = "mail", security(("bearer" = [])),
    responses((status = 200, description = "They are queued again", body = RetriedView)))]
pub async fn retry_all(svc: Data<Service>, Administrator(viewer): Administrator) -> Result<HttpResponse, Problem> {
    is_administrator(&viewer)?;
    let count = owed_mails::retry_all_dead(&svc).await?;
    Ok(HttpResponse::Ok().json(RetriedView { count }))
}

/// An address that is not mailed any more.
#[derive(Serialize, ToSchema)]
pub struct SuppressionView {
    email: String,
    reason: SuppressionReason,
    /// What the mail server, or the mail that came back, said.
    detail: String,
    /// The mail that it was about.
    mail_id: Option<MailId>,
    created_at: Timestamp,
}

impl From<Suppression> for SuppressionView {
    fn from(suppression: Suppression) -> Self {
        Self {
            email: suppression.email_canonical,
            reason: suppression.reason,
            detail: suppression.detail,
            mail_id: suppression.mail_id,
            created_at: suppression.created_at,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuppressionQuery {
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// The last address of the page before.
    after: Option<String>,
}

/// List the addresses that are not mailed any more
///
/// In their order; `next` is what `after` takes. Permission: administrator.
#[utoipa::path(get, path = "/mail/suppressions", tag = "mail", security(("bearer" = [])), params(SuppressionQuery),
    responses((status = 200, description = "A page", body = List<SuppressionView>)))]
pub async fn suppressions(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<SuppressionQuery>,
) -> Result<HttpResponse, Problem> {
    is_administrator(&viewer)?;
    let request = extract::page(query.limit, None, 100)?;
    let after = query.into_inner().after.unwrap_or_default();
    let (items, more) = owed_mails::suppressions(&svc, after, request.limit).await?;
    let next = items.last().filter(|_| more).map(|last| last.email_canonical.clone());
    Ok(HttpResponse::Ok().json(List { items: items.into_iter().map(SuppressionView::from).collect(), next }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftInput {
    email: String,
}

/// Mail an address again
///
/// 404 when it is mailed anyway. Permission: administrator; an API token needs the scope `administer`.
#[utoipa::path(post, path = "/mail/suppressions/lift", tag = "mail", request_body = LiftInput, security(("bearer" = [])),
    responses((status = 204, description = "It is mailed again")))]
pub async fn lift(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    input: Input<LiftInput>,
) -> Result<HttpResponse, Problem> {
    is_administrator(&viewer)?;
    owed_mails::lift(&svc, &input.value.email).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BounceQuery {
    /// The envelope's recipient, which names the mail; without it, the mail is looked for in the message.
    to: Option<String>,
}

/// What was made of a mail that came back.
#[derive(Serialize, ToSchema)]
pub struct BounceView {
    /// `suppressed`: its address is mailed no more; `noted`; `ignored`: it is no report.
    outcome: &'static str,
}

/// Take a mail that came back
///
/// The whole message as it was received: a delivery report (RFC 3464) or a complaint (RFC 5965). It must name a mail of this
/// server by the address that it came back to, which is signed: 422 otherwise. Permission: administrator; an API token needs the
/// scope `administer`.
#[utoipa::path(post, path = "/mail/bounces", tag = "mail", security(("bearer" = [])), params(BounceQuery),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, description = "It is taken", body = BounceView)))]
pub async fn bounce(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    query: Query<BounceQuery>,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    is_administrator(&viewer)?;
    let outcome = match take_bounce::run(&svc, query.to.as_deref(), &body).await? {
        Taken::Suppressed => "suppressed",
        Taken::Noted => "noted",
        Taken::Ignored => "ignored",
    };
    Ok(HttpResponse::Ok().json(BounceView { outcome }))
}
