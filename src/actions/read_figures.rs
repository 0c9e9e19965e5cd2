//! The desk's figures of a period: how long things wait, what was decided, and how far the staff agree.

use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::field::FieldErrors;
use crate::model::queue::Queue;
use crate::model::second_look::Agreement;
use crate::model::time::{DAY, Timestamp};
pub use crate::store::breaches::Breach;
pub use crate::store::figures::{Decider, Entered, Exposure, OfCheck, Waits};
pub use crate::store::outcomes::{OfDay, OfOutcome, OfReason};

use crate::store::{breaches, figures, outcomes, queues};

/// The days that are looked at when nobody says which.
const USUAL_DAYS: i64 = 28;
const MOST_DAYS: i64 = 92;

pub struct Figures {
    pub from: Timestamp,
    pub to: Timestamp,
    pub queues: Vec<QueueNow>,
    /// Of the whole period, and by day.
    pub waits: Vec<Waits>,
    pub waits_by_day: Vec<Waits>,
    pub entered_by_day: Vec<Entered>,
    pub breaches: Vec<Breach>,
    /// To an administrator all, to others their own.
    pub deciders: Vec<Decider>,
    pub exposure: Vec<Exposure>,
    pub checks: Vec<OfCheck>,
    pub second_looks: Agreement,
}

/// A list as it is now.
pub struct QueueNow {
    pub queue: Queue,
    pub count: i64,
    pub oldest_at: Option<Timestamp>,
    pub target_minutes: Option<u32>,
}

/// Errors: `NotFound` site; `Forbidden`; `Invalid`.
pub async fn run(
    svc: &Shared,
    viewer: Viewer,
    slug: &str,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
) -> Result<Figures> {
    let (from, to) = period(svc, from, to)?;
    let (slug, shared) = (slug.to_owned(), Shared::clone(svc));
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let rules = shared.rules.of(&site)?;
            let mut now = Vec::with_capacity(Queue::ALL.len());
            for &queue in Queue::ALL {
                let (count, oldest_at) = queues::size(conn, site.id, queue)?;
                let target_minutes = rules.rules().targets.get(queue.as_str()).copied().flatten();
                now.push(QueueNow { queue, count, oldest_at, target_minutes });
            }
            let period = (from, to);
            let mut deciders = figures::deciders(conn, site.id, period)?;
            let mut exposure = figures::exposure(conn, site.id, period)?;
            if !viewer.is_administrator() {
                deciders.retain(|decider| decider.moderator() == viewer.id());
                exposure.retain(|exposure| exposure.moderator() == viewer.id());
            }
            Ok(Figures {
                from,
                to,
                queues: now,
                waits: figures::waits(conn, site.id, period)?,
                waits_by_day: figures::waits_by_day(conn, site.id, period)?,
                entered_by_day: figures::entered_by_day(conn, site.id, period)?,
                breaches: breaches::within(conn, site.id, period)?,
                deciders,
                exposure,
                checks: figures::checks(conn, site.id, period)?,
                second_looks: figures::second_looks(conn, site.id, period)?,
            })
        })
        .await
}

/// Errors: `Invalid`.
fn period(svc: &Shared, from: Option<Timestamp>, to: Option<Timestamp>) -> Result<(Timestamp, Timestamp)> {
    let to = to.unwrap_or_else(|| svc.clock.now());
    let from = from.unwrap_or_else(|| to.plus(-USUAL_DAYS * DAY));
    let mut errors = FieldErrors::default();
    errors.require("to", from < to, "must be after `from`");
    errors.require("from", to.micros() - from.micros() <= MOST_DAYS * DAY, "must be at most 92 days before `to`");
    errors.finish()?;
    Ok((from, to))
}

/// What became of what was sent in a period.
pub struct Outcomes {
    pub comments: Vec<OfDay>,
    pub reasons: Vec<OfReason>,
    pub reports: Vec<OfOutcome>,
    pub appeals: Vec<OfOutcome>,
}

/// As [`run`].
pub async fn outcomes(
    svc: &Shared,
    viewer: Viewer,
    slug: &str,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
) -> Result<Outcomes> {
    let period = period(svc, from, to)?;
    let slug = slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            Ok(Outcomes {
                comments: outcomes::comments_by_day(conn, site.id, period)?,
                reasons: outcomes::reasons(conn, site.id, period)?,
                reports: outcomes::reports(conn, site.id, period)?,
                appeals: outcomes::appeals(conn, site.id, period)?,
            })
        })
        .await
}
