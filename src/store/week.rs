//! A site's week in a few numbers.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::figures::{self, Period};
use super::schema::{appeals, comments, reports};
use super::{Conn, Result};
use crate::model::appeal::AppealOutcome;
use crate::model::comment::Status;
use crate::model::ids::{SiteId, first_id_at};
use crate::model::notice::WeekFigures;
use crate::model::queue::Queue;
use crate::model::time::MINUTE;

/// What came in the period and what has become of it, and how long what was decided in it had waited.
pub fn week(conn: &mut Conn, site: SiteId, period: Period) -> Result<WeekFigures> {
    let (from, to) = (first_id_at(period.0), first_id_at(period.1));
    let by_status: Vec<(Status, i64)> = comments::table
        .filter(comments::id.ge(from).and(comments::id.lt(to)))
        .filter(comments::site_id.eq(site.get()))
        .group_by(comments::status)
        .select((comments::status, count_star()))
        .load(conn)?;
    let of = |wanted: Status| by_status.iter().filter(|(status, _)| *status == wanted).map(|(_, count)| count).sum();
    let reports = reports::table
        .filter(reports::id.ge(from).and(reports::id.lt(to)))
        .filter(reports::site_id.eq(site.get()))
        .count()
        .get_result(conn)?;
    let appealed =
        appeals::table.filter(appeals::site_id.eq(site.get())).filter(appeals::id.ge(from).and(appeals::id.lt(to)));
    let overturned = appealed.filter(appeals::outcome.eq(AppealOutcome::Overturned.as_str()));
    let waits = figures::waits(conn, site, period)?;
    let pending = waits.iter().find(|waits| waits.queue() == Some(Queue::Pending));
    Ok(WeekFigures {
        received: by_status.iter().map(|(_, count)| count).sum(),
        published: of(Status::Published),
        rejected: of(Status::Rejected),
        spam: of(Status::Spam),
        reports,
        appeals: appealed.count().get_result(conn)?,
        overturned: overturned.count().get_result(conn)?,
        median_wait_minutes: pending.map(|waits| waits.median / MINUTE),
    })
}
