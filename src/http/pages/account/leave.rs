//! Taking everything along, and leaving.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{Data, Form, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::Errors;
use crate::actions::{Error, Service, delete_account, export_account};
use crate::http::pages::done::DonePage;
use crate::http::pages::frame::Frame;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, get, page_at, show};

pub fn configure(config: &mut ServiceConfig) {
    let at = |path| page_at(path, "GET, HEAD, POST");
    config
        .service(at("/account/export").route(get().to(export_page)).route(post().to(export)))
        .service(at("/account/delete").route(get().to(delete_page)).route(post().to(delete)));
}

#[derive(Template)]
#[template(path = "account/export.html")]
struct ExportPage {
    frame: Frame,
    place: &'static str,
}

#[derive(Template)]
#[template(path = "account/delete.html")]
struct DeletePage {
    frame: Frame,
    place: &'static str,
    /// Why the account cannot be deleted, whatever the password: a message of `texts`.
    refused: Option<&'static str>,
    errors: Errors,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Written {
    csrf: String,
    password: String,
}

async fn export_page(svc: Data<Service>, visitor: Visitor) -> Result<HttpResponse, PageError> {
    visitor.signed_in()?;
    let page = ExportPage { frame: Frame::of(&svc, &visitor).await?, place: "/export" };
    Ok(visitor.remembered(show(StatusCode::OK, &page)?))
}

async fn export(svc: Data<Service>, visitor: Visitor, written: Form<Written>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let viewer = visitor.signed_in()?;
    let name = format!("attachment; filename=\"postil-account-{}.json\"", viewer.id());
    let export = export_account::run(&svc, viewer).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_DISPOSITION, name)).insert_header((CACHE_CONTROL, "no-store"));
    Ok(visitor.remembered(response.json(export)))
}

async fn delete_page(svc: Data<Service>, visitor: Visitor) -> Result<HttpResponse, PageError> {
    visitor.signed_in()?;
    show_delete(&svc, &visitor, StatusCode::OK, None, Errors::default()).await
}

async fn show_delete(
    svc: &Data<Service>,
    visitor: &Visitor,
    status: StatusCode,
    refused: Option<&'static str>,
    errors: Errors,
) -> Result<HttpResponse, PageError> {
    let page = DeletePage { frame: Frame::of(svc, visitor).await?, place: "/delete", refused, errors };
    Ok(visitor.remembered(show(status, &page)?))
}

async fn delete(svc: Data<Service>, visitor: Visitor, written: Form<Written>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let viewer = visitor.signed_in()?;
    match delete_account::run(&svc, viewer, &written.password).await {
        Ok(()) => {
            let frame = Frame { reader: None, unread: 0, is_staff: false, ..Frame::of(&svc, &visitor).await? };
            let page = DonePage::new(frame, true, "delete-done", "delete-done-why");
            Ok(visitor.signing_out(show(StatusCode::OK, &page)?))
        }
        Err(Error::Invalid(_)) => {
            let errors = Errors::one(visitor.w, "password", "wrong-present-password");
            show_delete(&svc, &visitor, StatusCode::UNPROCESSABLE_ENTITY, None, errors).await
        }
        Err(Error::Conflict(_)) => {
            let refused = Some("delete-last-administrator");
            show_delete(&svc, &visitor, StatusCode::CONFLICT, refused, Errors::default()).await
        }
        Err(error) => Err(error.into()),
    }
}
