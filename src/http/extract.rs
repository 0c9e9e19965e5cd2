//! What handlers take from a request beside its body: who asks, from where, which page.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::{PathError, QueryPayloadError};
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, REFERER, USER_AGENT};
use actix_web::{FromRequest, HttpRequest, web};
use ipnet::IpNet;

use super::error::Problem;
use crate::actions::{Device, Error, Service, Viewer, authenticate};
use crate::model::account::Scope;
use crate::model::locale::Locale;
use crate::model::page::{Cursor, PageRequest};

/// Whoever asks; 401 only for a token that is not good.
pub struct Anyone(pub Option<Viewer>);

/// The account that is signed in, by session or by any API token; 401 without one.
pub struct SignedIn(pub Viewer);

/// The person itself, signed in; 403 for API tokens, which may not manage the account.
pub struct Owner(pub Viewer);

/// Whoever may write and vote for the account: a session, or a token of the scope `comment`.
pub struct Commenter(pub Viewer);

/// Whoever may decide for the account: a session, or a token of the scope `moderate`. Of which sites, the action knows.
pub struct Moderator(pub Viewer);

/// Whoever may set things up for the account: a session, or a token of the scope `administer`. Of which sites, the
/// action knows.
pub struct Administrator(pub Viewer);

/// The path as the router reads it: spelled otherwise (`/%61ccount`) it is the same.
pub fn path(request: &HttpRequest) -> &str {
    request.match_info().as_str()
}

/// Whether a page of this service sent the request, as far as the browser says; `None`: it says nothing.
pub fn from_own_page(request: &HttpRequest, public_url: &str) -> Option<bool> {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match (header("sec-fetch-site"), header("origin")) {
        (Some(site), _) => Some(site == "same-origin"),
        // `null` is what the referrer policy makes of a form's.
        (None, Some(origin)) if origin != "null" => Some(public_url.starts_with(origin) && !origin.is_empty()),
        (None, _) => None,
    }
}

type Extracted<T> = Pin<Box<dyn Future<Output = Result<T, actix_web::Error>>>>;

impl FromRequest for Anyone {
    type Error = actix_web::Error;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let Some(header) = request.headers().get(AUTHORIZATION) else { return Ok(Self(None)) };
            let token = header.to_str().ok().and_then(|value| value.strip_prefix("Bearer "));
            let unauthenticated = || Problem::from(Error::Unauthenticated);
            let token = token.ok_or_else(unauthenticated)?;
            let svc = request.app_data::<web::Data<Service>>().ok_or_else(unauthenticated)?;
            let viewer = authenticate::run(svc, token).await.map_err(Problem::from)?;
            Ok(Self(Some(viewer)))
        })
    }
}

impl FromRequest for SignedIn {
    type Error = actix_web::Error;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let anyone = Anyone::from_request(request, payload);
        Box::pin(async move {
            let viewer = anyone.await?.0;
            Ok(Self(viewer.ok_or_else(|| Problem::from(Error::Unauthenticated))?))
        })
    }
}

/// An extractor of a viewer that passes a test; 403 otherwise.
macro_rules! viewers {
    ($($name:ident: $passes:expr;)+) => {$(
        impl FromRequest for $name {
            type Error = actix_web::Error;
            type Future = Extracted<Self>;

            fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
                let signed_in = SignedIn::from_request(request, payload);
                Box::pin(async move {
                    let SignedIn(viewer) = signed_in.await?;
                    let passes: fn(&Viewer) -> bool = $passes;
                    if passes(&viewer) { Ok(Self(viewer)) } else { Err(Problem::from(Error::Forbidden).into()) }
                })
            }
        }
    )+};
}

viewers! {
    Owner: |viewer| viewer.session().is_some();
    Commenter: |viewer| viewer.has_scope(Scope::Comment);
    Moderator: |viewer| viewer.has_scope(Scope::Moderate);
    Administrator: |viewer| viewer.has_scope(Scope::Administer);
}

/// The networks whose `X-Forwarded-For` is believed.
pub struct TrustedProxies(pub Vec<IpNet>);

/// The reader's address: the other end of the connection or, behind trusted proxies, the last address in
/// `X-Forwarded-For` that is not one of them. Anything before it may have been made up by the reader.
pub fn network(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip().to_canonical();
    let trusted = |address: &IpAddr| {
        let proxies = request.app_data::<web::Data<TrustedProxies>>();
        proxies.is_some_and(|proxies| proxies.0.iter().any(|network| network.contains(address)))
    };
    if !trusted(&peer) {
        return Some(peer);
    }
    let forwarded = request.headers().get_all("X-Forwarded-For").filter_map(|value| value.to_str().ok());
    let hops: Vec<IpAddr> = forwarded
        .flat_map(|value| value.split(','))
        .filter_map(|hop| hop.trim().parse::<IpAddr>().ok())
        .map(|hop| hop.to_canonical())
        .collect();
    hops.into_iter().rev().find(|hop| !trusted(hop)).or(Some(peer))
}

/// What the request came from.
pub fn device(request: &HttpRequest) -> Device {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let locale = text(ACCEPT_LANGUAGE).as_deref().and_then(Locale::preferred);
    Device { network: network(request), user_agent: text(USER_AGENT), referrer: text(REFERER), locale }
}

/// Reads `limit` and `cursor` of a list.
pub fn page(limit: Option<i64>, cursor: Option<&str>, most: i64) -> Result<PageRequest, Problem> {
    let limit = limit.unwrap_or(20);
    if !(1..=most).contains(&limit) {
        return Err(Problem::field("limit", format!("must be 1 to {most}")));
    }
    let after = cursor.map(Cursor::parse).transpose().map_err(|message| Problem::field("cursor", message))?;
    Ok(PageRequest { after, limit })
}

/// Most bytes of a body, and of one that does many things or brings a template.
const MOST_BYTES: usize = 64 * 1024;
const MOST_BYTES_OF_LARGE: usize = 1024 * 1024;

/// How much is taken at one of the API's paths.
pub fn payload_config(path: &str) -> web::PayloadConfig {
    let large = path == "/moderation/decisions" || path.starts_with("/sites/{site}/mail/templates/");
    web::PayloadConfig::new(if large { MOST_BYTES_OF_LARGE } else { MOST_BYTES })
}

pub fn query_config() -> web::QueryConfig {
    web::QueryConfig::default().error_handler(|error: QueryPayloadError, _| {
        let message = error.to_string();
        Problem::misread(".", message.strip_prefix("Query deserialize error: ").unwrap_or(&message)).into()
    })
}

pub fn path_config() -> web::PathConfig {
    web::PathConfig::default()
        .error_handler(|error: PathError, _| Problem::new(StatusCode::NOT_FOUND, error.to_string()).into())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxies = || web::Data::new(TrustedProxies(vec!["10.0.0.0/8".parse().expect("a network")]));
        let seen = |peer: &str| {
            let request = TestRequest::default()
                .app_data(proxies())
                .peer_addr(format!("{peer}:1").parse().expect("an address"))
                .insert_header(("X-Forwarded-For", "1.1.1.1, 8.8.8.8, 10.0.0.2"))
                .to_http_request();
            network(&request).expect("an address").to_string()
        };
        assert_eq!(seen("10.0.0.1"), "8.8.8.8", "what the reader claims before it does not count");
        assert_eq!(seen("9.9.9.9"), "9.9.9.9");
    }
}
