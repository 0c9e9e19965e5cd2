//! Asking for an account, and for a new password. Permission: anyone. The answers are the same whether the address is known
//! or not.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;
use url::form_urlencoded;

use super::{Errors, least_of_password, sign_in_to};
use crate::actions::once::Recorder;
use crate::actions::sign_up::{self, NewAccountRequest};
use crate::actions::{Error, Service, reset_password};
use crate::http::pages::done::DonePage;
use crate::http::pages::frame::Frame;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere, get, own_path, page_at, show};

pub fn configure(config: &mut ServiceConfig) {
    let at = |path| page_at(path, "GET, HEAD, POST");
    config
        .service(at("/account/sign-up").route(get().to(sign_up_page)).route(post().to(ask)))
        .service(at("/account/forgot").route(get().to(forgot_page)).route(post().to(forgot)));
}

/// What the forms bring. Passwords are not shown again.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Written {
    csrf: String,
    display_name: String,
    email: String,
    password: String,
    next: String,
}

/// Where to go on, and whether a mail is on its way.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Way {
    next: String,
    sent: String,
}

#[derive(Template)]
#[template(path = "account/sign_up.html")]
struct SignUpPage {
    frame: Frame,
    written: Written,
    /// Where whoever has an account goes.
    sign_in: String,
    min_length: i64,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "account/forgot.html")]
struct ForgotPage {
    frame: Frame,
    written: Written,
    sign_in: String,
    errors: Errors,
}

impl Written {
    fn going_on(way: Way) -> Self {
        Self { next: own_path(&way.next, "").to_owned(), ..Self::default() }
    }
}

/// The page on which a mail is announced, by an address that can be loaded again.
fn sent(page: &str, next: &str) -> HttpResponse {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("sent", "yes");
    match own_path(next, "") {
        "" => {}
        next => drop(query.append_pair("next", next)),
    }
    elsewhere(&format!("{page}?{}", query.finish()))
}

async fn look_into_mailbox(
    svc: &Data<Service>,
    visitor: &Visitor,
    detail: &str,
    next: &str,
) -> Result<HttpResponse, PageError> {
    let mut page = DonePage::new(Frame::of(svc, visitor).await?, true, "sent-title", detail);
    page.way_on = Some((sign_in_to(next), "page-sign-in"));
    page.shown(visitor, StatusCode::OK)
}

async fn sign_up_page(svc: Data<Service>, visitor: Visitor, way: Query<Way>) -> Result<HttpResponse, PageError> {
    let way = way.into_inner();
    if visitor.viewer.is_some() {
        return Ok(visitor.remembered(elsewhere(own_path(&way.next, "/account"))));
    }
    if !way.sent.is_empty() {
        return look_into_mailbox(&svc, &visitor, "sign-up-sent", &way.next).await;
    }
    show_sign_up(&svc, &visitor, StatusCode::OK, Written::going_on(way), Errors::default()).await
}

async fn show_sign_up(
    svc: &Data<Service>,
    visitor: &Visitor,
    status: StatusCode,
    written: Written,
    errors: Errors,
) -> Result<HttpResponse, PageError> {
    let page = SignUpPage {
        frame: Frame::of(svc, visitor).await?,
        sign_in: sign_in_to(&written.next),
        min_length: least_of_password(),
        written,
        errors,
    };
    Ok(visitor.remembered(show(status, &page)?))
}

async fn ask(svc: Data<Service>, visitor: Visitor, written: Form<Written>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let written = written.into_inner();
    let next = Some(own_path(&written.next, "").to_owned()).filter(|next| !next.is_empty());
    let request = NewAccountRequest {
        email: written.email.clone(),
        password: written.password.clone(),
        display_name: written.display_name.clone(),
        next,
    };
    match sign_up::run(&svc, request, Recorder::none()).await {
        Ok(()) => Ok(visitor.remembered(sent("/account/sign-up", &written.next))),
        Err(Error::Invalid(errors)) => {
            let known = [
                ("display_name", "display_name", "wrong-name"),
                ("email", "email", "wrong-email"),
                ("password", "password", "wrong-password"),
            ];
            let errors = Errors::of_action(visitor.w, errors, &known);
            show_sign_up(&svc, &visitor, StatusCode::UNPROCESSABLE_ENTITY, written, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn forgot_page(svc: Data<Service>, visitor: Visitor, way: Query<Way>) -> Result<HttpResponse, PageError> {
    let way = way.into_inner();
    if !way.sent.is_empty() {
        return look_into_mailbox(&svc, &visitor, "forgot-sent", &way.next).await;
    }
    show_forgot(&svc, &visitor, StatusCode::OK, Written::going_on(way), Errors::default()).await
}

async fn show_forgot(
    svc: &Data<Service>,
    visitor: &Visitor,
    status: StatusCode,
    written: Written,
    errors: Errors,
) -> Result<HttpResponse, PageError> {
    let sign_in = sign_in_to(&written.next);
    let page = ForgotPage { frame: Frame::of(svc, visitor).await?, sign_in, written, errors };
    Ok(visitor.remembered(show(status, &page)?))
}

async fn forgot(svc: Data<Service>, visitor: Visitor, written: Form<Written>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let written = written.into_inner();
    match reset_password::request(&svc, written.email.clone(), Recorder::none()).await {
        Ok(()) => Ok(visitor.remembered(sent("/account/forgot", &written.next))),
        Err(Error::Invalid(_)) => {
            let errors = Errors::one(visitor.w, "email", "wrong-email");
            show_forgot(&svc, &visitor, StatusCode::UNPROCESSABLE_ENTITY, written, errors).await
        }
        Err(error) => Err(error.into()),
    }
}
