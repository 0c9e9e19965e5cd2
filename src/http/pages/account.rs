//! Where the links in mails about an account lead. Reading a page changes nothing, since mail programs and scanners
//! follow links too; its button acts. The link's token is the permission.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::{DonePage, Link, PageError, get, name, page_at, show};
use crate::actions::{self, Error, MIN_PASSWORD, Service, confirm_address, reset_password, verify_address};

#[derive(Template)]
#[template(path = "pages/account_verify.html")]
struct VerifyPage<'a> {
    site_name: &'a str,
    token: &'a str,
}

#[derive(Template)]
#[template(path = "pages/account_address.html")]
struct AddressPage<'a> {
    site_name: &'a str,
    token: &'a str,
}

#[derive(Template)]
#[template(path = "pages/account_reset.html")]
struct ResetPage<'a> {
    site_name: &'a str,
    token: &'a str,
    /// Characters of a password at least.
    min_length: usize,
    error: Option<&'a str>,
}

#[derive(Deserialize)]
struct NewPassword {
    #[serde(default)]
    token: String,
    #[serde(default)]
    password: String,
}

pub fn configure(config: &mut ServiceConfig) {
    let at = |path| page_at(path, "GET, HEAD, POST");
    config
        .service(at("/account/verify").route(get().to(verify_page)).route(post().to(verify)))
        .service(at("/account/address").route(get().to(address_page)).route(post().to(address)))
        .service(at("/account/reset").route(get().to(reset_page)).route(post().to(reset)));
}

async fn verify_page(svc: Data<Service>, link: Query<Link>) -> Result<HttpResponse, PageError> {
    let site_name = name(&svc).await?;
    show(StatusCode::OK, &VerifyPage { site_name: &site_name, token: whole(&link.token)? })
}

async fn verify(svc: Data<Service>, form: Form<Link>) -> Result<HttpResponse, PageError> {
    let done = verify_address::run(&svc, &form.token).await;
    let detail = "Thank you. Sign in with your address and password wherever you comment.";
    finished(&svc, done, ("Your account is ready", detail), "Sign up again, and a new link is sent to you.").await
}

async fn address_page(svc: Data<Service>, link: Query<Link>) -> Result<HttpResponse, PageError> {
    let site_name = name(&svc).await?;
    show(StatusCode::OK, &AddressPage { site_name: &site_name, token: whole(&link.token)? })
}

async fn address(svc: Data<Service>, form: Form<Link>) -> Result<HttpResponse, PageError> {
    let done = confirm_address::run(&svc, &form.token).await;
    let detail = "Your account has moved. Sign in with the new address from now on.";
    let advice = "Your account keeps the address it has. Ask for the change again, and a new link is sent to you.";
    finished(&svc, done, ("Your address is changed", detail), advice).await
}

async fn reset_page(svc: Data<Service>, link: Query<Link>) -> Result<HttpResponse, PageError> {
    let (site_name, token) = (name(&svc).await?, whole(&link.token)?);
    show(StatusCode::OK, &ResetPage { site_name: &site_name, token, min_length: MIN_PASSWORD, error: None })
}

async fn reset(svc: Data<Service>, form: Form<NewPassword>) -> Result<HttpResponse, PageError> {
    let done = reset_password::confirm(&svc, &form.token, &form.password).await;
    if let Err(Error::Invalid(errors)) = &done
        && let Some(error) = errors.0.iter().find(|error| error.field == "password")
    {
        let (site_name, error) = (name(&svc).await?, Some(error.message.as_str()));
        let page = ResetPage { site_name: &site_name, token: &form.token, min_length: MIN_PASSWORD, error };
        return show(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let detail = "Sign in with the new password. Everywhere else you are signed out.";
    let advice = "Ask for a new password again, and a new link is sent to you. Each link works for an hour, once.";
    finished(&svc, done, ("Your password is set", detail), advice).await
}

/// What came of it: the page that says so, or the one for a link that cannot be used, with `advice`.
async fn finished(
    svc: &Data<Service>,
    done: actions::Result<()>,
    (title, detail): (&str, &str),
    advice: &str,
) -> Result<HttpResponse, PageError> {
    let site_name = name(svc).await?;
    let site_name = site_name.as_str();
    match done {
        Ok(()) => show(StatusCode::OK, &DonePage { site_name, ok: true, title, detail }),
        Err(Error::Invalid(_)) => {
            let detail = format!("It was used before, or it is too old. {advice}");
            let page = DonePage { site_name, ok: false, title: "This link doesn’t work any more", detail: &detail };
            show(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// The token of an address that is not cut off.
fn whole(token: &str) -> Result<&str, PageError> {
    if token.is_empty() {
        let detail = "A part of the link is missing. Please open it from the mail again, or copy all of it.";
        return Err(PageError::new(StatusCode::NOT_FOUND, "This link is not complete", detail));
    }
    Ok(token)
}
