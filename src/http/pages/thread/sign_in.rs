//! A session for a page inside another site's page. Browsers keep such a page's cookies apart, so signing in happens in a
//! window of its own; its last page hands over a code, for which the frame gets a session.

use actix_web::http::StatusCode;
use actix_web::http::header::USER_AGENT;
use actix_web::web::{Data, Form, Path, ServiceConfig, post};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;
use url::form_urlencoded;

use super::View;
use crate::actions::{Error, Service, browser, sign_in};
use crate::http::pages::frame::Frame;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere, get, own_path, page_at, show};

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/account/hand-over/{site}", "GET, HEAD").route(get().to(hand_over)))
        .service(page_at("/embed/{site}/session", "POST").route(post().to(take_over)))
        .service(page_at("/embed/{site}/sign-out", "POST").route(post().to(end)));
}

/// Where to sign in and come back to the thread. In a frame the script opens it in a window.
pub fn way(site: &str, view: &View) -> String {
    let next: String =
        form_urlencoded::byte_serialize(format!("/embed/{site}?{}", view.whole_query()).as_bytes()).collect();
    format!("/account/sign-in?next={next}")
}

#[derive(Template)]
#[template(path = "thread/hand_over.html")]
struct HandOver {
    frame: Frame,
    code: String,
}

/// Permission: the person itself, signed in. Nothing changes by it: the code is signed, and spent where it is used.
async fn hand_over(svc: Data<Service>, visitor: Visitor, site: Path<String>) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    let code = browser::hand_over(&svc, &viewer, &site).ok_or_else(PageError::nowhere)?;
    let page = HandOver { frame: Frame::of(&svc, &visitor).await?, code };
    Ok(visitor.remembered(show(StatusCode::OK, &page)?))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Taken {
    csrf: String,
    code: String,
}

/// Permission: whoever has the code, on a page of ours: no other may sign its visitors in as somebody else.
async fn take_over(
    request: HttpRequest,
    svc: Data<Service>,
    site: Path<String>,
    visitor: Visitor,
    taken: Form<Taken>,
) -> Result<HttpResponse, PageError> {
    if !visitor.is_from_own_page() || !visitor.sent_maybe_as_guest(&svc, &taken.csrf) {
        return Err(PageError::stale_form());
    }
    let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    match browser::take_over(&svc, &taken.code, &site, agent).await {
        Ok(credential) => Ok(visitor.signing_in(HttpResponse::NoContent().finish(), credential)),
        Err(Error::Unauthenticated) => Err(PageError::stale_form()),
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SignOut {
    csrf: String,
    next: String,
}

/// Permission: anyone. Ends the session that the frame has.
async fn end(
    svc: Data<Service>,
    site: Path<String>,
    visitor: Visitor,
    written: Form<SignOut>,
) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    if let Some(viewer) = visitor.viewer.clone() {
        sign_in::end(&svc, viewer).await?;
    }
    let otherwise = format!("/embed/{site}");
    Ok(visitor.signing_out(elsewhere(own_path(&written.next, &otherwise))))
}
