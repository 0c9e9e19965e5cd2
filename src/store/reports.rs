//! Readers' reports, and the records of those who report: counters that go with what becomes of the reports.

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::{reporters, reports};
use super::{Conn, Result};
use crate::model::decision::Reason;
use crate::model::ids::{AccountId, CommentId, DecisionId, ReportId, SiteId, first_id_at};
use crate::model::page::Cursor;
use crate::model::report::{Report, ReportOutcome, ReporterRecord, Weight};
use crate::model::time::Timestamp;

type Row = (
    (ReportId, SiteId, CommentId, i32, Option<i64>, Option<AccountId>, Reason, Option<String>, i32, String),
    (Option<ReportOutcome>, Option<DecisionId>, Timestamp, Option<Timestamp>),
);

const COLUMNS: Columns = (
    (
        reports::id,
        reports::site_id,
        reports::comment_id,
        reports::text_revision,
        reports::reporter_key,
        reports::account_id,
        reports::reason,
        reports::detail,
        reports::weight,
        reports::weight_because,
    ),
    (reports::outcome, reports::decision_id, reports::created_at, reports::closed_at),
);

type Columns = (
    (
        reports::id,
        reports::site_id,
        reports::comment_id,
        reports::text_revision,
        reports::reporter_key,
        reports::account_id,
        reports::reason,
        reports::detail,
        reports::weight,
        reports::weight_because,
    ),
    (reports::outcome, reports::decision_id, reports::created_at, reports::closed_at),
);

/// Errors: `Taken(Report)` when the reporter has an open one on the comment.
pub fn insert(tx: &mut Conn, report: &Report) -> Result<()> {
    diesel::insert_into(reports::table)
        .values((
            reports::id.eq(report.id.get()),
            reports::site_id.eq(report.site_id.get()),
            reports::comment_id.eq(report.comment_id.get()),
            reports::text_revision.eq(report.text_revision),
            reports::reporter_key.eq(report.reporter_key),
            reports::account_id.eq(report.account_id.map(AccountId::get)),
            reports::reason.eq(report.reason.as_str()),
            reports::detail.eq(report.detail.as_deref()),
            reports::weight.eq(report.weight.hundredths()),
            reports::weight_because.eq(&report.weight_because),
            reports::created_at.eq(report.created_at.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// The reporter's latest report on the comment.
pub fn latest(conn: &mut Conn, site: SiteId, comment: CommentId, reporter_key: i64) -> Result<Option<Report>> {
    let row: Option<Row> = reports::table
        .filter(reports::comment_id.eq(comment.get()))
        .filter(reports::site_id.eq(site.get()))
        .filter(reports::reporter_key.eq(reporter_key))
        .order(reports::id.desc())
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    Ok(row.map(read))
}

/// When the reporter's reports since `since` came, newest first, `most` of them.
pub fn times_since(
    conn: &mut Conn,
    site: SiteId,
    reporter_key: i64,
    since: Timestamp,
    most: i64,
) -> Result<Vec<Timestamp>> {
    let found = reports::table
        .filter(reports::site_id.eq(site.get()))
        .filter(reports::reporter_key.eq(reporter_key))
        .filter(reports::id.ge(first_id_at(since)))
        .order(reports::id.desc())
        .limit(most)
        .select(reports::created_at);
    Ok(found.load(conn)?)
}

/// All reports on the comments, oldest first.
pub fn of_comments(conn: &mut Conn, site: SiteId, comments: &[CommentId]) -> Result<Vec<Report>> {
    let ids: Vec<i64> = comments.iter().map(|id| id.get()).collect();
    let rows: Vec<Row> = reports::table
        .filter(reports::site_id.eq(site.get()))
        .filter(reports::comment_id.eq_any(ids))
        .order(reports::id)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Those on the comment that nobody has decided on, oldest first.
pub fn open(conn: &mut Conn, site: SiteId, comment: CommentId) -> Result<Vec<Report>> {
    let rows: Vec<Row> = reports::table
        .filter(reports::site_id.eq(site.get()))
        .filter(reports::comment_id.eq(comment.get()))
        .filter(reports::outcome.is_null())
        .order(reports::id)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// What each of those weighs.
pub fn open_weights(conn: &mut Conn, site: SiteId, comment: CommentId) -> Result<Vec<Weight>> {
    let hundredths: Vec<i32> = reports::table
        .filter(reports::site_id.eq(site.get()))
        .filter(reports::comment_id.eq(comment.get()))
        .filter(reports::outcome.is_null())
        .select(reports::weight)
        .load(conn)?;
    Ok(hundredths.into_iter().map(Weight::from).collect())
}

/// Those on the comment that the decision closed.
pub fn closed_by(conn: &mut Conn, site: SiteId, comment: CommentId, decision: DecisionId) -> Result<Vec<Report>> {
    let rows: Vec<Row> = reports::table
        .filter(reports::site_id.eq(site.get()))
        .filter(reports::comment_id.eq(comment.get()))
        .filter(reports::decision_id.eq(decision.get()))
        .order(reports::id)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The account's own on all sites, newest first.
pub fn of_account(conn: &mut Conn, account: AccountId, after: Option<Cursor>, limit: i64) -> Result<Vec<Report>> {
    let rows: Vec<Row> = reports::table
        .filter(reports::account_id.eq(account.get()))
        .filter(reports::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(reports::id.desc())
        .limit(limit)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The site's, newest first; given `open`, only those that wait, or only those that were decided on, and given a `reason`, only
/// those for it.
pub fn of_site(
    conn: &mut Conn,
    site: SiteId,
    (open, reason): (Option<bool>, Option<Reason>),
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Report>> {
    let mut query = reports::table
        .filter(reports::site_id.eq(site.get()))
        .filter(reports::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(reports::id.desc())
        .limit(limit)
        .select(COLUMNS)
        .into_boxed();
    query = match open {
        Some(true) => query.filter(reports::outcome.is_null()),
        Some(false) => query.filter(reports::outcome.is_not_null()),
        None => query,
    };
    if let Some(reason) = reason {
        query = query.filter(reports::reason.eq(reason.as_str()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Closes the open reports on the comment and moves their reporters' records.
pub fn close(
    tx: &mut Conn,
    reports_open: &[Report],
    outcome: ReportOutcome,
    decision: DecisionId,
    now: Timestamp,
) -> Result<()> {
    for report in reports_open {
        diesel::update(reports::table.find(report.id.get()).filter(reports::site_id.eq(report.site_id.get())))
            .set((
                reports::outcome.eq(outcome.as_str()),
                reports::decision_id.eq(decision.get()),
                reports::closed_at.eq(now.micros()),
            ))
            .execute(tx)?;
        count(tx, report, outcome, 1)?;
    }
    Ok(())
}

/// Opens again what a decision that is taken back had closed.
pub fn reopen(tx: &mut Conn, reports_closed: &[Report]) -> Result<()> {
    for report in reports_closed {
        diesel::update(reports::table.find(report.id.get()).filter(reports::site_id.eq(report.site_id.get())))
            .set((
                reports::outcome.eq(None::<String>),
                reports::decision_id.eq(None::<i64>),
                reports::closed_at.eq(None::<i64>),
            ))
            .execute(tx)?;
        if let Some(outcome) = report.outcome {
            count(tx, report, outcome, -1)?;
        }
    }
    Ok(())
}

/// What became of the reporter's reports on the site.
pub fn record(conn: &mut Conn, site: SiteId, reporter_key: i64) -> Result<ReporterRecord> {
    let found = reporters::table
        .find((site.get(), reporter_key))
        .select((reporters::confirmed, reporters::dismissed))
        .first::<(i64, i64)>(conn)
        .optional()?;
    let (confirmed, dismissed) = found.unwrap_or_default();
    Ok(ReporterRecord { confirmed, dismissed })
}

/// The records of several reporters; those of whom nothing is known are left out.
pub fn records(conn: &mut Conn, site: SiteId, reporter_keys: &[i64]) -> Result<Vec<(i64, ReporterRecord)>> {
    let rows: Vec<(i64, i64, i64)> = reporters::table
        .filter(reporters::site_id.eq(site.get()))
        .filter(reporters::reporter_key.eq_any(reporter_keys))
        .select((reporters::reporter_key, reporters::confirmed, reporters::dismissed))
        .load(conn)?;
    let named = |(key, confirmed, dismissed)| (key, ReporterRecord { confirmed, dismissed });
    Ok(rows.into_iter().map(named).collect())
}

/// The site's log is held, so no two transactions move the records of one site at once.
fn count(tx: &mut Conn, report: &Report, outcome: ReportOutcome, by: i64) -> Result<()> {
    let Some(key) = report.reporter_key else { return Ok(()) };
    let (confirmed, dismissed) = match outcome {
        ReportOutcome::Confirmed => (by, 0),
        ReportOutcome::Dismissed => (0, by),
        ReportOutcome::Moot => return Ok(()),
    };
    let shift = |tx: &mut Conn| {
        diesel::update(reporters::table.find((report.site_id.get(), key)))
            .set((
                reporters::confirmed.eq(reporters::confirmed + confirmed),
                reporters::dismissed.eq(reporters::dismissed + dismissed),
            ))
            .execute(tx)
    };
    if shift(tx)? == 1 {
        return Ok(());
    }
    let nothing = (
        reporters::site_id.eq(report.site_id.get()),
        reporters::reporter_key.eq(key),
        reporters::confirmed.eq(0),
        reporters::dismissed.eq(0),
    );
    on_backend!(tx, conn => diesel::insert_into(reporters::table).values(nothing).on_conflict_do_nothing().execute(conn))?;
    shift(tx)?;
    Ok(())
}

/// Takes out what was said about a comment that is deleted.
pub fn blank(tx: &mut Conn, site: SiteId, comment: CommentId) -> Result<()> {
    let of_comment =
        reports::table.filter(reports::comment_id.eq(comment.get())).filter(reports::site_id.eq(site.get()));
    diesel::update(of_comment).set(reports::detail.eq(None::<String>)).execute(tx)?;
    Ok(())
}

/// Forgets who made an account's reports and what they said; how often what became of them is still counted. The
/// threads they are about are locked.
pub fn forget_account(tx: &mut Conn, account: AccountId) -> Result<()> {
    diesel::update(reports::table.filter(reports::account_id.eq(account.get())))
        .set((
            reports::account_id.eq(None::<i64>),
            reports::reporter_key.eq(None::<i64>),
            reports::detail.eq(None::<String>),
        ))
        .execute(tx)?;
    diesel::delete(reporters::table.filter(reporters::reporter_key.eq(account.get()))).execute(tx)?;
    Ok(())
}

/// Forgets the hashes and the records of guests who have reported nothing since `since`, and of whose reports none is
/// open; how many reports that were.
pub fn forget_guests(tx: &mut Conn, since: Timestamp) -> Result<usize> {
    let newer = diesel::alias!(reports as newer);
    let same_guest = newer
        .filter(newer.field(reports::site_id).eq(reports::site_id))
        .filter(newer.field(reports::reporter_key).eq(reports::reporter_key))
        .filter(newer.field(reports::id).ge(first_id_at(since)).or(newer.field(reports::outcome).is_null()));
    let old = reports::table
        .filter(reports::reporter_key.lt(0))
        .filter(reports::id.lt(first_id_at(since)))
        .filter(diesel::dsl::not(diesel::dsl::exists(same_guest)))
        .select(reports::id);
    let ids: Vec<i64> = old.load(tx)?;
    let forgotten = diesel::update(reports::table.filter(reports::id.eq_any(&ids)))
        .set(reports::reporter_key.eq(None::<i64>))
        .execute(tx)?;
    if forgotten > 0 {
        let reported = reports::table
            .filter(reports::site_id.eq(reporters::site_id))
            .filter(reports::reporter_key.eq(reporters::reporter_key.nullable()));
        let unknown = reporters::table
            .filter(reporters::reporter_key.lt(0))
            .filter(diesel::dsl::not(diesel::dsl::exists(reported)));
        diesel::delete(unknown).execute(tx)?;
    }
    Ok(forgotten)
}

fn read(row: Row) -> Report {
    let (
        (id, site_id, comment_id, text_revision, reporter_key, account_id, reason, detail, weight, weight_because),
        (outcome, decision_id, created_at, closed_at),
    ) = row;
    Report {
        id,
        site_id,
        comment_id,
        text_revision,
        reporter_key,
        account_id,
        reason,
        detail,
        weight: weight.into(),
        weight_because,
        outcome,
        decision_id,
        created_at,
        closed_at,
    }
}
