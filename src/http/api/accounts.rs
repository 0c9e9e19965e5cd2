//! Accounts and sessions. Permission: anyone, but for signing out.

use actix_web::http::header::USER_AGENT;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use crate::actions::{Service, reset_password, sign_in, sign_up, verify_address};
use crate::http::error::Problem;
use crate::http::extract::SignedIn;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    email: String,
    password: String,
    display_name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verify {
    token: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    email: String,
    password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    refresh_token: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetRequest {
    email: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetConfirmation {
    token: String,
    password: String,
}

#[derive(Serialize)]
struct Tokens {
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

/// 202, known address or not.
pub async fn sign_up(svc: Data<Service>, input: Json<SignUp>) -> Result<HttpResponse, Problem> {
    let SignUp { email, password, display_name } = input.into_inner();
    sign_up::run(&svc, sign_up::NewAccountRequest { email, password, display_name }).await?;
    Ok(HttpResponse::Accepted().json(serde_json::json!({"status": "look into your mailbox"})))
}

pub async fn verify(svc: Data<Service>, input: Json<Verify>) -> Result<HttpResponse, Problem> {
    verify_address::run(&svc, &input.token).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub async fn sign_in(svc: Data<Service>, request: HttpRequest, input: Json<SignIn>) -> Result<HttpResponse, Problem> {
    let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let tokens = sign_in::run(&svc, &input.email, &input.password, agent).await?;
    Ok(HttpResponse::Created().json(Tokens::from(tokens)))
}

pub async fn refresh(svc: Data<Service>, input: Json<Refresh>) -> Result<HttpResponse, Problem> {
    let tokens = sign_in::refresh(&svc, &input.refresh_token).await?;
    Ok(HttpResponse::Created().json(Tokens::from(tokens)))
}

/// Permission: signed in.
pub async fn sign_out(svc: Data<Service>, SignedIn(viewer): SignedIn) -> Result<HttpResponse, Problem> {
    sign_in::end(&svc, viewer).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// 202, known address or not.
pub async fn request_reset(svc: Data<Service>, input: Json<ResetRequest>) -> Result<HttpResponse, Problem> {
    reset_password::request(&svc, &input.email).await?;
    Ok(HttpResponse::Accepted().json(serde_json::json!({"status": "look into your mailbox"})))
}

pub async fn confirm_reset(svc: Data<Service>, input: Json<ResetConfirmation>) -> Result<HttpResponse, Problem> {
    reset_password::confirm(&svc, &input.token, &input.password).await?;
    Ok(HttpResponse::NoContent().finish())
}
