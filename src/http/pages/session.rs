//! Signing in and out. Permission: anyone.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::USER_AGENT;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::frame::Frame;
use super::visitor::Visitor;
use super::{PageError, elsewhere, get, own_path, page_at, show};
use crate::actions::{Error, Service, browser, setup, sign_in};

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/account/sign-in", "GET, HEAD, POST").route(get().to(form)).route(post().to(start)))
        .service(page_at("/account/sign-out", "POST").route(post().to(end)));
}

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInPage<'a> {
    frame: Frame,
    next: &'a str,
    email: &'a str,
    /// A message of `texts`.
    error: Option<&'a str>,
}

/// Where to go on.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Next {
    next: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Credentials {
    csrf: String,
    email: String,
    password: String,
    next: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SignOut {
    csrf: String,
    next: String,
}

async fn form(svc: Data<Service>, visitor: Visitor, query: Query<Next>) -> Result<HttpResponse, PageError> {
    if setup::is_untouched(&svc).await? {
        return Ok(visitor.remembered(elsewhere("/setup")));
    }
    answer(&svc, &visitor, StatusCode::OK, &Credentials { next: query.into_inner().next, ..Default::default() }, None)
        .await
}

async fn answer(
    svc: &Data<Service>,
    visitor: &Visitor,
    status: StatusCode,
    written: &Credentials,
    error: Option<&str>,
) -> Result<HttpResponse, PageError> {
    let frame = Frame::of(svc, visitor).await?;
    let page = SignInPage { frame, next: own_path(&written.next, ""), email: &written.email, error };
    Ok(visitor.remembered(show(status, &page)?))
}

async fn start(
    request: HttpRequest,
    svc: Data<Service>,
    visitor: Visitor,
    written: Form<Credentials>,
) -> Result<HttpResponse, PageError> {
    if !visitor.sent(&svc, &written.csrf) {
        return answer(&svc, &visitor, StatusCode::FORBIDDEN, &written, Some("sign-in-stale")).await;
    }
    let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    match browser::start_session(&svc, &written.email, &written.password, agent).await {
        Ok(credential) => Ok(visitor.signing_in(elsewhere(own_path(&written.next, "/account")), credential)),
        Err(Error::Unauthenticated) => {
            answer(&svc, &visitor, StatusCode::UNAUTHORIZED, &written, Some("sign-in-wrong")).await
        }
        Err(Error::Busy) => {
            answer(&svc, &visitor, StatusCode::SERVICE_UNAVAILABLE, &written, Some("sign-in-busy")).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn end(svc: Data<Service>, visitor: Visitor, written: Form<SignOut>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    if let Some(viewer) = visitor.viewer.clone() {
        sign_in::end(&svc, viewer).await?;
    }
    Ok(visitor.signing_out(elsewhere(own_path(&written.next, "/account/sign-in"))))
}
