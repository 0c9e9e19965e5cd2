//! Where the account is signed in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::Part;
use crate::actions::{Error, Service, end_session};
use crate::http::pages::frame::Frame;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere, get, page_at, show};
use crate::model::device;
use crate::model::ids::SessionId;
use crate::model::page::Cursor;

const SAID: &[&str] = &["sessions-said-ended"];

pub fn configure(config: &mut ServiceConfig) {
    let at = page_at("/account/sessions", "GET, HEAD, POST");
    config.service(at.route(get().to(list)).route(post().to(end)));
}

struct SessionRow {
    id: SessionId,
    /// Empty: unknown.
    device: String,
    /// Since when it is, and when it was used.
    when: String,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "account/sessions.html")]
struct SessionsPage {
    frame: Frame,
    place: &'static str,
    sessions: Vec<SessionRow>,
    has_others: bool,
    is_first: bool,
    next: Option<String>,
    said: Option<&'static str>,
}

async fn list(svc: Data<Service>, visitor: Visitor, part: Query<Part>) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    let this = viewer.session();
    let page = end_session::sessions(&svc, viewer, part.request()?).await?;
    let (w, now) = (visitor.w, svc.clock.now());
    let sessions: Vec<SessionRow> = page
        .items
        .into_iter()
        .map(|session| SessionRow {
            id: session.id,
            device: device::name(session.user_agent.as_deref().unwrap_or_default()),
            when: w.with_two(
                "sessions-when",
                ("since", &w.moment(session.created_at)),
                ("used", &w.ago(session.last_used_at, now)),
            ),
            is_this: Some(session.id) == this,
        })
        .collect();
    let page = SessionsPage {
        frame: Frame::of(&svc, &visitor).await?,
        place: "/sessions",
        has_others: !part.is_first() || page.next.is_some() || sessions.iter().any(|session| !session.is_this),
        sessions,
        is_first: part.is_first(),
        next: page.next.map(Cursor::encode),
        said: part.said(SAID),
    };
    Ok(visitor.remembered(show(StatusCode::OK, &page)?))
}

/// What the buttons bring: one of the last two.
#[derive(Deserialize, Default)]
#[serde(default)]
struct End {
    csrf: String,
    end: Option<SessionId>,
    others: Option<String>,
}

async fn end(svc: Data<Service>, visitor: Visitor, written: Form<End>) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &written.csrf)?;
    let viewer = visitor.signed_in()?;
    match (written.end, &written.others) {
        (Some(id), _) => match end_session::run(&svc, viewer, id).await {
            // It has ended meanwhile.
            Ok(()) | Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error.into()),
        },
        (None, Some(_)) => end_session::others(&svc, viewer).await?,
        (None, None) => return Err(PageError::nowhere()),
    }
    Ok(visitor.remembered(elsewhere("/account/sessions?said=ended")))
}
