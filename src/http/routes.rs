//! Every route, as a table of contents.
//!
//! To add one to the API: a line of `api!`, and a handler with its `#[utoipa::path]`, which states the same method and
//! path; a test compares. Permissions stand beside the handlers.

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, delete, patch, post, put};
use actix_web::{HttpResponse, Resource, Route, Scope, guard};

use super::api::{
    accounts, bulk, canned_texts, checkers, comment, comments, decisions, me, moderation, moderators, sanctions,
    sessions, sites, threads, tokens,
};
use super::error::Problem;
use super::{conditional, extract, health, openapi, pages};

/// Declares the routes under `/api/v1`: for actix, and for the API's description.
macro_rules! api {
    ($($path:literal => $($method:ident $room:ident::$handler:ident),+;)+) => {
        fn api(scope: Scope) -> Scope {
            scope$(.service(at($path, &[$(stringify!($method)),+])$(.route($method().to($room::$handler)))+))+
        }

        /// The handlers' annotations.
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($($room::$handler),+),+))]
        pub struct Annotated;

        /// (method, path, a name of its own) of each operation.
        pub const OPERATIONS: &[(&str, &str, &str)] =
            &[$($((stringify!($method), $path, concat!(stringify!($room), "_", stringify!($handler)))),+),+];
    };
}

api! {
    "/accounts" => post accounts::sign_up;
    "/accounts/verify" => post accounts::verify;
    "/accounts/verify-address" => post accounts::confirm_address;
    "/sessions" => get sessions::list, post accounts::sign_in;
    "/sessions/refresh" => post accounts::refresh;
    "/sessions/current" => delete accounts::sign_out;
    "/sessions/{id}" => delete sessions::end;
    "/password-resets" => post accounts::request_reset;
    "/password-resets/confirm" => post accounts::confirm_reset;

    "/me" => get me::read, patch me::change, delete me::delete;
    "/me/export" => get me::export;
    "/me/comments" => get me::comments;
    "/me/notifications" => get me::notifications, patch me::change_notifications;
    "/me/sanctions" => get sanctions::own;
    "/me/sanctions/{id}/acknowledge" => post sanctions::acknowledge;
    "/me/tokens" => get tokens::list, post tokens::issue;
    "/me/tokens/{id}" => delete tokens::revoke;

    "/sites" => get sites::list, post sites::create;
    "/sites/{site}" => get sites::read, patch sites::change;
    "/sites/{site}/form" => get comments::form;
    "/sites/{site}/rules" => get sites::rules, put sites::change_rules;
    "/sites/{site}/moderators" => get moderators::list;
    "/sites/{site}/moderators/{account_id}" => put moderators::appoint, delete moderators::dismiss;
    "/sites/{site}/threads" => get threads::list, put threads::register;
    "/sites/{site}/threads/{id}" => get threads::read, patch threads::change;
    "/sites/{site}/canned-texts" => get canned_texts::list, post canned_texts::create;
    "/sites/{site}/canned-texts/{id}" => patch canned_texts::change, delete canned_texts::remove;
    "/sites/{site}/checkers" => get checkers::list;
    "/sites/{site}/checkers/akismet" => put checkers::set_akismet, delete checkers::remove_akismet;
    "/sites/{site}/checkers/external" => put checkers::set_external, delete checkers::remove_external;
    "/sites/{site}/comments" => get comments::thread, post comments::post;
    "/sites/{site}/counts" => get comments::counts;

    "/comments/{id}" => get comment::read, patch comment::edit, delete comment::delete;
    "/comments/{id}/replies" => get comment::replies;
    "/comments/{id}/revisions" => get comment::revisions;
    "/comments/{id}/vote" => put comment::vote, delete comment::withdraw_vote;

    "/moderation/queues" => get moderation::queues;
    "/moderation/queues/{queue}" => get moderation::queue;
    "/moderation/comments/{id}" => get moderation::case, patch decisions::edit;
    "/moderation/comments/{id}/decisions" => post decisions::decide;
    "/moderation/comments/{id}/sanctions" => post sanctions::impose_on_author;
    "/moderation/decisions" => get decisions::log, post bulk::decide;
    "/moderation/decisions/{id}/undo" => post decisions::undo;
    "/moderation/accounts/{id}/sanctions" => get sanctions::list, post sanctions::impose;
    "/moderation/sanctions" => get sanctions::of_site;
    "/moderation/sanctions/{id}" => delete sanctions::lift;
}

pub fn configure(config: &mut ServiceConfig) {
    let api = api(web::scope("/api/v1"))
        .service(at("/openapi.json", &["get"]).route(get().to(openapi::description)))
        .wrap(from_fn(conditional::tag));
    config
        .app_data(extract::payload_config(""))
        .app_data(extract::query_config())
        .app_data(extract::path_config())
        .service(at("/healthz", &["get"]).route(get().to(health::healthy)))
        .service(at("/readyz", &["get"]).route(get().to(health::ready)))
        .service(at("/docs", &["get"]).route(get().to(openapi::to_browser)))
        .service(at("/docs/{file:.*}", &["get"]).route(get().to(openapi::browser)))
        .service(api)
        .configure(pages::configure)
        .default_service(web::to(nowhere));
}

fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// A resource that answers other methods with 405 and the names of those it takes.
fn at(path: &str, methods: &[&str]) -> Resource {
    let mut allowed: Vec<String> = methods.iter().map(|method| method.to_uppercase()).collect();
    if methods.contains(&"get") {
        allowed.push("HEAD".to_owned());
    }
    let allowed = allowed.join(", ");
    web::resource(path).app_data(extract::payload_config(path)).default_service(web::to(move || {
        let allowed = allowed.clone();
        async move {
            let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "this address does not take that method");
            let mut response = HttpResponse::from_error(problem);
            if let Ok(allowed) = HeaderValue::from_str(&allowed) {
                response.headers_mut().insert(ALLOW, allowed);
            }
            response
        }
    }))
}

async fn nowhere() -> Result<HttpResponse, Problem> {
    Err(Problem::new(StatusCode::NOT_FOUND, "there is nothing at this address"))
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
        let table = OPERATIONS.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
        assert_eq!(annotated, table);
    }

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = OPERATIONS.iter().map(|(.., name)| *name).collect();
        assert_eq!(names.len(), OPERATIONS.len());
    }
}
