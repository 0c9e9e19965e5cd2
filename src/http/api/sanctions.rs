//! Measures against accounts, guests and networks. Permission: staff of the site, for their own anybody who is signed in;
//! the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{List, PageQuery};
use crate::actions::read_sanctions::{self, NamedSanction, OwnSanction};
use crate::actions::sanction::{self, PurgeRequest, Reach, Request, Whom};
use crate::actions::{Service, acknowledge as acknowledge_action, lift_sanction};
use crate::http::error::Problem;
use crate::http::extract::{self, Moderator, Owner, SignedIn};
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::model::decision::Reason;
use crate::model::ids::{AccountId, CommentId, SanctionId};
use crate::model::sanction::{Purge, PurgeState, SanctionKind, Target};
use crate::model::time::Timestamp;

/// Takes back what was written lately.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurgeInput {
    /// Comments of the last so many days are rejected.
    #[schema(minimum = 1, maximum = 30)]
    days: i32,
    /// What they are rejected for; left out, `other`.
    reason: Option<Reason>,
}

impl From<PurgeInput> for PurgeRequest {
    fn from(PurgeInput { days, reason }: PurgeInput) -> Self {
        Self { days, reason }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SanctionInput {
    /// The site's slug; to be left out with `everywhere`.
    site: Option<String>,
    /// It counts on every site. Administrators only.
    #[serde(default)]
    everywhere: bool,
    kind: SanctionKind,
    /// Left out: until it is lifted. A suspension needs it, a warning takes none.
    until: Option<Timestamp>,
    /// What the account's owner is told.
    reason: String,
    purge: Option<PurgeInput>,
}

/// Whom a comment names.
#[derive(Deserialize, Clone, Copy, ToSchema)]
#[serde(rename_all = "lowercase")]
enum NamedTarget {
    /// The account or guest that wrote it.
    Author,
    /// Where it came from.
    Network,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorSanctionInput {
    target: NamedTarget,
    /// It counts on every site, not on the comment's alone. Administrators only.
    #[serde(default)]
    everywhere: bool,
    kind: SanctionKind,
    /// Left out: until it is lifted. A suspension needs it, a warning takes none.
    until: Option<Timestamp>,
    /// What its target is told.
    reason: String,
    purge: Option<PurgeInput>,
}

#[derive(Serialize, ToSchema)]
pub struct SanctionView {
    id: SanctionId,
    target: Target,
    /// Of a guest or a network `None`.
    account_id: Option<AccountId>,
    account_name: Option<String>,
    /// The comment that named the target.
    comment_id: Option<CommentId>,
    kind: SanctionKind,
    /// What its target is told.
    reason: String,
    /// `None`: until it is lifted.
    until: Option<Timestamp>,
    /// It counts on every site.
    everywhere: bool,
    /// It counts now.
    active: bool,
    /// The name of whoever took the measure; `None` for an account that is gone.
    created_by: Option<String>,
    created_at: Timestamp,
    /// Of a warning.
    acknowledged_at: Option<Timestamp>,
    lifted_at: Option<Timestamp>,
    /// When it had run out, or was acknowledged.
    ended_at: Option<Timestamp>,
    /// What is taken back with it.
    purge: Option<PurgeView>,
}

/// How far it came.
#[derive(Serialize, ToSchema)]
struct PurgeView {
    days: i32,
    state: PurgeState,
    /// Comments rejected so far.
    done: i64,
}

impl From<&Purge> for PurgeView {
    fn from(purge: &Purge) -> Self {
        Self { days: purge.days, state: purge.state, done: purge.done }
    }
}

impl From<&NamedSanction> for SanctionView {
    fn from(NamedSanction { sanction, account_name, by, active, purge }: &NamedSanction) -> Self {
        Self {
            id: sanction.id,
            target: sanction.target,
            account_id: sanction.account_id,
            account_name: account_name.clone(),
            comment_id: sanction.comment_id,
            kind: sanction.kind,
            reason: sanction.reason.clone(),
            until: sanction.until,
            everywhere: sanction.site_id.is_none(),
            active: *active,
            created_by: by.clone(),
            created_at: sanction.created_at,
            acknowledged_at: sanction.acknowledged_at,
            lifted_at: sanction.lifted_at,
            ended_at: sanction.ended_at,
            purge: purge.as_ref().map(PurgeView::from),
        }
    }
}

fn imposed(sanction: &NamedSanction) -> Rendered {
    json(StatusCode::CREATED, &SanctionView::from(sanction))
}

/// Take a measure against an account
///
/// `warn` has to be acknowledged before the next comment, `premoderate` holds every new comment, `mute` shows them to
/// their author and the staff alone, `suspend` and `ban` take none, nor votes. The account's owner is mailed. With `purge`
/// what it wrote lately is rejected in the background. 409 for staff. Permission: staff of the site, administrators for
/// `everywhere`; an API token needs the scope `moderate`.
#[utoipa::path(post, path = "/moderation/accounts/{id}/sanctions", tag = "moderation", request_body = SanctionInput, security(("bearer" = [])),
    params(("id" = AccountId, Path), IdempotencyKey),
    responses((status = 201, description = "It is in force", body = SanctionView)))]
pub async fn impose(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<AccountId>,
    input: Input<SanctionInput>,
) -> Result<HttpResponse, Problem> {
    let (SanctionInput { site, everywhere, kind, until, reason, purge }, keyed) = input.keyed(Some(&viewer));
    if site.is_some() == everywhere {
        let message = "must be the slug of a site, or left out with \"everywhere\": true";
        return Err(Problem::field("site", message));
    }
    let purge = purge.map(PurgeRequest::from);
    let request = Request { whom: Whom::Account(id.into_inner(), site), kind, until, reason, canned_text: None, purge };
    keyed.answer(&svc, imposed, |recorder| sanction::impose(&svc, viewer, request, recorder)).await
}

/// Take a measure against the author of a comment, or where it came from
///
/// For guests and networks, whose addresses are never shown. A guest is recognised by the e-mail address, or else by the
/// network; nobody is mailed, and nobody can be warned. The staff are never shut out with their network. 409 for a
/// comment of the staff, and if it is not known any more where it came from. Permission: staff of the comment's site,
/// administrators for `everywhere`; an API token needs the scope `moderate`.
#[utoipa::path(post, path = "/moderation/comments/{id}/sanctions", tag = "moderation", request_body = AuthorSanctionInput, security(("bearer" = [])),
    params(("id" = CommentId, Path), IdempotencyKey),
    responses((status = 201, description = "It is in force", body = SanctionView)))]
pub async fn impose_on_author(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<CommentId>,
    input: Input<AuthorSanctionInput>,
) -> Result<HttpResponse, Problem> {
    let (AuthorSanctionInput { target, everywhere, kind, until, reason, purge }, keyed) = input.keyed(Some(&viewer));
    let (id, reach) = (id.into_inner(), if everywhere { Reach::Everywhere } else { Reach::Site });
    let whom = match target {
        NamedTarget::Author => Whom::AuthorOf(id, reach),
        NamedTarget::Network => Whom::NetworkOf(id, reach),
    };
    let request = Request { whom, kind, until, reason, canned_text: None, purge: purge.map(PurgeRequest::from) };
    keyed.answer(&svc, imposed, |recorder| sanction::impose(&svc, viewer, request, recorder)).await
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SanctionsQuery {
    /// The site's slug.
    site: String,
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Read an account's sanctions
///
/// Those that count on the site, past and lifted ones included, newest first. Permission: staff of the site.
#[utoipa::path(get, path = "/moderation/accounts/{id}/sanctions", tag = "moderation", security(("bearer" = [])),
    params(("id" = AccountId, Path), SanctionsQuery),
    responses((status = 200, description = "A page", body = List<SanctionView>)))]
pub async fn list(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    id: Path<AccountId>,
    query: Query<SanctionsQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let page = read_sanctions::of_account(&svc, viewer, &query.site, id.into_inner(), request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(|sanction| SanctionView::from(&sanction)))))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SiteSanctionsQuery {
    /// The site's slug.
    site: String,
    /// Only those that count now, or only those that are over.
    active: Option<bool>,
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Read a site's sanctions
///
/// Those of all sites included, newest first. Permission: staff of the site.
#[utoipa::path(get, path = "/moderation/sanctions", tag = "moderation", security(("bearer" = [])),
    params(SiteSanctionsQuery),
    responses((status = 200, description = "A page", body = List<SanctionView>)))]
pub async fn of_site(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<SiteSanctionsQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let page = read_sanctions::of_site(&svc, viewer, &query.site, query.active, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(|sanction| SanctionView::from(&sanction)))))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LiftQuery {
    /// The site's slug; if given, only a sanction of that site is lifted.
    site: Option<String>,
}

/// Lift a sanction
///
/// Its owner is mailed, and what it still takes back is left standing. Permission: staff of the site, administrators for
/// one of all sites; an API token needs the scope `moderate`.
#[utoipa::path(delete, path = "/moderation/sanctions/{id}", tag = "moderation", security(("bearer" = [])),
    params(("id" = SanctionId, Path), LiftQuery), responses((status = 204, description = "It is over")))]
pub async fn lift(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<SanctionId>,
    query: Query<LiftQuery>,
) -> Result<HttpResponse, Problem> {
    lift_sanction::run(&svc, viewer, query.into_inner().site, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A measure against oneself.
#[derive(Serialize, ToSchema)]
pub struct OwnSanctionView {
    id: SanctionId,
    /// The site's name; `None`: all sites.
    site_name: Option<String>,
    kind: SanctionKind,
    reason: String,
    /// `None`: until it is lifted, or a warning acknowledged.
    until: Option<Timestamp>,
    /// It counts now; a warning waits to be acknowledged.
    active: bool,
    created_at: Timestamp,
    /// Of a warning.
    acknowledged_at: Option<Timestamp>,
    lifted_at: Option<Timestamp>,
    /// When it had run out, or was acknowledged.
    ended_at: Option<Timestamp>,
}

impl From<OwnSanction> for OwnSanctionView {
    fn from(OwnSanction { sanction, site_name, active }: OwnSanction) -> Self {
        Self {
            id: sanction.id,
            site_name,
            kind: sanction.kind,
            reason: sanction.reason,
            until: sanction.until,
            active,
            created_at: sanction.created_at,
            acknowledged_at: sanction.acknowledged_at,
            lifted_at: sanction.lifted_at,
            ended_at: sanction.ended_at,
        }
    }
}

/// Read one's own sanctions
///
/// On all sites, past ones included, newest first. Permission: whoever is signed in.
#[utoipa::path(get, path = "/me/sanctions", tag = "accounts", security(("bearer" = [])), params(PageQuery),
    responses((status = 200, description = "A page", body = List<OwnSanctionView>)))]
pub async fn own(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let page = read_sanctions::own(&svc, viewer, query.request()?).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(OwnSanctionView::from))))
}

/// Acknowledge a warning
///
/// Says that it was read; then one can comment again. Doing it twice changes nothing. 409 for what is no warning.
/// Permission: the person itself.
#[utoipa::path(post, path = "/me/sanctions/{id}/acknowledge", tag = "accounts", security(("bearer" = [])),
    params(("id" = SanctionId, Path)), responses((status = 204, description = "It is acknowledged")))]
pub async fn acknowledge(
    svc: Data<Service>,
    Owner(viewer): Owner,
    id: Path<SanctionId>,
) -> Result<HttpResponse, Problem> {
    acknowledge_action::run(&svc, viewer, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
