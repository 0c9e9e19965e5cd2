//! `ETag` and `If-None-Match` on reads, and who may keep an answer.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use sha2::{Digest, Sha256};

/// Weak: the same for all encodings of a body.
pub fn etag_of(body: &[u8]) -> HeaderValue {
    let digest = Sha256::digest(body);
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::from_str(&format!("W/\"{hex}\"")).unwrap_or(HeaderValue::from_static("W/\"\""))
}

/// Whether the client has this already.
pub fn matches(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(own) = etag.to_str().map(bare) else { return false };
    let known = headers.get_all(IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
    known.flat_map(|value| value.split(',')).any(|tag| tag.trim() == "*" || bare(tag) == own)
}

/// Tags what a read answers, answers 304 to who has it, and keeps everything else out of caches.
pub async fn tag(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let read = [Method::GET, Method::HEAD].contains(request.method());
    let personal = request.headers().contains_key(AUTHORIZATION);
    let mut response = next.call(request).await?.map_into_boxed_body();
    if !response.headers().contains_key(CACHE_CONTROL) {
        let keep = match (read && response.status() == StatusCode::OK, personal) {
            (false, _) => "no-store",
            (true, true) => "private, no-cache",
            (true, false) => "no-cache",
        };
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    }
    if !read || response.status() != StatusCode::OK || response.headers().contains_key(ETAG) {
        return Ok(response);
    }
    let (request, response) = response.into_parts();
    let (response, body) = response.into_parts();
    let body = match body.try_into_bytes() {
        Ok(body) => body,
        Err(body) => return Ok(ServiceResponse::new(request, response.set_body(body))),
    };
    let etag = etag_of(&body);
    let unchanged = matches(request.headers(), &etag);
    let mut response = response.set_body(if unchanged { BoxBody::new(()) } else { BoxBody::new(body) });
    response.headers_mut().insert(ETAG, etag);
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    Ok(ServiceResponse::new(request, response))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_weakly() {
        let etag = etag_of(b"body");
        let asks = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, HeaderValue::from_str(value).expect("a header"));
            matches(&headers, &etag)
        };
        let text = etag.to_str().expect("text").to_owned();
        assert!(asks(&text) && asks(text.trim_start_matches("W/")) && asks(&format!("\"x\", {text}")) && asks("*"));
        assert!(!asks("\"x\""));
    }
}
