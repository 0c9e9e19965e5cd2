//! Revisions in headers: `ETag` on what is read, `If-None-Match` to read it only when it changed, `If-Match` to change
//! only what was read.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{ETAG, Header, HeaderValue, IF_MATCH, IfMatch};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;

use super::conditional;
use crate::actions::Expected;

/// The header, for the API's description.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "read by the derive alone; the extractor is `Match`")]
pub struct IfMatchHeader {
    /// The `ETag` of what was read. If it was changed since, nothing is done and the answer is 412.
    #[param(rename = "If-Match")]
    if_match: Option<String>,
}

/// What `If-Match` asks for.
pub struct Match(pub Expected);

impl FromRequest for Match {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    /// A tag that is none of ours is the tag of no revision.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        if !request.headers().contains_key(IF_MATCH) {
            return ready(Ok(Self(Expected::Anything)));
        }
        ready(Ok(Self(match IfMatch::parse(request) {
            Ok(IfMatch::Any) => Expected::Anything,
            Ok(IfMatch::Items(tags)) => {
                let strong = tags.iter().filter(|tag| !tag.weak);
                Expected::OneOf(strong.filter_map(|tag| tag.tag().parse().ok()).collect())
            }
            Err(_) => Expected::OneOf(Vec::new()),
        })))
    }
}

fn tag(revision: i32) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{revision}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// 200 with the document and its `ETag`.
pub fn ok<T: Serialize>(revision: i32, body: &T) -> HttpResponse {
    HttpResponse::Ok().insert_header((ETAG, tag(revision))).json(body)
}

/// 304 if the client has this revision already, else as [`ok`]; `body` is all that the revision tells of.
pub fn ok_or_unchanged<T: Serialize>(request: &HttpRequest, revision: i32, body: &T) -> HttpResponse {
    if conditional::matches(request.headers(), &tag(revision)) {
        return HttpResponse::NotModified().insert_header((ETAG, tag(revision))).finish();
    }
    ok(revision, body)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    async fn expected(header: Option<&str>) -> Expected {
        let request =
            header.into_iter().fold(TestRequest::default(), |request, it| request.append_header(("If-Match", it)));
        Match::extract(&request.to_http_request()).await.expect("read").0
    }

    #[actix_web::test]
    async fn what_is_no_tag_of_ours_matches_nothing() {
        assert_eq!(expected(None).await, Expected::Anything);
        assert_eq!(expected(Some("*")).await, Expected::Anything);
        assert_eq!(expected(Some("\"3\", \"x\", W/\"5\"")).await, Expected::OneOf(vec![3]));
        assert_eq!(expected(Some("3")).await, Expected::OneOf(Vec::new()));
    }
}
