//! The site's appeals, open and decided on. One is decided on by a decision on its comment, on that comment's page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::lists::{Brief, Pager, Tab, part_at};
use super::{Desk, sentence};
use crate::actions::placed::Placed;
use crate::actions::read_appeals::{self, NamedAppeal};
use crate::actions::{Service, Viewer};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, get, page_at, show};
use crate::model::ids::CommentId;
use crate::model::time::Timestamp;

const STATES: &[(&str, &str)] = &[("open", "appeals-open"), ("closed", "appeals-closed"), ("all", "list-all")];

pub fn configure(config: &mut ServiceConfig) {
    config.service(page_at("/desk/{site}/appeals", "GET, HEAD").route(get().to(list)));
}

#[derive(Template)]
#[template(path = "desk/appeals.html")]
struct AppealsPage {
    desk: Desk,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    pager: Pager,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    state: String,
    cursor: String,
}

struct Row {
    comment: CommentId,
    brief: Option<Brief>,
    /// `None`: forgotten with the comment.
    statement: Option<String>,
    outcome: Option<&'static str>,
    at: Timestamp,
    ago: String,
    /// What it is against.
    first: String,
    /// What the author was told then.
    note: Option<String>,
    /// What closed it.
    last: Option<String>,
    /// The viewer made the decision, and so leaves this to others.
    is_own: bool,
}

async fn list(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (desk, viewer) = Desk::of(&svc, &visitor, &site, "appeals").await?;
    let (w, path) = (visitor.w, desk.at("appeals"));
    let tabs = Tab::row(w, &path, STATES, &asked.state, &[])?;
    let open = match asked.state.as_str() {
        "all" => None,
        state => Some(state != "closed"),
    };
    let request = part_at(&asked.cursor)?;
    let page = read_appeals::placed_of_site(&svc, viewer.clone(), &site, open, request).await?;
    let now = svc.clock.now();
    let pager = Pager::of(&path, &[("state", &asked.state)], &asked.cursor, &page);
    let rows = page.items.into_iter().map(|(named, place)| row(named, place, &viewer, w, now)).collect();
    let page = AppealsPage { desk, tabs, rows, pager };
    Ok(visitor.remembered(show(StatusCode::OK, &page)?))
}

fn row(named: NamedAppeal, place: Option<Placed>, viewer: &Viewer, w: Words, now: Timestamp) -> Row {
    let NamedAppeal { appeal, first, last } = named;
    Row {
        comment: appeal.comment_id,
        brief: place.map(|place| Brief::of(&place, w)),
        is_own: appeal.outcome.is_none() && appeal.first_actor_id == Some(viewer.id()),
        statement: appeal.statement,
        outcome: appeal.outcome.map(|outcome| outcome.as_str()),
        at: appeal.created_at,
        ago: w.ago(appeal.created_at, now),
        first: sentence::short(&first, w),
        note: first.logged.decision.note,
        last: last.map(|last| sentence::short(&last, w)),
    }
}
