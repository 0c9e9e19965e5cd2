//! Measures against accounts. Permission: staff of the site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::List;
use super::moderation::SiteQuery;
use crate::actions::Service;
use crate::actions::sanction::{self, NamedSanction};
use crate::http::error::Problem;
use crate::http::extract::{Moderator, SignedIn};
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::model::ids::{AccountId, SanctionId};
use crate::model::sanction::SanctionKind;
use crate::model::time::Timestamp;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SanctionInput {
    /// The site's slug.
    site: String,
    kind: SanctionKind,
    /// Left out: until it is lifted.
    until: Option<Timestamp>,
    /// What the account's owner is told.
    reason: String,
}

#[derive(Serialize, ToSchema)]
pub struct SanctionView {
    id: SanctionId,
    account_id: AccountId,
    kind: SanctionKind,
    /// What the account's owner is told.
    reason: String,
    /// `None`: until it is lifted.
    until: Option<Timestamp>,
    /// It counts on every site.
    everywhere: bool,
    /// The name of whoever took the measure; `None` for an account that is gone.
    created_by: Option<String>,
    created_at: Timestamp,
    lifted_at: Option<Timestamp>,
}

impl From<&NamedSanction> for SanctionView {
    fn from(NamedSanction { sanction, by }: &NamedSanction) -> Self {
        Self {
            id: sanction.id,
            account_id: sanction.account_id,
            kind: sanction.kind,
            reason: sanction.reason.clone(),
            until: sanction.until,
            everywhere: sanction.site_id.is_none(),
            created_by: by.clone(),
            created_at: sanction.created_at,
            lifted_at: sanction.lifted_at,
        }
    }
}

fn imposed(sanction: &NamedSanction) -> Rendered {
    json(StatusCode::CREATED, &SanctionView::from(sanction))
}

/// Take a measure against an account
///
/// `premoderate` holds every new comment, `ban` takes none, nor votes. 409 for staff of the site. Permission: staff of
/// the site; an API token needs the scope `moderate`.
#[utoipa::path(post, path = "/moderation/accounts/{id}/sanctions", tag = "moderation", request_body = SanctionInput, security(("bearer" = [])),
    params(("id" = AccountId, Path), IdempotencyKey),
    responses((status = 201, description = "It is in force", body = SanctionView)))]
pub async fn impose(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<AccountId>,
    input: Input<SanctionInput>,
) -> Result<HttpResponse, Problem> {
    let (SanctionInput { site, kind, until, reason }, keyed) = input.keyed(Some(&viewer));
    let request = sanction::Request { site, kind, until, reason };
    keyed.answer(&svc, imposed, |recorder| sanction::impose(&svc, viewer, id.into_inner(), request, recorder)).await
}

/// Read an account's sanctions
///
/// Those that count on the site, past and lifted ones included, newest first. Permission: staff of the site.
#[utoipa::path(get, path = "/moderation/accounts/{id}/sanctions", tag = "moderation", security(("bearer" = [])),
    params(("id" = AccountId, Path), SiteQuery),
    responses((status = 200, description = "All of them", body = List<SanctionView>)))]
pub async fn list(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    id: Path<AccountId>,
    query: Query<SiteQuery>,
) -> Result<HttpResponse, Problem> {
    let sanctions = sanction::list(&svc, viewer, &query.site, id.into_inner()).await?;
    Ok(HttpResponse::Ok().json(List { items: sanctions.iter().map(SanctionView::from).collect(), next: None }))
}

/// Lift a sanction
///
/// Permission: staff of the site; an API token needs the scope `moderate`.
#[utoipa::path(delete, path = "/moderation/sanctions/{id}", tag = "moderation", security(("bearer" = [])),
    params(("id" = SanctionId, Path), SiteQuery), responses((status = 204, description = "It is over")))]
pub async fn lift(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<SanctionId>,
    query: Query<SiteQuery>,
) -> Result<HttpResponse, Problem> {
    sanction::lift(&svc, viewer, &query.site, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
