//! Mails on their way out, those given up, and addresses that take none. Permission: administrator.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::Desk;
use super::office::{Done, must_be_administrator, page, with_letter};
use crate::actions::owed_mails::{self, OwedMail, Shown, Suppression};
use crate::actions::{Error, Service, Viewer};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, elsewhere, get, page_at, show};
use crate::model::ids::MailId;
use crate::model::mail::{Failure, MailState};
use crate::model::page::Page;

/// Addresses of a page.
const ADDRESSES: i64 = 50;

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/desk/{site}/mail", "GET, HEAD").route(get().to(list)))
        .service(page_at("/desk/{site}/mail/retry", "POST").route(post().to(retry_all)))
        .service(
            page_at("/desk/{site}/mail/suppressions", "GET, HEAD, POST")
                .route(get().to(suppressions))
                .route(post().to(lift)),
        )
        .service(page_at("/desk/{site}/mail/{id}", "GET, HEAD").route(get().to(read)))
        .service(page_at("/desk/{site}/mail/{id}/retry", "POST").route(post().to(retry)));
}

#[derive(Template)]
#[template(path = "desk/mail.html")]
struct OutboxPage {
    desk: Desk,
    counts: Vec<(MailState, i64)>,
    state: MailState,
    page: Page<OwedMail>,
    is_first: bool,
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/mail_one.html")]
struct OneMailPage {
    desk: Desk,
    shown: Shown,
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/suppressions.html")]
struct SuppressionsPage {
    desk: Desk,
    items: Vec<Suppression>,
    /// The address after which the next page begins.
    next: Option<String>,
    is_first: bool,
    done: Option<String>,
}

fn state_name(w: &Words, state: &MailState) -> String {
    w.say(&format!("outmail-{}", state.as_str()))
}

fn failure_name(w: &Words, failure: &Failure) -> String {
    w.say(&format!("outmail-failure-{}", failure.as_str().replace('_', "-")))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct View {
    state: String,
    cursor: String,
    after: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Sent {
    csrf: String,
    email: String,
}

async fn desk(svc: &Data<Service>, visitor: &Visitor, site: &str) -> Result<Desk, PageError> {
    let (desk, viewer) = Desk::of(svc, visitor, site, "mail").await?;
    must_be_administrator(&viewer)?;
    Ok(desk)
}

/// Whoever sent the form. Errors: 403 unless it was an administrator, from a page of ours.
fn sender(svc: &Data<Service>, visitor: &Visitor, csrf: &str) -> Result<Viewer, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(svc, csrf)?;
    must_be_administrator(&viewer)?;
    Ok(viewer)
}

async fn list(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    view: Query<View>,
    done: Query<Done>,
) -> Result<HttpResponse, PageError> {
    let desk = desk(&svc, &visitor, &site).await?;
    let state = match view.state.as_str() {
        "" => MailState::Dead,
        state => MailState::parse(state).map_err(|_| PageError::nowhere())?,
    };
    let page = OutboxPage {
        desk,
        counts: owed_mails::counts(&svc).await?,
        state,
        page: owed_mails::list(&svc, state, page(&view.cursor)?).await?,
        is_first: view.cursor.is_empty(),
        done: done.message(visitor.w),
    };
    Ok(visitor.remembered(show(StatusCode::OK, &page)?))
}

async fn read(
    svc: Data<Service>,
    visitor: Visitor,
    path: Path<(String, String)>,
    done: Query<Done>,
) -> Result<HttpResponse, PageError> {
    let (site, id) = path.into_inner();
    let desk = desk(&svc, &visitor, &site).await?;
    let id: MailId = id.parse().map_err(|_| PageError::nowhere())?;
    let shown = owed_mails::show(&svc, id, &svc.public_url).await?;
    let page = OneMailPage { desk, shown, done: done.message(visitor.w) };
    Ok(with_letter(visitor.remembered(show(StatusCode::OK, &page)?)))
}

async fn retry(
    svc: Data<Service>,
    visitor: Visitor,
    path: Path<(String, MailId)>,
    sent: Form<Sent>,
) -> Result<HttpResponse, PageError> {
    sender(&svc, &visitor, &sent.csrf)?;
    let (site, id) = path.into_inner();
    match owed_mails::retry(&svc, id).await {
        // It waits, or has left: the page tells.
        Ok(()) | Err(Error::Conflict(_)) => {
            Ok(visitor.remembered(elsewhere(&format!("/desk/{site}/mail/{id}?done=queued"))))
        }
        Err(error) => Err(error.into()),
    }
}

async fn retry_all(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    sent: Form<Sent>,
) -> Result<HttpResponse, PageError> {
    sender(&svc, &visitor, &sent.csrf)?;
    owed_mails::retry_all_dead(&svc).await?;
    Ok(visitor.remembered(elsewhere(&format!("/desk/{site}/mail?state=queued&done=queued"))))
}

async fn suppressions(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    view: Query<View>,
    done: Query<Done>,
) -> Result<HttpResponse, PageError> {
    let desk = desk(&svc, &visitor, &site).await?;
    let (items, more) = owed_mails::suppressions(&svc, view.after.clone(), ADDRESSES).await?;
    let next = items.last().filter(|_| more);
    let next = next.map(|last| url::form_urlencoded::byte_serialize(last.email_canonical.as_bytes()).collect());
    let is_first = view.after.is_empty();
    let page = SuppressionsPage { desk, items, next, is_first, done: done.message(visitor.w) };
    Ok(visitor.remembered(show(StatusCode::OK, &page)?))
}

async fn lift(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    sent: Form<Sent>,
) -> Result<HttpResponse, PageError> {
    sender(&svc, &visitor, &sent.csrf)?;
    match owed_mails::lift(&svc, &sent.email).await {
        // Somebody else did it.
        Ok(()) | Err(Error::NotFound(_)) => {
            Ok(visitor.remembered(elsewhere(&format!("/desk/{site}/mail/suppressions?done=lifted"))))
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::locale::Locale;
    use crate::model::mail::SuppressionReason;
    use crate::texts;

    #[test]
    fn states_and_failures_have_names() {
        let w = Words(Locale::English);
        assert!(MailState::ALL.iter().all(|state| !state_name(&w, state).starts_with("outmail-")));
        assert!(Failure::ALL.iter().all(|failure| !failure_name(&w, failure).starts_with("outmail-")));
        assert!(SuppressionReason::ALL.iter().all(|why| texts::has(&format!("outmail-{}", why.as_str()))));
    }
}
