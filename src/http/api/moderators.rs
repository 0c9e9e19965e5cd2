//! Who moderates a site. Permission: administrator.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;
use utoipa::ToSchema;

use super::List;
use crate::actions::{self, Service, appoint as appoint_action};
use crate::http::error::Problem;
use crate::http::extract::{Administrator, SignedIn};
use crate::model::ids::AccountId;

#[derive(Serialize, ToSchema)]
pub struct ModeratorView {
    id: AccountId,
    name: String,
}

/// List a site's moderators
///
/// Permission: administrator.
#[utoipa::path(get, path = "/sites/{site}/moderators", tag = "sites", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug")),
    responses((status = 200, description = "All of them", body = List<ModeratorView>)))]
pub async fn list(svc: Data<Service>, SignedIn(viewer): SignedIn, site: Path<String>) -> Result<HttpResponse, Problem> {
    let accounts = actions::moderators(&svc, viewer, &site).await?;
    let items = accounts.into_iter().map(|account| ModeratorView { id: account.id, name: account.display_name });
    Ok(HttpResponse::Ok().json(List { items: items.collect(), next: None }))
}

/// Make an account a moderator
///
/// Permission: administrator.
#[utoipa::path(put, path = "/sites/{site}/moderators/{account_id}", tag = "sites", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), ("account_id" = AccountId, Path)),
    responses((status = 204, description = "It is one now, or was already")))]
pub async fn appoint(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    path: Path<(String, AccountId)>,
) -> Result<HttpResponse, Problem> {
    let (site, account) = path.into_inner();
    appoint_action::run(&svc, viewer, &site, account).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// End being a moderator
///
/// Permission: administrator.
#[utoipa::path(delete, path = "/sites/{site}/moderators/{account_id}", tag = "sites", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), ("account_id" = AccountId, Path)),
    responses((status = 204, description = "It is none any more")))]
pub async fn dismiss(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    path: Path<(String, AccountId)>,
) -> Result<HttpResponse, Problem> {
    let (site, account) = path.into_inner();
    appoint_action::dismiss(&svc, viewer, &site, account).await?;
    Ok(HttpResponse::NoContent().finish())
}
