//! Sites.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::{Error, Service, Site, create_site};
use crate::http::error::Problem;
use crate::http::extract::Administrator;
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::model::ids::SiteId;
use crate::model::site::Policy;
use crate::model::time::Timestamp;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSite {
    slug: String,
    name: String,
    origins: Vec<String>,
    policy: Option<Policy>,
}

#[derive(Serialize, ToSchema)]
pub struct SiteView {
    id: SiteId,
    slug: String,
    name: String,
    created_at: Timestamp,
}

fn created(site: &Site) -> Rendered {
    let view = SiteView { id: site.id, slug: site.slug.clone(), name: site.name.clone(), created_at: site.created_at };
    json(StatusCode::CREATED, &view)
}

/// Make a site
///
/// Permission: administrator.
#[utoipa::path(post, path = "/sites", tag = "sites", request_body = NewSite, security(("bearer" = [])), params(IdempotencyKey),
    responses((status = 201, description = "The site", body = SiteView)))]
pub async fn create(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    input: Input<NewSite>,
) -> Result<HttpResponse, Problem> {
    if !viewer.is_administrator() {
        return Err(Error::Forbidden.into());
    }
    let (NewSite { slug, name, origins, policy }, keyed) = input.keyed(Some(&viewer));
    let new = create_site::NewSite { slug, name, origins, policy };
    keyed.answer(&svc, created, |recorder| create_site::run(&svc, new, recorder)).await
}
