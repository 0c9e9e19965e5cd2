//! Every route, as a table of contents.
//!
//! To add one to the API: a line of `api!`, and a handler with its `#[utoipa::path]`, which states the same method and
//! path; a test compares. Permissions stand beside the handlers.

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, Resource, Responder, Scope};

use super::api::{accounts, comment, comments, moderation, sites};
use super::error::Problem;
use super::{extract, openapi};

/// Declares the routes under `/api/v1`: for actix, and for the API's description.
macro_rules! api {
    ($($path:literal => $($method:ident $room:ident::$handler:ident),+;)+) => {
        fn api(scope: Scope) -> Scope {
            scope$(.service(at($path)$(.route(web::$method().to($room::$handler)))+))+
        }

        /// The handlers' annotations.
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($($room::$handler),+),+))]
        pub struct Annotated;

        #[cfg(test)]
        const TABLE: &[(&str, &str)] = &[$($((stringify!($method), $path)),+),+];
    };
}

api! {
    "/accounts" => post accounts::sign_up;
    "/accounts/verify" => post accounts::verify;
    "/sessions" => post accounts::sign_in;
    "/sessions/refresh" => post accounts::refresh;
    "/sessions/current" => delete accounts::sign_out;
    "/password-resets" => post accounts::request_reset;
    "/password-resets/confirm" => post accounts::confirm_reset;

    "/sites" => post sites::create;
    "/sites/{site}/comments" => get comments::thread, post comments::post;
    "/sites/{site}/counts" => get comments::counts;

    "/comments/{id}" => get comment::read, patch comment::edit, delete comment::delete;
    "/comments/{id}/replies" => get comment::replies;
    "/comments/{id}/revisions" => get comment::revisions;
    "/comments/{id}/vote" => put comment::vote, delete comment::withdraw_vote;

    "/moderation/queues/pending" => get moderation::pending;
    "/moderation/comments/{id}/decisions" => post moderation::decide;
}

pub fn configure(config: &mut ServiceConfig) {
    config
        .app_data(extract::payload_config())
        .app_data(extract::query_config())
        .app_data(extract::path_config())
        .service(at("/healthz").route(web::get().to(healthy)))
        .service(at("/docs").route(web::get().to(openapi::to_browser)))
        .service(at("/docs/{file:.*}").route(web::get().to(openapi::browser)))
        .service(api(web::scope("/api/v1")).service(at("/openapi.json").route(web::get().to(openapi::description))))
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use utoipa::OpenApi;

    use super::*;

    #[test]
    fn the_table_and_the_annotations_agree() {
        let description = serde_json::to_value(Annotated::openapi()).expect("JSON");
        let annotated: BTreeSet<(String, String)> = description["paths"]
            .as_object()
            .expect("paths")
            .iter()
            .flat_map(|(path, item)| {
                let methods = item.as_object().expect("an item").keys();
                methods.map(|method| (method.clone(), path.clone())).collect::<Vec<_>>()
            })
            .collect();
        let table = TABLE.iter().map(|(method, path)| ((*method).to_owned(), (*path).to_owned())).collect();
        assert_eq!(annotated, table);
    }
}
