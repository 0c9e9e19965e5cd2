//! What went wrong, as a page.

use std::fmt;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::UrlencodedError;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;

use super::answer;
use super::frame::Frame;
use super::visitor::{Visitor, locale};
use super::words::Words;
use crate::actions::{self, Service};
use crate::model::locale::Locale;
use crate::texts;

/// An error on its way to a reader.
#[derive(Debug, Clone)]
pub struct PageError {
    status: StatusCode,
    /// A message of `texts`.
    title: &'static str,
    /// A sentence that says what to do: a message, or as an action has said it.
    detail: String,
    /// Where to go instead.
    elsewhere: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage<'a> {
    frame: Frame,
    status: String,
    title: &'a str,
    detail: String,
}

/// Shows errors in the language of whoever reads them, which is not known where they come from.
pub async fn in_readers_words(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let error = response.response().error().and_then(|error| error.as_error::<PageError>()).cloned();
    let Some(error) = error.filter(|error| error.elsewhere.is_none()) else { return Ok(response) };
    let frame = frame_for(response.request(), error.status).await;
    match error.page(frame).render() {
        Ok(html) => Ok(response.map_body(|_, _| BoxBody::new(html))),
        Err(_) => Ok(response),
    }
}

/// Nothing is asked of the database when there is too much to do.
async fn frame_for(request: &HttpRequest, status: StatusCode) -> Frame {
    let bare = || Frame::bare(Words(locale(request, None)));
    let svc = request.app_data::<Data<Service>>();
    let Some(svc) = svc.filter(|_| !status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS) else {
        return bare();
    };
    match Visitor::of(request, svc).await {
        Ok(visitor) => Frame::of(svc, &visitor).await.unwrap_or_else(|_| bare()),
        Err(_) => bare(),
    }
}

impl PageError {
    pub fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, title, detail: detail.into(), elsewhere: None }
    }

    pub fn nowhere() -> Self {
        Self::new(StatusCode::NOT_FOUND, "error-nowhere", "error-nowhere-why")
    }

    /// `reason` is for the log.
    pub fn internal(reason: &str) -> Self {
        tracing::error!(reason, "a page failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "error-internal", "error-internal-why")
    }

    pub fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "error-busy", "error-busy-why")
    }

    /// Whoever is not signed in may do so, and comes back to the path `here`.
    pub fn sign_in(here: &str) -> Self {
        let next: String = url::form_urlencoded::byte_serialize(here.as_bytes()).collect();
        let elsewhere = Some(format!("/account/sign-in?next={next}"));
        Self { elsewhere, ..Self::new(StatusCode::SEE_OTHER, "page-sign-in", "page-sign-in") }
    }

    /// A form that did not come from a page which this browser was shown.
    pub fn stale_form() -> Self {
        Self::new(StatusCode::FORBIDDEN, "error-stale", "error-stale-why")
    }

    pub fn too_many_requests() -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "error-too-many", "error-too-many-why")
    }

    fn page(&self, frame: Frame) -> ErrorPage<'_> {
        let detail = if texts::has(&self.detail) { frame.w.say(&self.detail) } else { self.detail.clone() };
        ErrorPage { frame, status: self.status.as_u16().to_string(), title: self.title, detail }
    }
}

impl From<actions::Error> for PageError {
    fn from(error: actions::Error) -> Self {
        use actions::Error;
        match error {
            Error::NotFound(_) => Self::nowhere(),
            Error::Busy => Self::busy(),
            Error::Internal(reason) => Self::internal(&reason),
            Error::Unauthenticated | Error::Forbidden => {
                Self::new(StatusCode::FORBIDDEN, "error-forbidden", "error-forbidden-why")
            }
            Error::Barred(detail) => Self::new(StatusCode::FORBIDDEN, "error-forbidden", sentence(detail)),
            Error::TooMany(detail, _) => Self::new(StatusCode::TOO_MANY_REQUESTS, "error-too-many", sentence(detail)),
            Error::Warned(..) => Self::new(StatusCode::FORBIDDEN, "error-warned", "error-warned-why"),
            Error::Invalid(_) | Error::Refused(_) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "error-invalid", sentence(&error.to_string()))
            }
            Error::Conflict(_) | Error::Claimed(_) | Error::Overtaken | Error::Stale | Error::Repeated => {
                Self::new(StatusCode::CONFLICT, "error-overtaken", "error-overtaken-why")
            }
        }
    }
}

/// With a capital first and a full stop last.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", characters.as_str())
}

impl From<UrlencodedError> for PageError {
    fn from(error: UrlencodedError) -> Self {
        match error {
            UrlencodedError::Overflow { .. } => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "error-too-long", "error-too-long-why")
            }
            UrlencodedError::ContentType => {
                Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "error-unread", "error-no-form-why")
            }
            _ => Self::new(StatusCode::BAD_REQUEST, "error-unread", "error-unread-why"),
        }
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        if let Some(elsewhere) = &self.elsewhere {
            return super::elsewhere(elsewhere);
        }
        let page = self.page(Frame::bare(Words(Locale::default())));
        let mut response = answer(self.status, page.render().unwrap_or_else(|_| self.detail.clone()));
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
