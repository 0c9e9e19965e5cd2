//! Every route, as a table of contents.
//!
//! To add one to the API: a line of `api!` with who may use it and the scopes that an API token needs, and a handler with
//! its `#[utoipa::path]`, which states the same method and path; tests compare both with what the routes do.

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, ALLOW, HeaderValue};
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, delete, patch, post, put};
use actix_web::{HttpRequest, HttpResponse, Resource, Route, Scope, guard};

use super::api::{
    accounts, appeals, authors, bulk, canned_texts, checkers, claims, comment, comments, decisions, events, figures,
    follows, mail, me, moderation, moderators, news, reports, sanctions, search, second_looks, sessions, similar,
    simulations, site_mail, sites, threads, tokens,
};
use super::error::Problem;
use super::pages::PageError;
use super::permission::{Permission, Who};
use super::{conditional, extract, health, openapi, pages};
use crate::model::account;

/// Declares the routes under `/api/v1`: for actix, and for the API's description.
macro_rules! api {
    ($($path:literal => $($method:ident $room:ident::$handler:ident [$who:ident $($scope:ident)*]),+;)+) => {
        fn api(scope: Scope) -> Scope {
            scope$(.service(at($path, &[$(stringify!($method)),+])$(.route($method().to($room::$handler)))+))+
        }

        /// The handlers' annotations.
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($($room::$handler),+),+))]
        pub struct Annotated;

        /// (method, path, a name of its own, who may) of each operation.
        pub const OPERATIONS: &[(&str, &str, &str, Permission)] = &[$($((
            stringify!($method),
            $path,
            concat!(stringify!($room), "_", stringify!($handler)),
            Permission { who: Who::$who, scopes: &[$(account::Scope::$scope),*] },
        )),+),+];
    };
}

api! {
    "/accounts" => post accounts::sign_up [Anyone];
    "/accounts/verify" => post accounts::verify [Anyone];
    "/accounts/verify-address" => post accounts::confirm_address [Anyone];
    "/sessions" => get sessions::list [Person], post accounts::sign_in [Anyone];
    "/sessions/refresh" => post accounts::refresh [Anyone];
    "/sessions/current" => delete accounts::sign_out [Person];
    "/sessions/{id}" => delete sessions::end [Person];
    "/password-resets" => post accounts::request_reset [Anyone];
    "/password-resets/confirm" => post accounts::confirm_reset [Anyone];

    "/me" => get me::read [SignedIn], patch me::change [Person], delete me::delete [Person];
    "/me/export" => get me::export [Person];
    "/me/comments" => get me::comments [SignedIn];
    "/me/notifications" => get me::notifications [SignedIn], patch me::change_notifications [Person];
    "/me/follows" => get follows::list [SignedIn];
    "/me/ignored" => get follows::ignored [SignedIn];
    "/me/news" => get news::list [SignedIn];
    "/me/news/read" => post news::mark [Person];
    "/me/reports" => get reports::own [SignedIn];
    "/me/sanctions" => get sanctions::own [SignedIn];
    "/me/sanctions/{id}/acknowledge" => post sanctions::acknowledge [Person];
    "/me/tokens" => get tokens::list [Person], post tokens::issue [Person];
    "/me/tokens/{id}" => delete tokens::revoke [Person];

    "/sites" => get sites::list [SignedIn], post sites::create [Administrator Administer];
    "/sites/{site}" => get sites::read [Staff], patch sites::change [Administrator Administer];
    "/sites/{site}/form" => get comments::form [Anyone];
    "/sites/{site}/rules" => get sites::rules [Staff], put sites::change_rules [Staff Administer];
    "/sites/{site}/mail" => get site_mail::brand [Staff], put site_mail::set_brand [Staff Administer];
    "/sites/{site}/mail/templates" => get site_mail::templates [Staff];
    "/sites/{site}/mail/templates/{mail}/{locale}" => put site_mail::set_template [Staff Administer], delete site_mail::remove_template [Staff Administer];
    "/sites/{site}/mail/templates/{mail}/{locale}/preview" => post site_mail::preview [Staff Administer];
    "/sites/{site}/mail/templates/{mail}/{locale}/test" => post site_mail::test [Staff Administer];
    "/sites/{site}/moderators" => get moderators::list [Administrator];
    "/sites/{site}/moderators/{account_id}" => put moderators::appoint [Administrator Administer], delete moderators::dismiss [Administrator Administer];
    "/sites/{site}/threads" => get threads::list [Staff], put threads::register [Staff Administer];
    "/sites/{site}/threads/{id}" => get threads::read [Staff], patch threads::change [Staff Administer];
    "/sites/{site}/threads/{id}/events" => get events::thread [Anyone];
    "/sites/{site}/threads/{id}/follow" => put follows::follow_thread [SignedIn Comment], delete follows::unfollow_thread [SignedIn Comment];
    "/sites/{site}/canned-texts" => get canned_texts::list [Staff], post canned_texts::create [Staff Moderate];
    "/sites/{site}/canned-texts/{id}" => patch canned_texts::change [Staff Moderate], delete canned_texts::remove [Staff Moderate];
    "/sites/{site}/checkers" => get checkers::list [Staff];
    "/sites/{site}/checkers/akismet" => put checkers::set_akismet [Staff Administer], delete checkers::remove_akismet [Staff Administer];
    "/sites/{site}/checkers/external" => put checkers::set_external [Staff Administer], delete checkers::remove_external [Staff Administer];
    "/sites/{site}/comments" => get comments::thread [Anyone], post comments::post [Anyone Comment];
    "/sites/{site}/counts" => get comments::counts [Anyone];

    "/comments/{id}" => get comment::read [Anyone], patch comment::edit [Author Comment], delete comment::delete [AuthorOrStaff Comment Moderate];
    "/comments/{id}/replies" => get comment::replies [Anyone];
    "/comments/{id}/revisions" => get comment::revisions [AuthorOrStaff];
    "/comments/{id}/vote" => put comment::vote [SignedIn Comment], delete comment::withdraw_vote [SignedIn Comment];
    "/comments/{id}/follow" => put follows::follow_comment [SignedIn Comment], delete follows::unfollow_comment [SignedIn Comment];
    "/comments/{id}/ignore" => put follows::ignore [SignedIn Comment], delete follows::unignore [SignedIn Comment];
    "/comments/{id}/reports" => post reports::report [Anyone Comment];
    "/comments/{id}/appeals" => post appeals::appeal [Author Comment];

    "/mail/outbox" => get mail::list [Administrator];
    "/mail/outbox/retry" => post mail::retry_all [Administrator Administer];
    "/mail/outbox/{id}" => get mail::read [Administrator];
    "/mail/outbox/{id}/retry" => post mail::retry [Administrator Administer];
    "/mail/suppressions" => get mail::suppressions [Administrator];
    "/mail/suppressions/lift" => post mail::lift [Administrator Administer];
    "/mail/bounces" => post mail::bounce [Administrator Administer];

    "/moderation/queues" => get moderation::queues [Staff];
    "/moderation/queues/{queue}" => get moderation::queue [Staff];
    "/moderation/queues/{queue}/claims" => post claims::take [Staff Moderate];
    "/moderation/claims" => get claims::list [Staff];
    "/moderation/claims/{id}" => delete claims::release [Doer Moderate];
    "/moderation/claims/{id}/renew" => post claims::renew [Doer Moderate];
    "/moderation/events" => get events::desk [Staff];
    "/moderation/search" => get search::find [Staff];
    "/moderation/comments/{id}" => get moderation::case [Staff], patch decisions::edit [Staff Moderate];
    "/moderation/comments/{id}/author" => get authors::read [Staff];
    "/moderation/comments/{id}/author/comments" => get authors::comments [Staff];
    "/moderation/comments/{id}/author/notes" => post authors::note [Staff Moderate];
    "/moderation/author-notes/{id}" => delete authors::remove_note [Doer Moderate];
    "/moderation/comments/{id}/decisions" => post decisions::decide [Staff Moderate];
    "/moderation/comments/{id}/decisions/similar" => post similar::decide [Staff Moderate];
    "/moderation/comments/{id}/sanctions" => post sanctions::impose_on_author [Staff Moderate];
    "/moderation/second-looks" => get second_looks::open [Staff];
    "/moderation/second-looks/disagreements" => get second_looks::disagreements [Administrator];
    "/moderation/second-looks/{id}" => post second_looks::answer [Staff Moderate];
    "/moderation/figures" => get figures::read [Staff];
    "/moderation/rules/simulations" => post simulations::simulate [Staff];
    "/moderation/decisions" => get decisions::log [Staff], post bulk::decide [Staff Moderate];
    "/moderation/decisions/{id}/undo" => post decisions::undo [Doer Moderate];
    "/moderation/accounts/{id}/sanctions" => get sanctions::list [Staff], post sanctions::impose [Staff Moderate];
    "/moderation/appeals" => get appeals::of_site [Staff];
    "/moderation/sanctions" => get sanctions::of_site [Staff];
    "/moderation/sanctions/{id}" => delete sanctions::lift [Staff Moderate];
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

/// Whether it is a browser that asks.
fn reads_pages(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

async fn nowhere(request: HttpRequest) -> HttpResponse {
    let path = extract::path(&request);
    if pages::is_page(path) || (!path.starts_with("/api/") && reads_pages(&request)) {
        return HttpResponse::from_error(PageError::nowhere());
    }
    HttpResponse::from_error(Problem::new(StatusCode::NOT_FOUND, "there is nothing at this address"))
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
        let table = OPERATIONS.iter().map(|(method, path, ..)| ((*method).to_owned(), (*path).to_owned())).collect();
        assert_eq!(annotated, table);
    }

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = OPERATIONS.iter().map(|(_, _, name, _)| *name).collect();
        assert_eq!(names.len(), OPERATIONS.len());
    }
}
