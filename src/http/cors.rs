//! Which pages of other origins may call the API: those of the sites. No cookies take part, so none are allowed.

use actix_cors::Cors;
use actix_web::http::header;
use actix_web::web::Data;

use crate::actions::Service;

/// For preflights, in seconds.
const KEPT: usize = 600;

pub fn by_site_origins(svc: Data<Service>) -> Cors {
    Cors::default()
        .allowed_origin_fn(move |origin, request| {
            let after = request.uri.path().strip_prefix("/api/v1/sites/");
            let site = after.and_then(|rest| rest.split('/').next()).filter(|site| !site.is_empty());
            origin.to_str().is_ok_and(|origin| svc.origins.allow(origin, site))
        })
        .allowed_methods(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_MATCH, header::IF_NONE_MATCH])
        .allowed_header("Idempotency-Key")
        .allowed_header("X-Request-Id")
        .expose_headers(["ETag", "Retry-After", "X-Request-Id", "Idempotency-Replayed"])
        .expose_headers(["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"])
        .block_on_origin_mismatch(false)
        .max_age(KEPT)
}
