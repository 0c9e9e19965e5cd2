//! Every route, as a table of contents.

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig, delete, get, post};
use actix_web::{HttpResponse, Resource, Responder};

use super::api::{accounts, comments, moderation, sites};
use super::error::Problem;
use super::extract;

pub fn configure(config: &mut ServiceConfig) {
    config
        .app_data(extract::json_config())
        .app_data(extract::query_config())
        .app_data(extract::path_config())
        .service(at("/healthz").route(get().to(healthy)))
        .service(
            web::scope("/api/v1")
                .service(at("/accounts").route(post().to(accounts::sign_up)))
                .service(at("/accounts/verify").route(post().to(accounts::verify)))
                .service(at("/sessions").route(post().to(accounts::sign_in)))
                .service(at("/sessions/refresh").route(post().to(accounts::refresh)))
                .service(at("/sessions/current").route(delete().to(accounts::sign_out)))
                .service(at("/password-resets").route(post().to(accounts::request_reset)))
                .service(at("/password-resets/confirm").route(post().to(accounts::confirm_reset)))
                .service(at("/sites").route(post().to(sites::create)))
                .service(
                    at("/sites/{site}/comments").route(get().to(comments::thread)).route(post().to(comments::post)),
                )
                .service(at("/sites/{site}/counts").route(get().to(comments::counts)))
                .service(at("/moderation/queues/pending").route(get().to(moderation::pending)))
                .service(at("/moderation/comments/{id}/decisions").route(post().to(moderation::decide))),
        )
        .default_service(web::to(nowhere));
}

/// A resource that answers other methods with 405.
fn at(path: &str) -> Resource {
    web::resource(path).default_service(web::to(wrong_method))
}

async fn healthy() -> impl Responder {
    HttpResponse::Ok().body("ok")
}

async fn nowhere() -> Result<HttpResponse, Problem> {
    Err(Problem::new(StatusCode::NOT_FOUND, "there is nothing at this address"))
}

async fn wrong_method() -> Result<HttpResponse, Problem> {
    Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "this address does not take that method"))
}
