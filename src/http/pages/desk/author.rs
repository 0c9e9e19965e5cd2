//! Somebody who comments on the site, named by one of the comments: the record, what was noted, the measures and what happened
//! when. `measure` takes measures, `notes` what moderators note.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query, ServiceConfig, post};
use askama::Template;
use serde::Deserialize;

use super::lists::{Pager, Tab, Wrong, author_of, part_at, said};
use super::measure::{self, Measure, MeasureForm};
use super::timeline::{Happened, told};
use super::{Desk, notes};
use crate::actions::author_notes::NamedNote;
use crate::actions::canned_texts::{self, CannedText};
use crate::actions::read_author::{self, AuthorPage};
use crate::actions::read_case::AuthorSummary;
use crate::actions::{Service, Viewer};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, get, page_at, show};
use crate::model::comment::{AuthorKind, Status};
use crate::model::ids::{AccountId, AuthorNoteId, CommentId};
use crate::model::page::PageRequest;
use crate::model::time::Timestamp;

/// Measures and canned texts that the page names.
const SHOWN: i64 = 100;

/// What the timeline can be kept to.
const STATES: &[(&str, &str)] = &[
    ("", "author-all"),
    ("published", "badge-published"),
    ("pending", "badge-pending"),
    ("rejected", "badge-rejected"),
    ("spam", "badge-spam"),
];

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/desk/{site}/authors/{comment}", "GET, HEAD").route(get().to(read)))
        .service(page_at("/desk/{site}/authors/{comment}/notes", "POST").route(post().to(notes::write)))
        .service(page_at("/desk/{site}/authors/{comment}/notes/{note}", "POST").route(post().to(notes::remove)))
        .service(page_at("/desk/{site}/authors/{comment}/sanctions", "POST").route(post().to(measure::impose)));
}

#[derive(Template)]
#[template(path = "desk/author.html")]
struct Shown<'a> {
    desk: Desk,
    id: CommentId,
    name: String,
    is_guest: bool,
    is_staff: bool,
    since: Option<String>,
    summary: AuthorSummary,
    other_names: String,
    notes: Vec<Note>,
    in_force: Vec<Measure>,
    over: Vec<Measure>,
    texts: Vec<CannedText>,
    tabs: Vec<Tab>,
    events: Vec<Happened>,
    pager: Pager,
    is_first: bool,
    /// The page's own path.
    path: String,
    said: Option<(&'static str, String)>,
    form: &'a MeasureForm,
    note: &'a str,
    wrong: &'a Wrong,
}

struct Note {
    id: AuthorNoteId,
    body: String,
    by: String,
    at: Timestamp,
    ago: String,
    can_remove: bool,
}

impl Shown<'_> {
    /// Where the parts of the record's bar begin and how wide they are, in thousandths: (name, start, width).
    fn bar(&self) -> Vec<(&'static str, i64, i64)> {
        let AuthorSummary { published, rejected, spam, .. } = &self.summary;
        let all = (published + rejected + spam).max(1);
        let (good, bad) = (1_000 * published / all, 1_000 * (published + rejected) / all);
        let end = if published + rejected + spam == 0 { 0 } else { 1_000 };
        vec![("published", 0, good), ("rejected", good, bad - good), ("spam", bad, end.max(bad) - bad)]
    }

    /// Comments that are in none of the counts: held, muted or deleted.
    fn others(&self) -> i64 {
        let AuthorSummary { comments, published, rejected, spam, .. } = &self.summary;
        (comments - published - rejected - spam).max(0)
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    state: String,
    cursor: String,
    said: String,
}

async fn read(
    svc: Data<Service>,
    visitor: Visitor,
    path: Path<(String, CommentId)>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (site, id) = path.into_inner();
    let page = Author { svc: &svc, visitor: &visitor, site: &site, id };
    page.answer(StatusCode::OK, &asked, &Filled::default()).await
}

/// What was filled in and what is wrong with it.
#[derive(Default)]
pub struct Filled {
    pub form: MeasureForm,
    pub note: String,
    pub wrong: Wrong,
}

/// Whose page it is.
pub struct Author<'a> {
    pub svc: &'a Data<Service>,
    pub visitor: &'a Visitor,
    pub site: &'a str,
    pub id: CommentId,
}

impl Author<'_> {
    /// Where the page is, with a name of what came of a form.
    pub fn after(&self, said: &str, place: &str) -> String {
        format!("/desk/{}/authors/{}?said={said}#{place}", self.site, self.id)
    }

    /// Whoever is signed in, if the comment is of the site. Errors: as [`Desk::of`]; 404.
    pub async fn viewer(&self) -> Result<Viewer, PageError> {
        let (desk, viewer) = Desk::of(self.svc, self.visitor, self.site, "").await?;
        let page = read_author::run(self.svc, viewer.clone(), self.id).await?;
        if page.listed.0.site_id == desk.site.id { Ok(viewer) } else { Err(PageError::nowhere()) }
    }

    /// The page with a form that did not work.
    pub async fn again(&self, status: StatusCode, filled: &Filled) -> Result<HttpResponse, PageError> {
        self.answer(status, &Asked::default(), filled).await
    }

    async fn answer(&self, status: StatusCode, asked: &Asked, filled: &Filled) -> Result<HttpResponse, PageError> {
        let Self { svc, visitor, site, id } = *self;
        let (desk, viewer) = Desk::of(svc, visitor, site, "").await?;
        let w = visitor.w;
        let page = read_author::run(svc, viewer.clone(), id).await?;
        if page.listed.0.site_id != desk.site.id {
            return Err(PageError::nowhere());
        }
        let path = desk.at(&format!("authors/{id}"));
        let tabs = Tab::row(w, &path, STATES, &asked.state, &[])?;
        let state = Status::parse(&asked.state).ok();
        let request = part_at(&asked.cursor)?;
        let all = PageRequest { after: None, limit: SHOWN };
        let events = read_author::timeline(svc, viewer.clone(), id, state, request).await?;
        let measures = read_author::sanctions(svc, viewer.clone(), id, all).await?;
        let texts = canned_texts::list(svc, viewer.clone(), site, None, all).await?;
        let now = svc.clock.now();
        let AuthorPage { listed, summary, notes, guest_names } = page;
        let name = author_of(&listed, w);
        let other_names: Vec<String> = guest_names.into_iter().filter(|other| *other != name).collect();
        let measure = |named| Measure::of(named, &viewer, w, now);
        let page = Shown {
            id,
            is_guest: listed.0.account_id.is_none() && listed.0.author_kind == AuthorKind::Guest,
            is_staff: listed.0.author_kind == AuthorKind::Staff,
            since: summary.member_since.map(|since| w.date(since)),
            other_names: other_names.join(", "),
            notes: notes.into_iter().map(|named| noted(named, &viewer, w, now)).collect(),
            in_force: summary.sanctions.iter().map(measure).collect(),
            over: measures.items.iter().filter(|named| !named.active).map(measure).collect(),
            texts: texts.items,
            tabs,
            pager: Pager::of(&path, &[("state", &asked.state)], &asked.cursor, &events),
            events: events.items.into_iter().map(|event| told(event, &viewer, w, now)).collect(),
            is_first: asked.cursor.is_empty(),
            said: said(w, &asked.said),
            form: &filled.form,
            note: &filled.note,
            wrong: &filled.wrong,
            name,
            summary,
            path,
            desk,
        };
        Ok(visitor.remembered(show(status, &page)?))
    }
}

fn noted(NamedNote { note, by }: NamedNote, viewer: &Viewer, w: Words, now: Timestamp) -> Note {
    let mine: AccountId = viewer.id();
    Note {
        id: note.id,
        body: note.body,
        by: by.unwrap_or_else(|| w.say("log-former")),
        at: note.created_at,
        ago: w.ago(note.created_at, now),
        can_remove: note.created_by == mine || viewer.is_administrator(),
    }
}
