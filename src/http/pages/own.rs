//! Where the links in an author's mails lead: what became of a comment and why, an appeal, and a warning. Reading a page changes
//! nothing; its button acts. The link's token is the permission.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::done::done;
use super::frame::Frame;
use super::visitor::Visitor;
use super::{Link, PageError, get, page_at, show, unknown_link};
use crate::actions::{Error, OwnComment, Service, own_by_mail};
use crate::model::sanction::Sanction;

pub fn configure(config: &mut ServiceConfig) {
    let at = |path| page_at(path, "GET, HEAD, POST");
    config
        .service(at("/u/comment").route(get().to(comment_page)).route(post().to(appeal)))
        .service(at("/u/warning").route(get().to(warning_page)).route(post().to(acknowledge)));
}

#[derive(Template)]
#[template(path = "pages/own_comment.html")]
struct CommentPage<'a> {
    frame: Frame,
    token: &'a str,
    own: &'a OwnComment,
    /// What was written, if it was not taken.
    refused: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "pages/own_warning.html")]
struct WarningPage<'a> {
    frame: Frame,
    token: &'a str,
    warning: &'a Sanction,
    is_over: bool,
}

async fn comment_page(svc: Data<Service>, visitor: Visitor, link: Query<Link>) -> Result<HttpResponse, PageError> {
    show_comment(&svc, &visitor, &link.token, None).await
}

async fn show_comment(
    svc: &Data<Service>,
    visitor: &Visitor,
    token: &str,
    refused: Option<&str>,
) -> Result<HttpResponse, PageError> {
    let own = own_by_mail::comment(svc, token).await.map_err(unknown_link)?;
    let page = CommentPage { frame: Frame::of(svc, visitor).await?, token, own: &own, refused };
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(visitor.remembered(show(status, &page)?))
}

#[derive(Deserialize)]
struct Appeal {
    #[serde(default)]
    token: String,
    #[serde(default)]
    statement: String,
}

async fn appeal(svc: Data<Service>, visitor: Visitor, form: Form<Appeal>) -> Result<HttpResponse, PageError> {
    let Appeal { token, statement } = form.into_inner();
    match own_by_mail::appeal(&svc, &token, &statement).await {
        Ok(()) => done(&svc, &visitor, "appeal-done", "appeal-done-why").await,
        Err(Error::Invalid(_)) => show_comment(&svc, &visitor, &token, Some(&statement)).await,
        Err(Error::Conflict(_)) => show_comment(&svc, &visitor, &token, None).await,
        Err(error) => Err(unknown_link(error)),
    }
}

async fn warning_page(svc: Data<Service>, visitor: Visitor, link: Query<Link>) -> Result<HttpResponse, PageError> {
    let warning = own_by_mail::warning(&svc, &link.token).await.map_err(unknown_link)?;
    let page = WarningPage {
        frame: Frame::of(&svc, &visitor).await?,
        token: &link.token,
        is_over: !warning.is_active(svc.clock.now()),
        warning: &warning,
    };
    Ok(visitor.remembered(show(StatusCode::OK, &page)?))
}

async fn acknowledge(svc: Data<Service>, visitor: Visitor, form: Form<Link>) -> Result<HttpResponse, PageError> {
    own_by_mail::acknowledge(&svc, &form.token).await.map_err(unknown_link)?;
    done(&svc, &visitor, "warning-done", "warning-done-why").await
}
