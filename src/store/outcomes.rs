//! What became of comments, reports and appeals, counted by the database for the desk's figures. Parameters are numbered as
//! `figures` says.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::figures::{MADE, Period, load};
use super::{Conn, Result};
use crate::model::ids::{SiteId, first_id_at};

/// Comments of one day that are in one state by now.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct OfDay {
    /// Days since the epoch.
    #[diesel(sql_type = BigInt)]
    pub day: i64,
    #[diesel(sql_type = Text)]
    pub status: String,
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

/// Decisions for one reason.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct OfReason {
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

/// Reports or appeals that ended in one way.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct OfOutcome {
    /// `None`: they wait.
    #[diesel(sql_type = Nullable<Text>)]
    pub outcome: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

/// Comments by the day on which they were sent.
pub fn comments_by_day(conn: &mut Conn, site: SiteId, period: Period) -> Result<Vec<OfDay>> {
    let query = format!(
        "SELECT created_at / {DAY} AS day, status, count(*) AS count FROM comments \
         WHERE site_id = $1 AND status IN ('published', 'pending', 'rejected', 'spam', 'deleted', 'muted') \
         AND id >= $2 AND id < $3 GROUP BY created_at / {DAY}, status ORDER BY day, status"
    );
    load(conn, &query, site, by_id(period))
}

/// Microseconds of a day, in SQL.
const DAY: &str = "86400000000";

/// Decisions of moderators against comments that were not taken back, the most frequent reason first.
pub fn reasons(conn: &mut Conn, site: SiteId, period: Period) -> Result<Vec<OfReason>> {
    let query = format!(
        "{MADE} SELECT d.reason, count(*) AS count FROM made m JOIN decisions d ON d.id = m.id \
         WHERE m.undone = 0 AND m.action <> 'approve' AND d.reason IS NOT NULL \
         GROUP BY d.reason ORDER BY count(*) DESC, d.reason"
    );
    load(conn, &query, site, period)
}

/// Reports that came in the period, by what became of them.
pub fn reports(conn: &mut Conn, site: SiteId, period: Period) -> Result<Vec<OfOutcome>> {
    let query = "SELECT outcome, count(*) AS count FROM reports \
         WHERE site_id = $1 AND id >= $2 AND id < $3 GROUP BY outcome ORDER BY outcome";
    load(conn, query, site, by_id(period))
}

/// Appeals that came in the period, by what became of them.
pub fn appeals(conn: &mut Conn, site: SiteId, period: Period) -> Result<Vec<OfOutcome>> {
    let query = "SELECT outcome, count(*) AS count FROM appeals \
         WHERE site_id = $1 AND id >= $2 AND id < $3 GROUP BY outcome ORDER BY outcome";
    load(conn, query, site, by_id(period))
}

/// Ids are sorted by time, and are what there are indices for.
fn by_id((from, to): Period) -> (i64, i64) {
    (first_id_at(from), first_id_at(to))
}
