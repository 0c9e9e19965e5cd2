//! Measures against authors: how they are shown, and how they are taken by the form of the author's page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use serde::Deserialize;

use super::author::{Author, Filled};
use super::lists::{Wrong, day};
use crate::actions::once::Recorder;
use crate::actions::read_sanctions::NamedSanction;
use crate::actions::sanction::{self, PurgeRequest, Reach, Request, Whom};
use crate::actions::{Error, Service, Viewer};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, elsewhere};
use crate::model::decision::Reason;
use crate::model::field::FieldErrors;
use crate::model::ids::{CommentId, SanctionId};
use crate::model::sanction::{PurgeState, SanctionKind, Target};
use crate::model::time::{DAY, Timestamp};

/// Days that can be chosen.
const LENGTHS: &[i64] = &[1, 3, 7, 14, 30, 90, 365];
/// Days back that can be taken back.
const PURGES: &[i32] = &[1, 7, 30];

/// A measure as people read it.
pub struct Measure {
    pub id: SanctionId,
    pub kind: &'static str,
    /// "Suspended until 3 March 2026".
    pub title: String,
    pub target: Target,
    /// "By Ines, 3 hours ago, on all sites".
    pub origin: String,
    pub reason: String,
    /// How it came to be over.
    pub end: Option<String>,
    pub purge: Option<String>,
    pub is_active: bool,
    pub can_lift: bool,
}

impl Measure {
    pub fn of(named: &NamedSanction, viewer: &Viewer, w: Words, now: Timestamp) -> Self {
        let NamedSanction { sanction, by, active, purge, .. } = named;
        let by = by.clone().unwrap_or_else(|| w.say("log-former"));
        let place = if sanction.site_id.is_none() { "sanction-by-everywhere" } else { "sanction-by" };
        let title = match sanction.until {
            Some(until) => w.with_two(
                "sanction-until",
                ("measure", &w.named("sanction", sanction.kind.as_str())),
                ("until", &w.moment(until)),
            ),
            None => w.named("sanction", sanction.kind.as_str()),
        };
        let over = |message, at: Timestamp| w.with(message, "when", &w.moment(at));
        let purged = |done: i64, state: PurgeState| match state {
            PurgeState::Running => w.count("sanction-purging", done),
            PurgeState::Done | PurgeState::Stopped => w.count("sanction-purged", done),
        };
        Self {
            id: sanction.id,
            kind: sanction.kind.as_str(),
            title,
            target: sanction.target,
            origin: w.with_two(place, ("name", &by), ("when", &w.ago(sanction.created_at, now))),
            reason: sanction.reason.clone(),
            end: sanction
                .lifted_at
                .map(|at| over("sanction-lifted", at))
                .or_else(|| sanction.acknowledged_at.map(|at| over("sanction-acknowledged", at)))
                .or_else(|| sanction.ended_at.map(|at| over("sanction-ended", at)))
                .or_else(|| (!active).then(|| w.say("sanction-over"))),
            purge: purge.as_ref().map(|purge| purged(purge.done, purge.state)),
            is_active: *active,
            can_lift: *active && sanction.site_id.map_or(viewer.is_administrator(), |site| viewer.is_staff_of(site)),
        }
    }
}

/// What the form brings.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub struct MeasureForm {
    csrf: String,
    pub target: String,
    pub kind: String,
    /// Days; empty: until it is lifted.
    pub length: String,
    /// A day instead, the last on which it counts.
    pub until: String,
    pub reason: String,
    /// The id of a canned text.
    pub text: String,
    /// Days; empty: nothing is taken back.
    pub purge: String,
    pub everywhere: Option<String>,
}

impl MeasureForm {
    pub const fn kinds(&self) -> &'static [SanctionKind] {
        SanctionKind::ALL
    }

    /// (value, what it is called).
    pub fn lengths(&self, w: &Words) -> Vec<(String, String)> {
        LENGTHS.iter().map(|days| (days.to_string(), w.count("sanction-days", *days))).collect()
    }

    /// (value, what it is called).
    pub fn purges(&self, w: &Words) -> Vec<(String, String)> {
        PURGES.iter().map(|days| (days.to_string(), w.count("sanction-purge-days", *days))).collect()
    }

    /// The measure that is asked for, with what makes no sense noted.
    fn request(&self, wrong: &mut Wrong, w: Words, id: CommentId, now: Timestamp) -> Option<Request> {
        let choose = || w.say("list-choose");
        let reach = if self.everywhere.is_some() { Reach::Everywhere } else { Reach::Site };
        let whom = match self.target.as_str() {
            "author" => Some(Whom::AuthorOf(id, reach)),
            "network" => Some(Whom::NetworkOf(id, reach)),
            _ => None,
        };
        if whom.is_none() {
            wrong.note("target", choose());
        }
        let kind = wrong.take("kind", &self.kind, SanctionKind::parse, choose);
        if self.kind.is_empty() {
            wrong.note("kind", choose());
        }
        let one_of = |text: &str| text.parse().ok().filter(|days| LENGTHS.contains(days)).ok_or(());
        let days: Option<i64> = wrong.take("length", &self.length, one_of, choose);
        let last = wrong.take("until", &self.until, day, || w.say("list-wrong-day"));
        let until = last.map(|last| last.plus(DAY)).or(days.map(|days| now.plus(days * DAY)));
        let one_of = |text: &str| text.parse().ok().filter(|days| PURGES.contains(days)).ok_or(());
        let purge: Option<i32> = wrong.take("purge", &self.purge, one_of, choose);
        let canned_text = wrong.take("text", &self.text, str::parse, choose);
        if !wrong.is_empty() {
            return None;
        }
        let purge = purge.map(|days| PurgeRequest { days, reason: Some(Reason::Other) });
        Some(Request { whom: whom?, kind: kind?, until, reason: self.reason.clone(), canned_text, purge })
    }
}

pub async fn impose(
    svc: Data<Service>,
    visitor: Visitor,
    path: Path<(String, CommentId)>,
    form: Form<MeasureForm>,
) -> Result<HttpResponse, PageError> {
    visitor.must_have_sent(&svc, &form.csrf)?;
    let (site, id) = path.into_inner();
    let author = Author { svc: &svc, visitor: &visitor, site: &site, id };
    let viewer = author.viewer().await?;
    let mut wrong = Wrong::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(request) = form.request(&mut wrong, visitor.w, id, svc.clock.now()) {
        match sanction::impose(&svc, viewer, request, Recorder::none()).await {
            Ok(_) => return Ok(visitor.remembered(elsewhere(&author.after("imposed", "measures")))),
            Err(Error::Invalid(errors)) => explain(&mut wrong, &errors, &form, visitor.w),
            Err(Error::Conflict(_) | Error::NotFound(_)) => {
                status = StatusCode::CONFLICT;
                let message = if form.target == "network" { "sanction-no-network" } else { "sanction-not-them" };
                wrong.note("target", visitor.w.say(message));
            }
            Err(error) => return Err(error.into()),
        }
    }
    author.again(status, &Filled { form: form.into_inner(), wrong, ..Filled::default() }).await
}

/// What the action has against it, at the fields of the form and in the reader's language.
fn explain(wrong: &mut Wrong, errors: &FieldErrors, form: &MeasureForm, w: Words) {
    for error in &errors.0 {
        let (field, message) = match error.field.as_str() {
            "until" if form.kind == SanctionKind::Warn.as_str() => ("until", "sanction-wrong-end"),
            "until" if form.kind == SanctionKind::Suspend.as_str() && form.until.is_empty() => {
                ("until", "sanction-needs-end")
            }
            "until" => ("until", "sanction-past"),
            "kind" => ("kind", "sanction-no-warning"),
            "canned_text_id" => ("text", "list-choose"),
            _ => ("reason", "sanction-wrong-reason"),
        };
        wrong.note(field, w.say(message));
    }
}
