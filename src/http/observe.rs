//! A request's id, its line in the log and its place in the metrics.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use tracing::Instrument;

use crate::actions::Service;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Everything that is logged on the way carries the id, and so does the answer. Paths are logged, queries and bodies
/// are not.
pub async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let Some(svc) = request.app_data::<Data<Service>>().cloned() else { return next.call(request).await };
    let started = svc.clock.monotonic();
    let id = given(&request).unwrap_or_else(drawn);
    let method = request.method().clone();
    let span = tracing::info_span!("request", id = id.to_str().unwrap_or(""), %method, path = told(request.path()));
    let mut response = next.call(request).instrument(span.clone()).await?;
    let took = svc.clock.monotonic().duration_since(started);
    let status = response.status().as_u16();
    let route = response.request().match_pattern();
    svc.metrics.request_answered(method.as_str(), route.as_deref().unwrap_or("none"), status, took);
    span.in_scope(|| {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        if method == Method::GET && status < 500 {
            tracing::debug!(status, micros, "answered");
        } else {
            tracing::info!(status, micros, "answered");
        }
    });
    response.headers_mut().insert(HEADER, id);
    Ok(response)
}

/// The token of `/u/{token}` is a key.
fn told(path: &str) -> &str {
    if path.starts_with("/u/") { "/u/…" } else { path }
}

/// An id that a proxy or client chose, if it looks like one.
fn given(request: &ServiceRequest) -> Option<HeaderValue> {
    let value = request.headers().get(HEADER)?;
    let fine = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte == b'_';
    ((1..=64).contains(&value.len()) && value.as_bytes().iter().all(fine)).then(|| value.clone())
}

fn drawn() -> HeaderValue {
    HeaderValue::from_str(&format!("{:016x}", rand::random::<u64>())).unwrap_or(HeaderValue::from_static("0"))
}
