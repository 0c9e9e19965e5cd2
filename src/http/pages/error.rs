//! What went wrong, as a page.

use std::fmt;

use actix_web::error::UrlencodedError;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, ResponseError};
use askama::Template;

use super::{NO_NAME, answer};
use crate::actions;

/// An error on its way to a reader.
#[derive(Debug)]
pub struct PageError {
    status: StatusCode,
    title: &'static str,
    /// A sentence that says what to do.
    detail: String,
    /// Where to go instead.
    elsewhere: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage<'a> {
    site_name: &'a str,
    status: u16,
    title: &'a str,
    detail: &'a str,
}

impl PageError {
    pub fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, title, detail: detail.into(), elsewhere: None }
    }

    pub fn nowhere() -> Self {
        let detail = "There is nothing at this address. A link may have been cut off on its way to you.";
        Self::new(StatusCode::NOT_FOUND, "Page not found", detail)
    }

    /// `reason` is for the log.
    pub fn internal(reason: &str) -> Self {
        tracing::error!(reason, "a page failed");
        let detail = "It was our mistake, and it was noted. Please try again in a few minutes.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong", detail)
    }

    pub fn busy() -> Self {
        let detail = "There is too much to do here at the moment. Please try again in a minute.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "Please wait a moment", detail)
    }

    /// Whoever is not signed in may do so, and comes back to the path `here`.
    pub fn sign_in(here: &str) -> Self {
        let next: String = url::form_urlencoded::byte_serialize(here.as_bytes()).collect();
        let elsewhere = Some(format!("/account/sign-in?next={next}"));
        Self { elsewhere, ..Self::new(StatusCode::SEE_OTHER, "Please sign in", "You are not signed in.") }
    }

    /// A form that did not come from a page which this browser was shown.
    pub fn stale_form() -> Self {
        let detail = "The page was open for too long, you have signed in or out meanwhile, or cookies are switched off. \
                      Please go back, load the page again and repeat.";
        Self::new(StatusCode::FORBIDDEN, "Please send that once more", detail)
    }

    pub fn too_many_requests() -> Self {
        let detail = "More came from your network address than we take. Please wait a minute and try again.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "Too much at once", detail)
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
                let detail = "You are not signed in with an account that may do this.";
                Self::new(StatusCode::FORBIDDEN, "That is not allowed", detail)
            }
            Error::Barred(detail) => Self::new(StatusCode::FORBIDDEN, "That is not allowed", sentence(detail)),
            Error::TooMany(detail, _) => Self::new(StatusCode::TOO_MANY_REQUESTS, "Too much at once", sentence(detail)),
            Error::Warned(..) => {
                let detail = "A warning waits for you. Acknowledge it, and you can comment again.";
                Self::new(StatusCode::FORBIDDEN, "Please read this first", detail)
            }
            Error::Invalid(_) | Error::Refused(_) => {
                let title = "That could not be used";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, title, format!("What was sent is not right: {error}."))
            }
            Error::Conflict(_) | Error::Claimed(_) | Error::Overtaken | Error::Stale | Error::Repeated => {
                let detail = "It was changed at the same moment. Please go back, look at it again and repeat.";
                Self::new(StatusCode::CONFLICT, "Somebody was faster", detail)
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
            UrlencodedError::Overflow { .. } => Self::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "That is too long",
                "More was sent than we take. Go back: your text is still in the form, where you can shorten it.",
            ),
            UrlencodedError::ContentType => {
                let detail = "This address takes what its own form sends, and nothing else.";
                Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "That could not be read", detail)
            }
            _ => {
                let detail = "What was sent could not be read. Please go back and send the form again.";
                Self::new(StatusCode::BAD_REQUEST, "That could not be read", detail)
            }
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
        let page =
            ErrorPage { site_name: NO_NAME, status: self.status.as_u16(), title: self.title, detail: &self.detail };
        if let Some(elsewhere) = &self.elsewhere {
            return super::elsewhere(elsewhere);
        }
        let mut response = answer(self.status, page.render().unwrap_or_else(|_| self.detail.clone()));
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, actix_web::http::header::HeaderValue::from_static("1"));
        }
        response
    }
}
