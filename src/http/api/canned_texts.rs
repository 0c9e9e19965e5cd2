//! The texts that moderators use again and again. Permission: staff of the site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{List, given};
use crate::actions::Service;
use crate::actions::canned_texts::{self as texts, CannedText, Change, NewText};
use crate::http::error::Problem;
use crate::http::extract::{self, Moderator, SignedIn};
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::http::revision::{self, IfMatchHeader, Match};
use crate::model::decision::Reason;
use crate::model::ids::CannedTextId;
use crate::model::time::Timestamp;

#[derive(Serialize, ToSchema)]
pub struct CannedTextView {
    id: CannedTextId,
    locale: String,
    /// What moderators know it by.
    title: String,
    /// What authors are told.
    body: String,
    /// The reason code of a decision that has none of its own.
    reason: Option<Reason>,
    /// Grows with every change.
    revision: i32,
    created_at: Timestamp,
}

impl From<CannedText> for CannedTextView {
    fn from(text: CannedText) -> Self {
        Self {
            id: text.id,
            locale: text.locale,
            title: text.title,
            body: text.body,
            reason: text.reason,
            revision: text.revision,
            created_at: text.created_at,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TextsQuery {
    /// Only texts in it: `en`, `de-CH`, …
    locale: Option<String>,
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// List a site's canned texts
///
/// Oldest first. Each site begins with some in English and German. Permission: staff of the site.
#[utoipa::path(get, path = "/sites/{site}/canned-texts", tag = "moderation", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), TextsQuery),
    responses((status = 200, description = "A page", body = List<CannedTextView>)))]
pub async fn list(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    site: Path<String>,
    query: Query<TextsQuery>,
) -> Result<HttpResponse, Problem> {
    let TextsQuery { locale, limit, cursor } = query.into_inner();
    let request = extract::page(limit, cursor.as_deref(), 100)?;
    let page = texts::list(&svc, viewer, &site, locale, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(CannedTextView::from))))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CannedTextInput {
    /// `en`, `de-CH`, …
    locale: String,
    /// At most 100 characters.
    title: String,
    /// At most 2000 characters.
    body: String,
    reason: Option<Reason>,
}

fn created(text: &CannedText) -> Rendered {
    json(StatusCode::CREATED, &CannedTextView::from(text.clone()))
}

/// Add a canned text
///
/// Permission: staff of the site; an API token needs the scope `moderate`.
#[utoipa::path(post, path = "/sites/{site}/canned-texts", tag = "moderation", request_body = CannedTextInput, security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), IdempotencyKey),
    responses((status = 201, description = "The text", body = CannedTextView)))]
pub async fn create(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    site: Path<String>,
    input: Input<CannedTextInput>,
) -> Result<HttpResponse, Problem> {
    let (CannedTextInput { locale, title, body, reason }, keyed) = input.keyed(Some(&viewer));
    let new = NewText { locale, title, body, reason };
    keyed.answer(&svc, created, |recorder| texts::create(&svc, viewer, &site, new, recorder)).await
}

/// Changes to a text; a missing member keeps its value.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CannedTextUpdate {
    locale: Option<String>,
    title: Option<String>,
    body: Option<String>,
    /// Null: without one from now on.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Reason>)]
    reason: Option<Option<Reason>>,
}

/// Change a canned text
///
/// What was decided with it keeps its words. Permission: staff of the site; an API token needs the scope `moderate`.
#[utoipa::path(patch, path = "/sites/{site}/canned-texts/{id}", tag = "moderation", request_body = CannedTextUpdate, security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), ("id" = CannedTextId, Path), IfMatchHeader),
    responses((status = 200, description = "The text as it is now; `ETag` is its revision", body = CannedTextView)))]
pub async fn change(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    path: Path<(String, CannedTextId)>,
    Match(expected): Match,
    input: Input<CannedTextUpdate>,
) -> Result<HttpResponse, Problem> {
    let (site, id) = path.into_inner();
    let CannedTextUpdate { locale, title, body, reason } = input.value;
    let text = texts::change(&svc, viewer, &site, id, Change { locale, title, body, reason }, expected).await?;
    Ok(revision::ok(text.revision, &CannedTextView::from(text)))
}

/// Remove a canned text
///
/// What was decided with it keeps its words. Permission: staff of the site; an API token needs the scope `moderate`.
#[utoipa::path(delete, path = "/sites/{site}/canned-texts/{id}", tag = "moderation", security(("bearer" = [])),
    params(("site" = String, Path, description = "The site's slug"), ("id" = CannedTextId, Path)),
    responses((status = 204, description = "It is gone")))]
pub async fn remove(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    path: Path<(String, CannedTextId)>,
) -> Result<HttpResponse, Problem> {
    let (site, id) = path.into_inner();
    texts::remove(&svc, viewer, &site, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
