//! Where the links in mails about an account lead. Reading a page changes nothing, since mail programs and scanners
//! follow links too; its button acts. The link's token is the permission.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::{least_of_password, sign_in_to};
use crate::actions::{Error, Service, confirm_address, reset_password, verify_address};
use crate::http::pages::done::{DonePage, done, unusable};
use crate::http::pages::frame::Frame;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{Link, PageError, get, page_at, show};

pub fn configure(config: &mut ServiceConfig) {
    let at = |path| page_at(path, "GET, HEAD, POST");
    config
        .service(at("/account/verify").route(get().to(verify_page)).route(post().to(verify)))
        .service(at("/account/address").route(get().to(address_page)).route(post().to(address)))
        .service(at("/account/reset").route(get().to(reset_page)).route(post().to(reset)));
}

#[derive(Template)]
#[template(path = "pages/account_verify.html")]
struct VerifyPage<'a> {
    frame: Frame,
    token: &'a str,
}

#[derive(Template)]
#[template(path = "pages/account_address.html")]
struct AddressPage<'a> {
    frame: Frame,
    token: &'a str,
}

#[derive(Template)]
#[template(path = "pages/account_reset.html")]
struct ResetPage<'a> {
    frame: Frame,
    token: &'a str,
    /// Characters of a password at least.
    min_length: i64,
    is_refused: bool,
}

#[derive(Deserialize)]
struct NewPassword {
    #[serde(default)]
    token: String,
    #[serde(default)]
    password: String,
}

async fn verify_page(svc: Data<Service>, visitor: Visitor, link: Query<Link>) -> Result<HttpResponse, PageError> {
    let token = whole(&link.token)?;
    let page = VerifyPage { frame: Frame::of(&svc, &visitor).await?, token };
    Ok(visitor.remembered(show(StatusCode::OK, &page)?))
}

async fn verify(svc: Data<Service>, visitor: Visitor, form: Form<Link>) -> Result<HttpResponse, PageError> {
    match verify_address::run(&svc, &form.token).await {
        Ok(next) => {
            let frame = Frame::of(&svc, &visitor).await?;
            let mut page = DonePage::new(frame, true, "verify-done", "verify-done-why");
            if visitor.viewer.is_none() {
                page.way_on = Some((sign_in_to(next.as_deref().unwrap_or_default()), "page-sign-in"));
            }
            page.shown(&visitor, StatusCode::OK)
        }
        Err(Error::Invalid(_)) => unusable(&svc, &visitor, "verify-unusable").await,
        Err(error) => Err(error.into()),
    }
}

async fn address_page(svc: Data<Service>, visitor: Visitor, link: Query<Link>) -> Result<HttpResponse, PageError> {
    let token = whole(&link.token)?;
    let page = AddressPage { frame: Frame::of(&svc, &visitor).await?, token };
    Ok(visitor.remembered(show(StatusCode::OK, &page)?))
}

async fn address(svc: Data<Service>, visitor: Visitor, form: Form<Link>) -> Result<HttpResponse, PageError> {
    match confirm_address::run(&svc, &form.token).await {
        Ok(()) => done(&svc, &visitor, "address-done", "address-done-why").await,
        Err(Error::Invalid(_)) => unusable(&svc, &visitor, "address-unusable").await,
        Err(error) => Err(error.into()),
    }
}

async fn reset_page(svc: Data<Service>, visitor: Visitor, link: Query<Link>) -> Result<HttpResponse, PageError> {
    let token = whole(&link.token)?;
    show_reset(&svc, &visitor, token, false).await
}

async fn show_reset(
    svc: &Data<Service>,
    visitor: &Visitor,
    token: &str,
    is_refused: bool,
) -> Result<HttpResponse, PageError> {
    let frame = Frame::of(svc, visitor).await?;
    let page = ResetPage { frame, token, min_length: least_of_password(), is_refused };
    let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(visitor.remembered(show(status, &page)?))
}

async fn reset(svc: Data<Service>, visitor: Visitor, form: Form<NewPassword>) -> Result<HttpResponse, PageError> {
    match reset_password::confirm(&svc, &form.token, &form.password).await {
        Ok(()) => {
            let mut page = DonePage::new(Frame::of(&svc, &visitor).await?, true, "reset-done", "reset-done-why");
            // Whoever was signed in here is so no more.
            page.way_on = Some((sign_in_to(""), "page-sign-in"));
            page.shown(&visitor, StatusCode::OK)
        }
        Err(Error::Invalid(errors)) if errors.0.iter().any(|error| error.field == "password") => {
            show_reset(&svc, &visitor, &form.token, true).await
        }
        Err(Error::Invalid(_)) => unusable(&svc, &visitor, "reset-unusable").await,
        Err(error) => Err(error.into()),
    }
}

/// The token of an address that is not cut off.
fn whole(token: &str) -> Result<&str, PageError> {
    if token.is_empty() {
        return Err(PageError::new(StatusCode::NOT_FOUND, "error-cut-link", "error-cut-link-why"));
    }
    Ok(token)
}
