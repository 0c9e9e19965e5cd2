//! The page that says what came of pressing a button, or why nothing did.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::frame::Frame;
use super::visitor::Visitor;
use super::{PageError, show};
use crate::actions::Service;

#[derive(Template)]
#[template(path = "pages/done.html")]
pub struct DonePage {
    pub frame: Frame,
    pub ok: bool,
    pub title: String,
    pub detail: String,
    /// Where to go on, and a message that says so.
    pub way_on: Option<(String, &'static str)>,
}

impl DonePage {
    /// `title` and `detail` are messages of `texts`.
    pub fn new(frame: Frame, ok: bool, title: &str, detail: &str) -> Self {
        let (title, detail) = (frame.w.say(title), frame.w.say(detail));
        Self { frame, ok, title, detail, way_on: None }
    }

    pub fn shown(&self, visitor: &Visitor, status: StatusCode) -> Result<HttpResponse, PageError> {
        Ok(visitor.remembered(show(status, self)?))
    }
}

/// It is done. `title` and `detail` are messages of `texts`.
pub async fn done(
    svc: &Data<Service>,
    visitor: &Visitor,
    title: &str,
    detail: &str,
) -> Result<HttpResponse, PageError> {
    DonePage::new(Frame::of(svc, visitor).await?, true, title, detail).shown(visitor, StatusCode::OK)
}

/// A link that was used, or is too old; `advice` is a message of `texts`.
pub async fn unusable(svc: &Data<Service>, visitor: &Visitor, advice: &str) -> Result<HttpResponse, PageError> {
    let page = DonePage::new(Frame::of(svc, visitor).await?, false, "link-unusable", advice);
    page.shown(visitor, StatusCode::UNPROCESSABLE_ENTITY)
}
