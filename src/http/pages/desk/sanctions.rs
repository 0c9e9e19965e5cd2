//! The measures that count or counted on the site, and how they are lifted.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::Desk;
use super::lists::{Pager, Tab, address, author_of, part_at, said};
use super::measure::Measure;
use crate::actions::{Error, Service, lift_sanction, read_sanctions};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere, get, own_path, page_at, show};
use crate::model::ids::{CommentId, SanctionId};

const STATES: &[(&str, &str)] = &[("active", "sanctions-active"), ("over", "sanctions-over"), ("all", "list-all")];

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/desk/{site}/sanctions", "GET, HEAD").route(get().to(list)))
        .service(page_at("/desk/{site}/sanctions/{id}/lift", "POST").route(post().to(lift)));
}

#[derive(Template)]
#[template(path = "desk/sanctions.html")]
struct SanctionsPage {
    desk: Desk,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    pager: Pager,
    said: Option<(&'static str, String)>,
    /// This part of the list.
    here: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    state: String,
    cursor: String,
    said: String,
}

struct Row {
    name: String,
    /// The comment that named the target.
    comment: Option<CommentId>,
    measure: Measure,
}

async fn list(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (desk, viewer) = Desk::of(&svc, &visitor, &site, "sanctions").await?;
    let (w, path) = (visitor.w, desk.at("sanctions"));
    let tabs = Tab::row(w, &path, STATES, &asked.state, &[])?;
    let active = match asked.state.as_str() {
        "all" => None,
        state => Some(state != "over"),
    };
    let request = part_at(&asked.cursor)?;
    let page = read_sanctions::placed_of_site(&svc, viewer.clone(), &site, active, request).await?;
    let now = svc.clock.now();
    let here = address(&path, &[("state", &asked.state), ("cursor", &asked.cursor)]);
    let pager = Pager::of(&path, &[("state", &asked.state)], &asked.cursor, &page);
    let rows = page.items.into_iter().map(|(named, place)| Row {
        measure: Measure::of(&named, &viewer, w, now),
        comment: place.as_ref().map(|place| place.listed.0.id),
        name: named
            .account_name
            .or_else(|| place.as_ref().map(|place| author_of(&place.listed, w)))
            .unwrap_or_else(|| w.say("thread-former-reader")),
    });
    let page = SanctionsPage { rows: rows.collect(), desk, tabs, pager, said: said(w, &asked.said), here };
    Ok(visitor.remembered(show(StatusCode::OK, &page)?))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Lifted {
    csrf: String,
    next: String,
}

async fn lift(
    svc: Data<Service>,
    visitor: Visitor,
    path: Path<(String, SanctionId)>,
    form: Form<Lifted>,
) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &form.csrf)?;
    let (site, id) = path.into_inner();
    let (desk, viewer) = Desk::of(&svc, &visitor, &site, "sanctions").await?;
    let said = match lift_sanction::run(&svc, viewer, None, id).await {
        Ok(()) => "lifted",
        // It is over already.
        Err(Error::NotFound(_)) => "not-lifted",
        Err(error) => return Err(error.into()),
    };
    let list = desk.at("sanctions");
    Ok(visitor.remembered(elsewhere(&saying(own_path(&form.next, &list), said))))
}

/// The address with the name of what came of a form.
pub fn saying(address: &str, said: &str) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}said={said}")
}
