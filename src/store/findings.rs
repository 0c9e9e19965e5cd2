//! What the checks saw, by comment and revision.

use diesel::dsl::max;
use diesel::prelude::*;

use super::db::on_backend;
use super::schema::{comment_revisions, findings};
use super::{Conn, Result};
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Field, Finding, Span};
use crate::model::ids::{CommentId, FindingId, SiteId};

type Row = (CommentId, i32, String, Effect, Reason, String, Option<i64>, Option<i64>, i32, Option<Field>);

pub fn insert(
    tx: &mut Conn,
    site: SiteId,
    (comment, revision): (CommentId, i32),
    id: FindingId,
    finding: &Finding,
) -> Result<()> {
    let offset = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
    let row = diesel::insert_into(findings::table).values((
        findings::id.eq(id.get()),
        findings::site_id.eq(site.get()),
        findings::comment_id.eq(comment.get()),
        findings::revision.eq(revision),
        findings::check_name.eq(&finding.check),
        findings::effect.eq(finding.effect.as_str()),
        findings::reason.eq(finding.reason.as_str()),
        findings::message.eq(&finding.message),
        findings::span_start.eq(finding.span.map(|span| offset(span.start))),
        findings::span_end.eq(finding.span.map(|span| offset(span.end))),
        findings::score.eq(i32::from(finding.score)),
        findings::field.eq(finding.field.map(Field::as_str)),
    ));
    on_backend!(tx, conn => row.execute(conn))?;
    Ok(())
}

/// Removes what one check said of a text: it says something else now.
pub fn remove(tx: &mut Conn, site: SiteId, (comment, revision): (CommentId, i32), check: &str) -> Result<()> {
    let of_check = findings::table
        .filter(findings::comment_id.eq(comment.get()))
        .filter(findings::site_id.eq(site.get()))
        .filter(findings::revision.eq(revision))
        .filter(findings::check_name.eq(check));
    diesel::delete(of_check).execute(tx)?;
    Ok(())
}

/// Takes out what the findings quote of a comment that is deleted.
pub fn blank(tx: &mut Conn, site: SiteId, comment: CommentId) -> Result<()> {
    let of_comment =
        findings::table.filter(findings::comment_id.eq(comment.get())).filter(findings::site_id.eq(site.get()));
    diesel::update(of_comment)
        .set((findings::message.eq(""), findings::span_start.eq(None::<i64>), findings::span_end.eq(None::<i64>)))
        .execute(tx)?;
    Ok(())
}

/// The largest score of what the checks saw in the comment's present text; 0 if they saw nothing.
pub fn strongest(conn: &mut Conn, site: SiteId, comment: CommentId) -> Result<i32> {
    let present = comment_revisions::table
        .filter(comment_revisions::comment_id.eq(comment.get()))
        .select(max(comment_revisions::revision))
        .single_value();
    let strongest: Option<i32> = findings::table
        .filter(findings::site_id.eq(site.get()))
        .filter(findings::comment_id.eq(comment.get()))
        .filter(findings::revision.nullable().eq(present))
        .select(max(findings::score))
        .get_result(conn)?;
    Ok(strongest.unwrap_or(0))
}

/// (comment, revision, finding) for the given comments, in the order they were found.
pub fn of_comments(conn: &mut Conn, site: SiteId, comments: &[CommentId]) -> Result<Vec<(CommentId, i32, Finding)>> {
    let ids: Vec<i64> = comments.iter().map(|id| id.get()).collect();
    let rows: Vec<Row> = findings::table
        .filter(findings::site_id.eq(site.get()))
        .filter(findings::comment_id.eq_any(ids))
        .order(findings::id)
        .select((
            findings::comment_id,
            findings::revision,
            findings::check_name,
            findings::effect,
            findings::reason,
            findings::message,
            findings::span_start,
            findings::span_end,
            findings::score,
            findings::field,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

fn read(
    (comment, revision, check, effect, reason, message, start, end, score, field): Row,
) -> (CommentId, i32, Finding) {
    let span = start
        .zip(end)
        .and_then(|(start, end)| Some(Span { start: usize::try_from(start).ok()?, end: usize::try_from(end).ok()? }));
    let score = u8::try_from(score).unwrap_or(u8::MAX);
    (comment, revision, Finding { check, effect, reason, score, message, field, span })
}
