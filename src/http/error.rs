//! One table from error to status, and RFC 9457 problem+json for everything that is not a success.

use std::fmt;
use std::num::NonZeroU32;

use actix_web::http::StatusCode;
use actix_web::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use super::api::claims::ClaimView;
use crate::actions;
use crate::model::field::{FieldError, FieldErrors};
use crate::model::finding::Finding;
use crate::model::ids::SanctionId;
use crate::model::sanction::Warning;

/// An error on its way to the client.
#[derive(Debug)]
pub struct Problem {
    kind: &'static str,
    status: StatusCode,
    detail: Box<str>,
    errors: Vec<FieldError>,
    findings: Vec<Finding>,
    /// The client acted on a comment that had changed; it is shown what there is now.
    overtaken: bool,
    current: Option<Box<serde_json::Value>>,
    warnings: Vec<WarningView>,
    claim: Option<Box<ClaimView>>,
    /// Seconds to wait before the same is tried again.
    retry_after: Option<NonZeroU32>,
}

/// The type of a problem that its status and title say all about.
const PLAIN: &str = "about:blank";
/// A warning waits for the author.
const WARNING: &str = "urn:postil:problem:warning";
/// Somebody else works on the comment.
const CLAIMED: &str = "urn:postil:problem:claimed";

/// What went wrong (RFC 9457).
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub struct Document {
    /// `about:blank`; `urn:postil:problem:warning` where a warning has to be acknowledged first;
    /// `urn:postil:problem:claimed` where somebody else works on the comment.
    r#type: &'static str,
    title: &'static str,
    status: u16,
    /// A sentence.
    detail: String,
    /// By member of the input, if the input was wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
    /// Of a comment that was refused: what the checks found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    findings: Vec<Finding>,
    /// Of a comment that had changed: what `GET /moderation/comments/{id}` says of it now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    current: Option<serde_json::Value>,
    /// What has to be acknowledged first, newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    warnings: Vec<WarningView>,
    /// Who works on the comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    claim: Option<ClaimView>,
}

/// A warning that waits.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct WarningView {
    id: SanctionId,
    /// What the moderator says.
    reason: String,
    /// A POST to this address acknowledges it.
    acknowledge: String,
}

impl From<Warning> for WarningView {
    fn from(Warning { id, reason }: Warning) -> Self {
        Self { id, reason, acknowledge: format!("/api/v1/me/sanctions/{id}/acknowledge") }
    }
}

impl Problem {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let detail = detail.into().into_boxed_str();
        let (errors, findings, warnings) = (Vec::new(), Vec::new(), Vec::new());
        let (overtaken, current, claim, retry_after) = (false, None, None, None);
        Self { kind: PLAIN, status, detail, errors, findings, warnings, overtaken, current, claim, retry_after }
    }

    pub const fn status(&self) -> StatusCode {
        self.status
    }

    pub fn detail(&self) -> &str {
        &self.detail
    }

    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Whether the client acted on a comment that had changed meanwhile.
    pub const fn is_overtaken(&self) -> bool {
        self.overtaken
    }

    /// The same with what the client should have looked at.
    #[must_use]
    pub fn showing(self, current: serde_json::Value) -> Self {
        Self { current: Some(Box::new(current)), ..self }
    }

    /// Input of a shape that is not taken; `path` leads to the member, unless the message names it.
    pub fn misread(path: &str, message: &str) -> Self {
        let named = ["unknown field `", "missing field `", "duplicate field `"]
            .iter()
            .find_map(|what| message.strip_prefix(what)?.split('`').next());
        let field = match (path, named) {
            (".", Some(name)) => name.to_owned(),
            (path, Some(name)) if path != name && !path.ends_with(&format!(".{name}")) => format!("{path}.{name}"),
            (path, _) => path.to_owned(),
        };
        let message = message.split(" at line ").next().unwrap_or(message);
        FieldErrors::one(&field, message).into()
    }

    pub fn field(field: &str, message: impl Into<String>) -> Self {
        FieldErrors::one(field, message).into()
    }

    /// As the client is told of it.
    pub fn document(&self) -> Document {
        Document {
            r#type: self.kind,
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: self.detail.to_string(),
            errors: self.errors.clone(),
            findings: self.findings.clone(),
            current: self.current.as_deref().cloned(),
            warnings: self.warnings.clone(),
            claim: self.claim.as_deref().cloned(),
        }
    }
}

impl From<FieldErrors> for Problem {
    fn from(errors: FieldErrors) -> Self {
        let detail = errors.to_string();
        Self { errors: errors.0, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail) }
    }
}

impl From<actions::Error> for Problem {
    fn from(error: actions::Error) -> Self {
        use actions::Error;
        let status = match &error {
            Error::Invalid(_) | Error::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::Unauthenticated => StatusCode::UNAUTHORIZED,
            Error::Forbidden | Error::Barred(_) | Error::Warned(..) => StatusCode::FORBIDDEN,
            Error::TooMany(..) => StatusCode::TOO_MANY_REQUESTS,
            Error::NotFound(_) => StatusCode::NOT_FOUND,
            Error::Conflict(_) | Error::Claimed(_) | Error::Overtaken | Error::Repeated => StatusCode::CONFLICT,
            Error::Stale => StatusCode::PRECONDITION_FAILED,
            Error::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        match error {
            Error::Invalid(errors) => errors.into(),
            Error::TooMany(detail, wait) => {
                let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
                let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
                let retry_after = Some(NonZeroU32::new(seconds).unwrap_or(NonZeroU32::MIN));
                Self { retry_after, ..Self::new(status, detail) }
            }
            Error::Overtaken => Self { overtaken: true, ..Self::new(status, error.to_string()) },
            Error::Refused(findings) => Self { findings, ..Self::new(status, "the comment was not taken") },
            Error::Warned(warnings, findings) => {
                let warnings: Vec<WarningView> = warnings.into_iter().map(WarningView::from).collect();
                let addresses: Vec<&str> = warnings.iter().map(|warning| warning.acknowledge.as_str()).collect();
                let detail = format!(
                    "a warning waits for you: acknowledge it with POST {}, and you can comment again",
                    addresses.join(" and POST ")
                );
                Self { kind: WARNING, findings, warnings, ..Self::new(status, detail) }
            }
            Error::Claimed(claim) => {
                let detail = Error::Claimed(claim.clone()).to_string();
                Self { kind: CLAIMED, claim: Some(Box::new((*claim).into())), ..Self::new(status, detail) }
            }
            Error::Internal(reason) => {
                tracing::error!(reason, "a request failed");
                Self::new(status, "something went wrong here; it was noted")
            }
            other => Self::new(status, other.to_string()),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        match self.status {
            StatusCode::SERVICE_UNAVAILABLE => response.insert_header((RETRY_AFTER, "1")),
            StatusCode::UNAUTHORIZED => response.insert_header((WWW_AUTHENTICATE, "Bearer")),
            _ => &mut response,
        };
        if let Some(seconds) = self.retry_after {
            response.insert_header((RETRY_AFTER, seconds.to_string()));
        }
        let body = serde_json::to_vec(&self.document()).unwrap_or_default();
        response.content_type("application/problem+json").body(body)
    }
}
