//! The desk's figures, worked out by the database: both run the same SQL. What each of them means stands in
//! `docs/MODERATION.md`.
//!
//! Parameters are numbered in the order in which they first stand in the text, as SQLite counts them: the site, then the
//! beginning of the period and its end, which is not in it.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{Conn, Result};
use crate::model::ids::{AccountId, SiteId};
use crate::model::queue::Queue;
use crate::model::second_look::Agreement;
use crate::model::time::Timestamp;

/// From the first moment on up to the second.
pub type Period = (Timestamp, Timestamp);

/// How long comments stayed on a list until somebody decided; all times are microseconds.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Waits {
    #[diesel(sql_type = Text)]
    queue: String,
    /// Days since the epoch; 0: of the whole period.
    #[diesel(sql_type = BigInt)]
    pub day: i64,
    #[diesel(sql_type = BigInt)]
    pub decided: i64,
    #[diesel(sql_type = BigInt)]
    pub median: i64,
    #[diesel(sql_type = BigInt)]
    pub p95: i64,
}

impl Waits {
    /// `None`: a list that this release does not know.
    pub fn queue(&self) -> Option<Queue> {
        Queue::parse(&self.queue).ok()
    }
}

/// Comments that came on a list on one day.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Entered {
    #[diesel(sql_type = Text)]
    queue: String,
    #[diesel(sql_type = BigInt)]
    pub day: i64,
    #[diesel(sql_type = BigInt)]
    pub entered: i64,
}

impl Entered {
    /// `None`: a list that this release does not know.
    pub fn queue(&self) -> Option<Queue> {
        Queue::parse(&self.queue).ok()
    }
}

/// What one moderator decided, and what became of that.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Decider {
    #[diesel(sql_type = BigInt)]
    moderator: i64,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = BigInt)]
    pub decisions: i64,
    #[diesel(sql_type = BigInt)]
    pub approved: i64,
    #[diesel(sql_type = BigInt)]
    pub rejected: i64,
    #[diesel(sql_type = BigInt)]
    pub spam: i64,
    #[diesel(sql_type = BigInt)]
    pub undone: i64,
    #[diesel(sql_type = BigInt)]
    pub reversed: i64,
    #[diesel(sql_type = BigInt)]
    pub second_looks: i64,
    #[diesel(sql_type = BigInt)]
    pub second_looks_agreed: i64,
}

/// What one moderator had to look at on one day.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Exposure {
    #[diesel(sql_type = BigInt)]
    moderator: i64,
    #[diesel(sql_type = BigInt)]
    pub day: i64,
    #[diesel(sql_type = BigInt)]
    pub comments: i64,
    #[diesel(sql_type = BigInt)]
    pub severe: i64,
}

impl Decider {
    pub fn moderator(&self) -> AccountId {
        self.moderator.into()
    }
}

impl Exposure {
    pub fn moderator(&self) -> AccountId {
        self.moderator.into()
    }
}

/// What moderators decided about comments that a check had stopped.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct OfCheck {
    #[diesel(sql_type = Text)]
    pub check_name: String,
    #[diesel(sql_type = BigInt)]
    pub decisions: i64,
    #[diesel(sql_type = BigInt)]
    pub agreed: i64,
}

#[derive(QueryableByName)]
struct Cells {
    #[diesel(sql_type = BigInt)]
    both_show: i64,
    #[diesel(sql_type = BigInt)]
    neither_shows: i64,
    #[diesel(sql_type = BigInt)]
    first_shows: i64,
    #[diesel(sql_type = BigInt)]
    second_shows: i64,
}

/// Microseconds of a day, in SQL.
const DAY: &str = "86400000000";

/// The ranks are the nearest ones: the least wait that half, or 95 of 100, of the waits do not exceed.
fn waits_by(day: &str) -> String {
    format!(
        "WITH waits AS ( \
             SELECT queue, {day} AS day, left_at - entered_at AS wait FROM queue_visits \
             WHERE site_id = $1 AND left_at >= $2 AND left_at < $3 AND decided_by IS NOT NULL \
         ), placed AS ( \
             SELECT queue, day, wait, row_number() OVER (PARTITION BY queue, day ORDER BY wait) AS place, \
                 count(*) OVER (PARTITION BY queue, day) AS visits FROM waits \
         ) \
         SELECT queue, day, max(visits) AS decided, max(CASE WHEN place = (visits + 1) / 2 THEN wait END) AS median, \
             max(CASE WHEN place = (95 * visits + 99) / 100 THEN wait END) AS p95 \
         FROM placed GROUP BY queue, day ORDER BY queue, day"
    )
}

/// Of the whole period, a row for each list.
pub fn waits(conn: &mut Conn, site: SiteId, period: Period) -> Result<Vec<Waits>> {
    load(conn, &waits_by("CAST(0 AS BIGINT)"), site, period)
}

/// A row for each list and day on which something on it was decided.
pub fn waits_by_day(conn: &mut Conn, site: SiteId, period: Period) -> Result<Vec<Waits>> {
    load(conn, &waits_by(&format!("left_at / {DAY}")), site, period)
}

/// A row for each list and day on which something came on it.
pub fn entered_by_day(conn: &mut Conn, site: SiteId, period: Period) -> Result<Vec<Entered>> {
    let query = format!(
        "SELECT queue, entered_at / {DAY} AS day, count(*) AS entered FROM ( \
             SELECT queue, entered_at FROM queue_visits \
             WHERE site_id = $1 AND entered_at >= $2 AND entered_at < $3 \
             UNION ALL SELECT queue, entered_at FROM queue_entries \
             WHERE site_id = $1 AND entered_at >= $2 AND entered_at < $3 \
         ) AS entries GROUP BY queue, entered_at / {DAY} ORDER BY queue, day"
    );
    load(conn, &query, site, period)
}

/// What moderators decided about comments in the period: each decision, and whether it was taken back, or turned round by
/// somebody else while the comment had the same text.
pub(super) const MADE: &str = "WITH made AS ( \
     SELECT d.id, d.actor_id, d.comment_id, d.revision, d.action, \
         CASE WHEN EXISTS (SELECT 1 FROM decisions u WHERE u.comment_id = d.comment_id AND u.undoes = d.id) \
             THEN 1 ELSE 0 END AS undone, \
         CASE WHEN EXISTS ( \
             SELECT 1 FROM decisions r WHERE r.comment_id = d.comment_id AND r.sequence > d.sequence \
             AND r.actor = 'moderator' AND r.actor_id <> d.actor_id AND r.action IN ('approve', 'reject', 'spam') \
             AND (r.action = 'approve') <> (d.action = 'approve') \
             AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.comment_id = r.comment_id AND u.undoes = r.id) \
             AND NOT EXISTS (SELECT 1 FROM comment_revisions t WHERE t.comment_id = d.comment_id \
                 AND t.revision > d.revision AND t.revision <= r.revision) \
         ) THEN 1 ELSE 0 END AS turned \
     FROM decisions d WHERE d.site_id = $1 AND d.created_at >= $2 AND d.created_at < $3 \
     AND d.actor = 'moderator' AND d.actor_id IS NOT NULL AND d.action IN ('approve', 'reject', 'spam') \
 )";

/// Who decided most comes first.
pub fn deciders(conn: &mut Conn, site: SiteId, period: Period) -> Result<Vec<Decider>> {
    let query = format!(
        "{MADE} SELECT m.actor_id AS moderator, max(a.display_name) AS name, count(*) AS decisions, \
             count(CASE WHEN m.action = 'approve' THEN 1 END) AS approved, \
             count(CASE WHEN m.action = 'reject' THEN 1 END) AS rejected, \
             count(CASE WHEN m.action = 'spam' THEN 1 END) AS spam, \
             count(CASE WHEN m.undone = 1 THEN 1 END) AS undone, \
             count(CASE WHEN m.undone = 0 AND m.turned = 1 THEN 1 END) AS reversed, \
             count(s.verdict) AS second_looks, \
             count(CASE WHEN (s.verdict = 'approve') = (s.first_verdict = 'approve') THEN 1 END) AS second_looks_agreed \
         FROM made m JOIN accounts a ON a.id = m.actor_id LEFT JOIN second_looks s ON s.decision_id = m.id \
         GROUP BY m.actor_id ORDER BY decisions DESC, m.actor_id"
    );
    load(conn, &query, site, period)
}

/// In the order of their names.
pub fn checks(conn: &mut Conn, site: SiteId, period: Period) -> Result<Vec<OfCheck>> {
    let query = format!(
        "{MADE} SELECT f.check_name, count(DISTINCT m.id) AS decisions, \
             count(DISTINCT CASE WHEN m.action <> 'approve' THEN m.id END) AS agreed \
         FROM made m JOIN findings f ON f.comment_id = m.comment_id \
         WHERE m.undone = 0 AND f.effect IN ('hold', 'refuse') AND f.revision <= m.revision \
         AND NOT EXISTS (SELECT 1 FROM comment_revisions t WHERE t.comment_id = m.comment_id \
             AND t.revision > f.revision AND t.revision <= m.revision) \
         GROUP BY f.check_name ORDER BY f.check_name"
    );
    load(conn, &query, site, period)
}

/// Different comments that each moderator was given or did something about, on each day.
pub fn exposure(conn: &mut Conn, site: SiteId, period: Period) -> Result<Vec<Exposure>> {
    let query = format!(
        "WITH seen AS ( \
             SELECT actor_id AS moderator, created_at / {DAY} AS day, comment_id FROM decisions \
             WHERE site_id = $1 AND created_at >= $2 AND created_at < $3 AND actor = 'moderator' AND actor_id IS NOT NULL \
             UNION SELECT second_by, looked_at / {DAY}, comment_id FROM second_looks \
             WHERE site_id = $1 AND looked_at >= $2 AND looked_at < $3 \
             UNION SELECT account_id, day, comment_id FROM exposures \
             WHERE site_id = $1 AND day >= $2 / {DAY} AND day * {DAY} < $3 \
         ) \
         SELECT moderator, day, count(*) AS comments, count(CASE WHEN EXISTS ( \
             SELECT 1 FROM findings f WHERE f.comment_id = seen.comment_id AND f.reason IN {SEVERE}) OR EXISTS ( \
             SELECT 1 FROM decisions d WHERE d.comment_id = seen.comment_id AND d.reason IN {SEVERE}) \
             THEN 1 END) AS severe \
         FROM seen GROUP BY moderator, day ORDER BY day, moderator"
    );
    load(conn, &query, site, period)
}

/// Reasons of what is hard to look at, in SQL.
const SEVERE: &str = "('abuse', 'personal_attack', 'illegal')";

/// How the verdicts compare of the second looks that were given in the period.
pub fn second_looks(conn: &mut Conn, site: SiteId, period: Period) -> Result<Agreement> {
    let query = "SELECT count(CASE WHEN first_verdict = 'approve' AND verdict = 'approve' THEN 1 END) AS both_show, \
             count(CASE WHEN first_verdict <> 'approve' AND verdict <> 'approve' THEN 1 END) AS neither_shows, \
             count(CASE WHEN first_verdict = 'approve' AND verdict <> 'approve' THEN 1 END) AS first_shows, \
             count(CASE WHEN first_verdict <> 'approve' AND verdict = 'approve' THEN 1 END) AS second_shows \
         FROM second_looks WHERE site_id = $1 AND looked_at >= $2 AND looked_at < $3";
    let cells: Vec<Cells> = load(conn, query, site, period)?;
    let cells = cells.into_iter().next().map(|Cells { both_show, neither_shows, first_shows, second_shows }| {
        Agreement { both_show, neither_shows, first_shows, second_shows }
    });
    Ok(cells.unwrap_or_default())
}

/// The period as the query compares it: times, or ids.
pub(super) trait Bounds {
    fn bounds(self) -> (i64, i64);
}

impl Bounds for Period {
    fn bounds(self) -> (i64, i64) {
        (self.0.micros(), self.1.micros())
    }
}

impl Bounds for (i64, i64) {
    fn bounds(self) -> Self {
        self
    }
}

pub(super) fn load<T>(conn: &mut Conn, query: &str, site: SiteId, bounds: impl Bounds) -> Result<Vec<T>>
where
    T: diesel::deserialize::QueryableByName<<Conn as diesel::Connection>::Backend> + 'static,
{
    let (from, to) = bounds.bounds();
    let query = diesel::sql_query(query).bind::<BigInt, _>(site.get()).bind::<BigInt, _>(from).bind::<BigInt, _>(to);
    Ok(query.load(conn)?)
}
