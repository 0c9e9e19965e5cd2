//! Sites.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json};
use serde::{Deserialize, Serialize};

use crate::actions::{Error, Service, create_site};
use crate::http::error::Problem;
use crate::http::extract::SignedIn;
use crate::model::ids::SiteId;
use crate::model::site::Policy;
use crate::model::time::Timestamp;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSite {
    slug: String,
    name: String,
    origins: Vec<String>,
    policy: Option<Policy>,
}

#[derive(Serialize)]
struct SiteView {
    id: SiteId,
    slug: String,
    name: String,
    created_at: Timestamp,
}

/// Permission: administrator.
pub async fn create(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    input: Json<NewSite>,
) -> Result<HttpResponse, Problem> {
    if !viewer.is_administrator() {
        return Err(Error::Forbidden.into());
    }
    let NewSite { slug, name, origins, policy } = input.into_inner();
    let site = create_site::run(&svc, create_site::NewSite { slug, name, origins, policy }).await?;
    Ok(HttpResponse::Created().json(SiteView {
        id: site.id,
        slug: site.slug,
        name: site.name,
        created_at: site.created_at,
    }))
}
