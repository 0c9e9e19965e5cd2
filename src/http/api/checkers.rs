//! The servers of others that a site asks about its comments. Permission: staff of the site; the actions check it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::List;
use crate::actions::Service;
use crate::actions::checkers::{self, Change, Shown};
use crate::http::error::Problem;
use crate::http::extract::{Administrator, SignedIn};
use crate::http::idempotency::Input;
use crate::http::revision::{self, IfMatchHeader, Match};
use crate::model::checker::{Checker, KeyState, Settings};
use crate::model::time::Timestamp;

/// A server. Its key or secret is never shown.
#[derive(Serialize, ToSchema)]
pub struct CheckerView {
    checker: Checker,
    /// Of `akismet`.
    #[serde(skip_serializing_if = "Option::is_none")]
    blog: Option<String>,
    /// Of `akismet`.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_test: Option<bool>,
    /// Of `external`.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Of `external`.
    #[serde(skip_serializing_if = "Option::is_none")]
    key_id: Option<String>,
    /// Of `external`.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_answers: Option<bool>,
    /// Always true: there is none without.
    key_set: bool,
    key_state: KeyState,
    /// Why it gave no answer the last time it gave none.
    last_error: Option<String>,
    /// Questions that it has not answered.
    waiting: i64,
    /// Grows with every change.
    revision: i32,
    changed_at: Timestamp,
}

impl From<Shown> for CheckerView {
    fn from(shown: Shown) -> Self {
        let mut view = Self {
            checker: shown.settings.checker(),
            blog: None,
            is_test: None,
            url: None,
            key_id: None,
            signed_answers: None,
            key_set: true,
            key_state: shown.key_state,
            last_error: shown.last_error,
            waiting: shown.waiting,
            revision: shown.revision,
            changed_at: shown.changed_at,
        };
        match shown.settings {
            Settings::Akismet { blog, is_test } => {
                (view.blog, view.is_test) = (Some(blog), Some(is_test));
            }
            Settings::External { url, key_id, signed_answers } => {
                (view.url, view.key_id, view.signed_answers) = (Some(url), Some(key_id), Some(signed_answers));
            }
        }
        view
    }
}

/// List the servers that a site asks about its comments
///
/// There is one of each kind at most, so this is one page. Permission: staff of the site.
#[utoipa::path(get, path = "/sites/{site}/checkers", tag = "sites", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug")),
    responses((status = 200, description = "The servers, without their keys and secrets", body = List<CheckerView>)))]
pub async fn list(svc: Data<Service>, SignedIn(viewer): SignedIn, site: Path<String>) -> Result<HttpResponse, Problem> {
    let items: Vec<CheckerView> =
        checkers::list(&svc, viewer, &site).await?.into_iter().map(CheckerView::from).collect();
    Ok(HttpResponse::Ok().json(List { items, next: None }))
}

/// Changes to how Akismet is asked; a missing member keeps its value.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AkismetInput {
    /// The site's API key. Needed at first; never shown.
    #[schema(write_only)]
    key: Option<String>,
    /// The site's front page. At first: its first origin.
    blog: Option<String>,
    /// Nothing is learnt from what is sent. At first: false.
    is_test: Option<bool>,
}

/// Ask Akismet about a site's comments
///
/// Comments of readers wait for its answer from now on. The key is tried in the background; `key_state` tells.
/// Permission: staff of the site; an API token needs the scope `administer`.
#[utoipa::path(put, path = "/sites/{site}/checkers/akismet", tag = "sites", request_body = AkismetInput, security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), IfMatchHeader),
    responses((status = 200, description = "As it is now; `ETag` is its revision", body = CheckerView)))]
pub async fn set_akismet(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    site: Path<String>,
    Match(expected): Match,
    input: Input<AkismetInput>,
) -> Result<HttpResponse, Problem> {
    let AkismetInput { key, blog, is_test } = input.value;
    let shown = checkers::set(&svc, viewer, &site, Change::Akismet { key, blog, is_test }, expected).await?;
    Ok(revision::ok(shown.revision, &CheckerView::from(shown)))
}

/// Changes to how a site's own checker is asked; a missing member keeps its value.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExternalInput {
    /// Where it takes questions, `https://`. Needed at first.
    url: Option<String>,
    /// What it knows the secret by: 1 to 40 letters, digits, dashes, underscores and dots. At first: `1`.
    key_id: Option<String>,
    /// What questions are signed with, 32 to 200 characters. Needed at first; never shown.
    #[schema(write_only)]
    secret: Option<String>,
    /// Whether its answers count only with a signature. At first: false.
    signed_answers: Option<bool>,
}

/// Ask a site's own checker about its comments
///
/// Comments of readers wait for its answer from now on. Permission: staff of the site; an API token needs the scope
/// `administer`.
#[utoipa::path(put, path = "/sites/{site}/checkers/external", tag = "sites", request_body = ExternalInput, security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), IfMatchHeader),
    responses((status = 200, description = "As it is now; `ETag` is its revision", body = CheckerView)))]
pub async fn set_external(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    site: Path<String>,
    Match(expected): Match,
    input: Input<ExternalInput>,
) -> Result<HttpResponse, Problem> {
    let ExternalInput { url, key_id, secret, signed_answers } = input.value;
    let change = Change::External { url, key_id, secret, signed_answers };
    let shown = checkers::set(&svc, viewer, &site, change, expected).await?;
    Ok(revision::ok(shown.revision, &CheckerView::from(shown)))
}

/// Stop asking Akismet
///
/// Its key is gone. Comments that wait for it go on without its answer. Permission: staff of the site; an API token needs
/// the scope `administer`.
#[utoipa::path(delete, path = "/sites/{site}/checkers/akismet", tag = "sites", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug")),
    responses((status = 204, description = "It is not asked, or not any more")))]
pub async fn remove_akismet(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    site: Path<String>,
) -> Result<HttpResponse, Problem> {
    checkers::remove(&svc, viewer, &site, Checker::Akismet).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Stop asking a site's own checker
///
/// Its secret is gone. Comments that wait for it go on without its answer. Permission: staff of the site; an API token
/// needs the scope `administer`.
#[utoipa::path(delete, path = "/sites/{site}/checkers/external", tag = "sites", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug")),
    responses((status = 204, description = "It is not asked, or not any more")))]
pub async fn remove_external(
    svc: Data<Service>,
    Administrator(viewer): Administrator,
    site: Path<String>,
) -> Result<HttpResponse, Problem> {
    checkers::remove(&svc, viewer, &site, Checker::External).await?;
    Ok(HttpResponse::NoContent().finish())
}
