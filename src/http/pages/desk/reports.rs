//! Readers' reports of the site's comments, open and decided on.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::Desk;
use super::lists::{Brief, Pager, Tab, Wrong, part_at};
use crate::actions::Service;
use crate::actions::read_reports::{self, SiteReport};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, get, page_at, show};
use crate::model::decision::Reason;
use crate::model::ids::CommentId;
use crate::model::time::Timestamp;

const STATES: &[(&str, &str)] = &[("open", "reports-open"), ("closed", "reports-closed"), ("all", "list-all")];

pub fn configure(config: &mut ServiceConfig) {
    config.service(page_at("/desk/{site}/reports", "GET, HEAD").route(get().to(list)));
}

#[derive(Template)]
#[template(path = "desk/reports.html")]
struct ReportsPage<'a> {
    desk: Desk,
    asked: &'a Asked,
    wrong: Wrong,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    pager: Pager,
}

impl ReportsPage<'_> {
    const fn reasons(&self) -> &'static [Reason] {
        Reason::ALL
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    state: String,
    reason: String,
    cursor: String,
}

struct Row {
    comment: CommentId,
    /// `None`: the comment is not there any more.
    brief: Option<Brief>,
    reason: &'static str,
    detail: Option<String>,
    reporter: String,
    /// What became of the reporter's reports; `None`: nothing is known.
    record: Option<String>,
    weight: String,
    outcome: Option<&'static str>,
    at: Timestamp,
    ago: String,
}

async fn list(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (desk, viewer) = Desk::of(&svc, &visitor, &site, "reports").await?;
    let (w, path, mut wrong) = (visitor.w, desk.at("reports"), Wrong::default());
    let reason = wrong.take("reason", &asked.reason, Reason::parse, || w.say("list-choose"));
    let tabs = Tab::row(w, &path, STATES, &asked.state, &[("reason", &asked.reason)])?;
    let open = match asked.state.as_str() {
        "all" => None,
        state => Some(state != "closed"),
    };
    let page = read_reports::of_site(&svc, viewer, &site, (open, reason), part_at(&asked.cursor)?).await?;
    let now = svc.clock.now();
    let query = [("state", asked.state.as_str()), ("reason", asked.reason.as_str())];
    let pager = Pager::of(&path, &query, &asked.cursor, &page);
    let rows = page.items.into_iter().map(|report| row(report, w, now)).collect();
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ReportsPage { desk, asked: &asked, wrong, tabs, rows, pager };
    Ok(visitor.remembered(show(status, &page)?))
}

fn row(SiteReport { named, place }: SiteReport, w: Words, now: Timestamp) -> Row {
    let report = named.report;
    let guest = || w.say(if report.reporter_key.is_none() { "reports-forgotten" } else { "reports-guest" });
    let count = |count: i64| count.to_string();
    let record = named.record.map(|record| {
        let (confirmed, dismissed) = (count(record.confirmed), count(record.dismissed));
        w.with_two("reports-record", ("confirmed", &confirmed), ("dismissed", &dismissed))
    });
    Row {
        comment: report.comment_id,
        brief: place.map(|place| Brief::of(&place, w)),
        reason: report.reason.as_str(),
        detail: report.detail.clone(),
        reporter: named.reporter_name.unwrap_or_else(guest),
        record,
        weight: report.weight.to_string(),
        outcome: report.outcome.map(|outcome| outcome.as_str()),
        at: report.created_at,
        ago: w.ago(report.created_at, now),
    }
}
