//! The log of the site's decisions, a sentence each, and how the latest are taken back.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::lists::{Brief, Pager, Wrong, address, days, part_at, said};
use super::sanctions::saying;
use super::{Desk, sentence};
use crate::actions::read_log::{self, Filter, Line};
use crate::actions::{Error, Service, undo};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, elsewhere, get, own_path, page_at, show};
use crate::model::decision::{ActorKind, LogAction, Reason};
use crate::model::ids::{AccountId, CommentId, DecisionId};
use crate::model::page::Page;
use crate::model::time::Timestamp;

/// Who may be looked for beside single people.
const KINDS: &[ActorKind] =
    &[ActorKind::Moderator, ActorKind::Pipeline, ActorKind::Reporters, ActorKind::Author, ActorKind::Purge];

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/desk/{site}/log", "GET, HEAD").route(get().to(list)))
        .service(page_at("/desk/{site}/log/{id}/undo", "POST").route(post().to(take_back)));
}

#[derive(Template)]
#[template(path = "desk/log.html")]
struct LogPage<'a> {
    desk: Desk,
    asked: &'a Asked,
    people: Vec<(AccountId, String)>,
    wrong: Wrong,
    rows: Vec<Row>,
    pager: Pager,
    said: Option<(&'static str, String)>,
    /// This part of the list.
    here: String,
    /// The same list for all comments, if it is about one.
    of_all: Option<String>,
}

impl LogPage<'_> {
    const fn kinds(&self) -> &'static [ActorKind] {
        KINDS
    }

    const fn log_actions(&self) -> &'static [LogAction] {
        LogAction::ALL
    }

    const fn reasons(&self) -> &'static [Reason] {
        Reason::ALL
    }
}

/// The filters, as they stand in the address and in the form.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    /// A kind, or an account's id.
    who: String,
    action: String,
    reason: String,
    comment: String,
    from: String,
    to: String,
    cursor: String,
    said: String,
}

impl Asked {
    fn query<'a>(&'a self, comment: &'a str) -> [(&'a str, &'a str); 6] {
        [
            ("who", &self.who),
            ("action", &self.action),
            ("reason", &self.reason),
            ("comment", comment),
            ("from", &self.from),
            ("to", &self.to),
        ]
    }
}

struct Row {
    id: DecisionId,
    comment: CommentId,
    sentence: String,
    brief: Option<Brief>,
    /// Before, if it changed, and after.
    change: Option<(&'static str, &'static str)>,
    reason: Option<String>,
    note: Option<String>,
    at: Timestamp,
    ago: String,
    can_undo: bool,
    sequence: i64,
}

async fn list(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (desk, viewer) = Desk::of(&svc, &visitor, &site, "log").await?;
    let (w, path, mut wrong) = (visitor.w, desk.at("log"), Wrong::default());
    let filter = filter(&asked, &mut wrong, w);
    let request = part_at(&asked.cursor)?;
    let page = if wrong.is_empty() {
        read_log::lines(&svc, viewer.clone(), &site, filter, request).await?
    } else {
        Page { items: Vec::new(), next: None }
    };
    let now = svc.clock.now();
    let query = asked.query(&asked.comment);
    let pager = Pager::of(&path, &query, &asked.cursor, &page);
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = LogPage {
        people: read_log::people(&svc, viewer, &site).await?,
        wrong,
        rows: page.items.into_iter().map(|line| row(line, w, now)).collect(),
        pager,
        said: said(w, &asked.said),
        here: address(&path, &[&query[..], &[("cursor", asked.cursor.as_str())]].concat()),
        of_all: (!asked.comment.is_empty()).then(|| address(&path, &asked.query(""))),
        desk,
        asked: &asked,
    };
    Ok(visitor.remembered(show(status, &page)?))
}

fn filter(asked: &Asked, wrong: &mut Wrong, w: Words) -> Filter {
    let choose = || w.say("list-choose");
    let kind = ActorKind::parse(&asked.who).ok();
    let actor = if kind.is_some() { None } else { wrong.take("who", &asked.who, str::parse, choose) };
    let (from, before) = days(wrong, w, &asked.from, &asked.to);
    Filter {
        kind,
        actor,
        action: wrong.take("action", &asked.action, LogAction::parse, choose),
        reason: wrong.take("reason", &asked.reason, Reason::parse, choose),
        comment: wrong.take("comment", &asked.comment, str::parse, || w.say("log-no-comment")),
        from,
        before,
    }
}

fn row(Line { logged, place, can_undo }: Line, w: Words, now: Timestamp) -> Row {
    let brief = place.map(|place| Brief::of(&place, w));
    let author = brief.as_ref().map_or_else(|| w.say("thread-former-reader"), |brief| brief.author.clone());
    let sentence = sentence::whole(&logged, &author, w);
    let sequence = logged.logged.sequence;
    let decision = logged.logged.decision;
    Row {
        id: decision.id,
        comment: decision.comment_id,
        sentence,
        brief,
        change: match decision.from {
            Some(from) if from == decision.to => None,
            from => Some((from.map_or("", |from| from.as_str()), decision.to.as_str())),
        },
        reason: sentence::reason(&decision, w),
        note: decision.note,
        at: decision.created_at,
        ago: w.ago(decision.created_at, now),
        can_undo,
        sequence,
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct TakenBack {
    csrf: String,
    next: String,
}

async fn take_back(
    svc: Data<Service>,
    visitor: Visitor,
    path: Path<(String, DecisionId)>,
    form: Form<TakenBack>,
) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &form.csrf)?;
    let (site, id) = path.into_inner();
    let (desk, viewer) = Desk::of(&svc, &visitor, &site, "log").await?;
    let said = match undo::run(&svc, viewer, id).await {
        Ok(_) => "undone",
        // The time is over, or somebody did something else.
        Err(Error::Conflict(_) | Error::Overtaken) => "not-undone",
        Err(error) => return Err(error.into()),
    };
    let list = desk.at("log");
    Ok(visitor.remembered(elsewhere(&saying(own_path(&form.next, &list), said))))
}
