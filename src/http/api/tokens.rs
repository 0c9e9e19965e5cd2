//! API tokens. Permission: the person itself.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::List;
use crate::actions::{self, ApiToken, Error, Service, issue_token};
use crate::http::error::Problem;
use crate::http::extract::Owner;
use crate::http::idempotency::Input;
use crate::model::account::Scope;
use crate::model::ids::ApiTokenId;
use crate::model::time::Timestamp;

#[derive(Serialize, ToSchema)]
pub struct TokenView {
    id: ApiTokenId,
    name: String,
    scopes: Vec<Scope>,
    created_at: Timestamp,
    expires_at: Timestamp,
    /// To the minute.
    last_used_at: Option<Timestamp>,
}

impl TokenView {
    pub(super) fn of(token: ApiToken) -> actions::Result<Self> {
        Ok(Self {
            scopes: Scope::parse_list(&token.scopes).map_err(Error::Internal)?,
            id: token.id,
            name: token.name,
            created_at: token.created_at,
            expires_at: token.expires_at,
            last_used_at: token.last_used_at,
        })
    }
}

/// List one's API tokens
///
/// Those that can still be used, newest first. Permission: the person itself.
#[utoipa::path(get, path = "/me/tokens", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, description = "All of them", body = List<TokenView>)))]
pub async fn list(svc: Data<Service>, Owner(viewer): Owner) -> Result<HttpResponse, Problem> {
    let tokens = issue_token::tokens(&svc, viewer).await?;
    let items: Vec<TokenView> = tokens.into_iter().map(TokenView::of).collect::<actions::Result<_>>()?;
    Ok(HttpResponse::Ok().json(List { items, next: None }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenInput {
    /// To tell it from the others.
    name: String,
    /// What it may do beside reading.
    scopes: Vec<Scope>,
    #[schema(minimum = 1, maximum = 366, default = 90)]
    expires_in_days: Option<u32>,
}

#[derive(Serialize, ToSchema)]
pub struct IssuedView {
    #[serde(flatten)]
    issued: TokenView,
    /// Goes into `Authorization: Bearer`. It is shown this once.
    token: String,
}

/// Make an API token
///
/// Takes no `Idempotency-Key`: the answer is a secret, which is not kept. An account has 50 tokens at most. Permission:
/// the person itself; API tokens make none.
#[utoipa::path(post, path = "/me/tokens", tag = "accounts", request_body = TokenInput, security(("bearer" = [])),
    responses((status = 201, description = "The token", body = IssuedView)))]
pub async fn issue(
    svc: Data<Service>,
    Owner(viewer): Owner,
    input: Input<TokenInput>,
) -> Result<HttpResponse, Problem> {
    let TokenInput { name, scopes, expires_in_days } = input.value;
    let issued = issue_token::run(&svc, viewer, issue_token::NewToken { name, scopes, expires_in_days }).await?;
    let token = issued.secret.expose().to_owned();
    Ok(HttpResponse::Created().json(IssuedView { issued: TokenView::of(issued.token)?, token }))
}

/// Revoke an API token
///
/// It ends at once. Permission: the person itself.
#[utoipa::path(delete, path = "/me/tokens/{id}", tag = "accounts", security(("bearer" = [])), params(("id" = ApiTokenId, Path)),
    responses((status = 204, description = "The token has ended")))]
pub async fn revoke(svc: Data<Service>, Owner(viewer): Owner, id: Path<ApiTokenId>) -> Result<HttpResponse, Problem> {
    issue_token::revoke(&svc, viewer, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
