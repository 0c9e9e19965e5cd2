//! Accounts and sessions. Permission: anyone, but for signing out.

use actix_web::http::StatusCode;
use actix_web::http::header::USER_AGENT;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::{Service, confirm_address, reset_password, sign_in, sign_up, verify_address};
use crate::http::error::{Document, Problem};
use crate::http::extract::Owner;
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    email: String,
    password: String,
    display_name: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verify {
    token: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    email: String,
    password: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    refresh_token: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetRequest {
    email: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetConfirmation {
    token: String,
    password: String,
}

#[derive(Serialize, ToSchema)]
pub struct Tokens {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
    refresh_token: String,
}

impl From<sign_in::Tokens> for Tokens {
    fn from(tokens: sign_in::Tokens) -> Self {
        Self {
            access_token: tokens.access_token,
            token_type: "Bearer",
            expires_in: tokens.expires_in,
            refresh_token: tokens.refresh_token,
        }
    }
}

/// What to do next.
#[derive(Serialize, ToSchema)]
pub struct Asked {
    status: &'static str,
}

fn asked((): &()) -> Rendered {
    json(StatusCode::ACCEPTED, &Asked { status: "look into your mailbox" })
}

/// Ask for an account
///
/// A link goes to the address, and using it makes the account. The answer is the same, known address or not.
/// Permission: anyone.
#[utoipa::path(post, path = "/accounts", tag = "accounts", request_body = SignUp, params(IdempotencyKey),
    responses((status = 202, description = "A mail is on its way", body = Asked)))]
pub async fn sign_up(svc: Data<Service>, input: Input<SignUp>) -> Result<HttpResponse, Problem> {
    let (SignUp { email, password, display_name }, keyed) = input.keyed(None);
    let request = sign_up::NewAccountRequest { email, password, display_name, next: None };
    keyed.answer(&svc, asked, |recorder| sign_up::run(&svc, request, recorder)).await
}

/// Use the link of a sign-up
///
/// Permission: anyone.
#[utoipa::path(post, path = "/accounts/verify", tag = "accounts", request_body = Verify,
    responses((status = 204, description = "The account is there")))]
pub async fn verify(svc: Data<Service>, input: Input<Verify>) -> Result<HttpResponse, Problem> {
    verify_address::run(&svc, &input.value.token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Use the link that went to a new address
///
/// The account moves to the address. Permission: who has the link's token.
#[utoipa::path(post, path = "/accounts/verify-address", tag = "accounts", request_body = Verify,
    responses((status = 204, description = "The account has the new address")))]
pub async fn confirm_address(svc: Data<Service>, input: Input<Verify>) -> Result<HttpResponse, Problem> {
    confirm_address::run(&svc, &input.value.token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sign in
///
/// Takes no `Idempotency-Key`: the answer is a secret, which is not kept. Permission: anyone.
#[utoipa::path(post, path = "/sessions", tag = "accounts", request_body = SignIn,
    responses((status = 201, description = "Signed in", body = Tokens),
        (status = 401, description = "The address or the password is not right", body = Document,
            content_type = "application/problem+json")))]
pub async fn sign_in(svc: Data<Service>, request: HttpRequest, input: Input<SignIn>) -> Result<HttpResponse, Problem> {
    let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let tokens = sign_in::run(&svc, &input.value.email, &input.value.password, agent).await?;
    Ok(HttpResponse::Created().json(Tokens::from(tokens)))
}

/// Get the next pair of tokens
///
/// Each refresh token works once; one that comes twice ends the session. Permission: who has the token.
#[utoipa::path(post, path = "/sessions/refresh", tag = "accounts", request_body = Refresh,
    responses((status = 201, description = "The next tokens", body = Tokens),
        (status = 401, description = "The token was used, or its session has ended", body = Document,
            content_type = "application/problem+json")))]
pub async fn refresh(svc: Data<Service>, input: Input<Refresh>) -> Result<HttpResponse, Problem> {
    let tokens = sign_in::refresh(&svc, &input.value.refresh_token).await?;
    Ok(HttpResponse::Created().json(Tokens::from(tokens)))
}

/// Sign out
///
/// Permission: the person itself.
#[utoipa::path(delete, path = "/sessions/current", tag = "accounts", security(("bearer" = [])),
    responses((status = 204, description = "The session has ended")))]
pub async fn sign_out(svc: Data<Service>, Owner(viewer): Owner) -> Result<HttpResponse, Problem> {
    sign_in::end(&svc, viewer).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ask for a link that sets a new password
///
/// The answer is the same, known address or not. Permission: anyone.
#[utoipa::path(post, path = "/password-resets", tag = "accounts", request_body = ResetRequest, params(IdempotencyKey),
    responses((status = 202, description = "If the address has an account, a mail is on its way", body = Asked)))]
pub async fn request_reset(svc: Data<Service>, input: Input<ResetRequest>) -> Result<HttpResponse, Problem> {
    let (ResetRequest { email }, keyed) = input.keyed(None);
    keyed.answer(&svc, asked, |recorder| reset_password::request(&svc, email, recorder)).await
}

/// Set a new password
///
/// Works once, and ends all sessions and API tokens. Permission: who has the link's token.
#[utoipa::path(post, path = "/password-resets/confirm", tag = "accounts", request_body = ResetConfirmation,
    responses((status = 204, description = "The new password works")))]
pub async fn confirm_reset(svc: Data<Service>, input: Input<ResetConfirmation>) -> Result<HttpResponse, Problem> {
    reset_password::confirm(&svc, &input.value.token, &input.value.password).await?;
    Ok(HttpResponse::NoContent().finish())
}
