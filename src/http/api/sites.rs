//! Sites and their rules. Of which sites somebody is on the staff, the actions know.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{List, PageQuery};
use crate::actions::{self, Error, Service, Site, change_site, create_site};
use crate::http::error::Problem;
use crate::http::extract::{Administrator, SignedIn};
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::http::revision::{self, IfMatchHeader, Match};
use crate::model::ids::SiteId;
use crate::model::site::Policy;
use crate::model::time::Timestamp;
use crate::moderation::{Rules, RulesUpdate};

#[derive(Serialize, ToSchema)]
pub struct SiteView {
    id: SiteId,
    slug: String,
    name: String,
    origins: Vec<String>,
    policy: Policy,
    /// Grows with every change.
    revision: i32,
    created_at: Timestamp,
}

/// A site with its rules.
#[derive(Serialize, ToSchema)]
pub struct SiteDetails {
    #[serde(flatten)]
    site: SiteView,
    rules: Rules,
}

impl SiteDetails {
    fn of(site: Site) -> actions::Result<Self> {
        let rules: Rules = serde_json::from_str(&site.rules)?;
        let site = SiteView {
            id: site.id,
            slug: site.slug,
            name: site.name,
            origins: serde_json::from_str(&site.origins)?,
            policy: rules.policy,
            revision: site.revision,
            created_at: site.created_at,
        };
        Ok(Self { site, rules })
    }
}

/// List the sites one looks after
///
/// Oldest first. Permission: administrators see all sites, others those they moderate.
#[utoipa::path(get, path = "/sites", tag = "sites", security(("bearer" = [])), params(PageQuery),
    responses((status = 200, description = "A page", body = List<SiteView>)))]
pub async fn list(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let page = actions::sites(&svc, viewer, query.request()?).await?;
    let next = page.next;
    let items: Vec<SiteView> =
        page.items.into_iter().map(|site| Ok(SiteDetails::of(site)?.site)).collect::<actions::Result<_>>()?;
    Ok(HttpResponse::Ok().json(List { items, next: next.map(|cursor| cursor.encode()) }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSite {
    slug: String,
    name: String,
    origins: Vec<String>,
    policy: Option<Policy>,
}

fn created(site: &Site) -> Rendered {
    json(StatusCode::CREATED, &SiteDetails::of(site.clone())?.site)
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

/// Read a site with its rules
///
/// Permission: staff of the site.
#[utoipa::path(get, path = "/sites/{site}", tag = "sites", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug")),
    responses((status = 200, description = "The site; `ETag` is its revision", body = SiteDetails)))]
pub async fn read(
    svc: Data<Service>,
    request: HttpRequest,
    SignedIn(viewer): SignedIn,
    site: Path<String>,
) -> Result<HttpResponse, Problem> {
    let details = SiteDetails::of(actions::site(&svc, viewer, &site).await?)?;
    Ok(revision::ok_or_unchanged(&request, details.site.revision, &details))
}

/// Changes to a site; a missing member keeps its value.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteUpdate {
    name: Option<String>,
    /// All of them: the list replaces the one before.
    origins: Option<Vec<String>>,
    policy: Option<Policy>,
}

/// Change a site
///
/// Permission: administrator.
#[utoipa::path(patch, path = "/sites/{site}", tag = "sites", request_body = SiteUpdate, security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), IfMatchHeader),
    responses((status = 200, description = "The site as it is now", body = SiteDetails)))]
pub async fn change(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    site: Path<String>,
    Match(expected): Match,
    input: Input<SiteUpdate>,
) -> Result<HttpResponse, Problem> {
    let SiteUpdate { name, origins, policy } = input.value;
    let change = change_site::Change { name, origins, policy };
    let details = SiteDetails::of(change_site::run(&svc, viewer, &site, change, expected).await?)?;
    Ok(revision::ok(details.site.revision, &details))
}

/// Read a site's rules
///
/// Permission: staff of the site.
#[utoipa::path(get, path = "/sites/{site}/rules", tag = "sites", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug")),
    responses((status = 200, description = "The rules; `ETag` is the site's revision", body = Rules)))]
pub async fn rules(
    svc: Data<Service>,
    request: HttpRequest,
    SignedIn(viewer): SignedIn,
    site: Path<String>,
) -> Result<HttpResponse, Problem> {
    let details = SiteDetails::of(actions::site(&svc, viewer, &site).await?)?;
    Ok(revision::ok_or_unchanged(&request, details.site.revision, &details.rules))
}

/// Change a site's rules
///
/// A missing member keeps its value; a list that is given replaces the one before. They hold from the next comment on.
/// Permission: staff of the site; an API token needs the scope `administer`.
#[utoipa::path(put, path = "/sites/{site}/rules", tag = "sites", request_body = RulesUpdate, security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), IfMatchHeader),
    responses((status = 200, description = "The whole rules as they are now", body = Rules)))]
pub async fn change_rules(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    site: Path<String>,
    Match(expected): Match,
    input: Input<RulesUpdate>,
) -> Result<HttpResponse, Problem> {
    let details = SiteDetails::of(change_site::rules(&svc, viewer, &site, input.value, expected).await?)?;
    Ok(revision::ok(details.site.revision, &details.rules))
}
