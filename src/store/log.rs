//! The log's chain: one a site, each row hashed with the one before, its head in `log_heads`. What a moderator wrote to
//! an author is in the chain by a salted hash alone, so it can be forgotten and the chain still holds.

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::db::on_backend;
use super::schema::{comments, decisions, log_heads, sites};
use super::{Conn, Result};
use crate::model::chain;
use crate::model::comment::Status;
use crate::model::decision::{Decision, LogAction, Reason};
use crate::model::ids::{AccountId, CommentId, DecisionId, SiteId};

/// Rows that are read at once.
const PIECE: i64 = 1_000;

/// A row as it is stored, whether or not anything in it makes sense.
#[derive(Queryable)]
struct Row {
    id: i64,
    site_id: i64,
    comment_id: i64,
    revision: i32,
    actor: String,
    actor_id: Option<i64>,
    from_status: Option<String>,
    to_status: String,
    reason: Option<String>,
    note: Option<String>,
    created_at: i64,
    action: String,
    former: Option<String>,
    undoes: Option<i64>,
    sequence: i64,
    previous_hash: String,
    hash: String,
    note_salt: Option<String>,
    note_hash: Option<String>,
}

impl Row {
    /// Gives the row its place after the one of hash `previous`.
    fn chain(&mut self, sequence: i64, previous: String) {
        self.sequence = sequence;
        self.previous_hash = previous;
        self.note_salt = self.note.as_ref().map(|_| format!("{:032x}", rand::random::<u128>()));
        self.note_hash = self.sealed_note();
        self.hash = self.computed_hash();
    }

    fn sealed_note(&self) -> Option<String> {
        self.note_salt.as_deref().zip(self.note.as_deref()).map(|(salt, note)| chain::sealed(salt, note))
    }

    /// Nothing that is chained is empty, so an empty part stands for none.
    fn computed_hash(&self) -> String {
        let number = |value: Option<i64>| value.map_or_else(String::new, |value| value.to_string());
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let parts = [
            self.site_id.to_string(),
            self.sequence.to_string(),
            self.id.to_string(),
            self.comment_id.to_string(),
            self.revision.to_string(),
            self.actor.clone(),
            number(self.actor_id),
            self.action.clone(),
            text(&self.from_status),
            self.to_status.clone(),
            text(&self.reason),
            text(&self.note_hash),
            text(&self.former),
            number(self.undoes),
            self.created_at.to_string(),
        ];
        chain::link(&self.previous_hash, &parts.each_ref().map(String::as_str))
    }
}

/// The row has its place. Spelt out in the statement: SQLite uses a partial index only for what says its condition.
pub(super) fn is_chained() -> SqlLiteral<Bool> {
    sql("decisions.sequence > 0")
}

/// Puts the decision at the end of the site's log. The head is held until the transaction ends, so this comes last in
/// it; a transaction that decides on comments of several sites goes through the sites in the order of their ids.
pub fn append(tx: &mut Conn, site: SiteId, decision: &Decision) -> Result<()> {
    let (sequence, previous) = take_head(tx, site)?;
    let mut row = Row {
        id: decision.id.get(),
        site_id: site.get(),
        comment_id: decision.comment_id.get(),
        revision: decision.revision,
        actor: decision.actor.as_str().to_owned(),
        actor_id: decision.actor_id.map(AccountId::get),
        from_status: decision.from.map(|status| status.as_str().to_owned()),
        to_status: decision.to.as_str().to_owned(),
        reason: decision.reason.map(|reason: Reason| reason.as_str().to_owned()),
        note: decision.note.clone().filter(|note| !note.is_empty()),
        created_at: decision.created_at.micros(),
        action: LogAction::as_str(decision.action).to_owned(),
        former: decision.former.clone(),
        undoes: decision.undoes.map(DecisionId::get),
        sequence,
        previous_hash: String::new(),
        hash: String::new(),
        note_salt: None,
        note_hash: None,
    };
    row.chain(sequence, previous);
    insert(tx, &row)?;
    set_head(tx, site, sequence, &row.hash)
}

fn insert(tx: &mut Conn, row: &Row) -> Result<()> {
    let row = diesel::insert_into(decisions::table).values((
        (
            decisions::id.eq(row.id),
            decisions::site_id.eq(row.site_id),
            decisions::comment_id.eq(row.comment_id),
            decisions::revision.eq(row.revision),
            decisions::actor.eq(&row.actor),
            decisions::actor_id.eq(row.actor_id),
            decisions::from_status.eq(row.from_status.as_deref()),
            decisions::to_status.eq(&row.to_status),
            decisions::reason.eq(row.reason.as_deref()),
            decisions::note.eq(row.note.as_deref()),
        ),
        (
            decisions::created_at.eq(row.created_at),
            decisions::action.eq(&row.action),
            decisions::former.eq(row.former.as_deref()),
            decisions::undoes.eq(row.undoes),
            decisions::sequence.eq(row.sequence),
            decisions::previous_hash.eq(&row.previous_hash),
            decisions::hash.eq(&row.hash),
            decisions::note_salt.eq(row.note_salt.as_deref()),
            decisions::note_hash.eq(row.note_hash.as_deref()),
        ),
    ));
    on_backend!(tx, conn => row.execute(conn))?;
    Ok(())
}

/// The next place in the site's log and the hash of the row before it. Nobody else gets it: the head is a row that is
/// written here.
fn take_head(tx: &mut Conn, site: SiteId) -> Result<(i64, String)> {
    move_head(tx, site, 1)
}

/// Holds the head of the site's log to the end of the transaction, as [`append`] does, without a new row. What is on the
/// moderators' lists is written by whoever holds it.
pub fn hold(tx: &mut Conn, site: SiteId) -> Result<()> {
    move_head(tx, site, 0).map(|_| ())
}

fn move_head(tx: &mut Conn, site: SiteId, by: i64) -> Result<(i64, String)> {
    let first = (log_heads::site_id.eq(site.get()), log_heads::sequence.eq(by), log_heads::hash.eq(""));
    let advanced = log_heads::sequence.eq(log_heads::sequence + by);
    Ok(on_backend!(tx, conn => diesel::insert_into(log_heads::table)
        .values(first)
        .on_conflict(log_heads::site_id)
        .do_update()
        .set(advanced)
        .returning((log_heads::sequence, log_heads::hash))
        .get_result(conn))?)
}

fn set_head(tx: &mut Conn, site: SiteId, sequence: i64, hash: &str) -> Result<()> {
    let head = (log_heads::sequence.eq(sequence), log_heads::hash.eq(hash));
    on_backend!(tx, conn => diesel::insert_into(log_heads::table)
        .values((log_heads::site_id.eq(site.get()), head))
        .on_conflict(log_heads::site_id)
        .do_update()
        .set(head)
        .execute(conn))?;
    Ok(())
}

/// Forgets what moderators wrote about a comment that is deleted, and the salts, without which nobody can guess it.
pub fn blank_notes(tx: &mut Conn, site: SiteId, comment: CommentId) -> Result<()> {
    let of_comment =
        decisions::table.filter(decisions::comment_id.eq(comment.get())).filter(decisions::site_id.eq(site.get()));
    diesel::update(of_comment)
        .set((decisions::note.eq(None::<String>), decisions::note_salt.eq(None::<String>)))
        .execute(tx)?;
    Ok(())
}

/// Gives the rows that were written before there was a chain their places, in the order of their ids.
pub(super) fn chain_old_rows(tx: &mut Conn) -> Result<()> {
    let unchained = decisions::table.filter(decisions::sequence.eq(0));
    let sites: Vec<SiteId> = unchained.select(decisions::site_id).distinct().load(tx)?;
    for site in sites {
        loop {
            let of_site = unchained.filter(decisions::site_id.eq(site.get()));
            let rows: Vec<Row> = of_site.order(decisions::id).limit(PIECE).load(tx)?;
            if rows.is_empty() {
                break;
            }
            for mut row in rows {
                let (sequence, previous) = take_head(tx, site)?;
                row.chain(sequence, previous);
                diesel::update(decisions::table.find(row.id))
                    .set((
                        decisions::sequence.eq(row.sequence),
                        decisions::previous_hash.eq(&row.previous_hash),
                        decisions::hash.eq(&row.hash),
                        decisions::note_salt.eq(row.note_salt.as_deref()),
                        decisions::note_hash.eq(row.note_hash.as_deref()),
                    ))
                    .execute(tx)?;
                set_head(tx, site, sequence, &row.hash)?;
            }
        }
    }
    Ok(())
}

/// What the examination of one site's log came to.
pub struct Verified {
    /// The site's slug.
    pub site: String,
    pub rows: i64,
    /// Of the last row. Whoever noted it elsewhere can tell later that nothing before it was written anew.
    pub head: String,
    pub broken: Option<Broken>,
}

/// The first row of a log that is not as it was written.
#[derive(Debug)]
pub struct Broken {
    pub sequence: i64,
    /// `None` for a row that is missing.
    pub id: Option<DecisionId>,
    pub what: &'static str,
}

/// Follows the chain of every site.
pub fn verify(conn: &mut Conn) -> Result<Vec<Verified>> {
    let all: Vec<(SiteId, String)> = sites::table.order(sites::id).select((sites::id, sites::slug)).load(conn)?;
    all.into_iter().map(|(id, slug)| verify_site(conn, id, slug)).collect()
}

/// The head is read first: whatever is appended meanwhile comes after it.
fn verify_site(conn: &mut Conn, site: SiteId, slug: String) -> Result<Verified> {
    let (rows, head) = head_of(conn, site)?;
    let broken = match follow(conn, site, rows, &head)? {
        None => beyond(conn, site)?,
        found => found,
    };
    Ok(Verified { site: slug, rows, head, broken })
}

fn head_of(conn: &mut Conn, site: SiteId) -> Result<(i64, String)> {
    let head = log_heads::table.find(site.get()).select((log_heads::sequence, log_heads::hash));
    Ok(head.first(conn).optional()?.unwrap_or_default())
}

fn follow(conn: &mut Conn, site: SiteId, last: i64, head: &str) -> Result<Option<Broken>> {
    let (mut sequence, mut previous) = (0, String::new());
    loop {
        let piece: Vec<(Row, Option<String>)> = decisions::table
            .left_join(comments::table.on(comments::id.eq(decisions::comment_id)))
            .filter(decisions::site_id.eq(site.get()))
            .filter(is_chained())
            .filter(decisions::sequence.gt(sequence))
            .filter(decisions::sequence.le(last))
            .order(decisions::sequence)
            .limit(PIECE)
            .select((decisions::all_columns, comments::status.nullable()))
            .load(conn)?;
        if piece.is_empty() {
            break;
        }
        for (row, status) in piece {
            sequence += 1;
            if row.sequence != sequence {
                return Ok(Some(Broken { sequence, id: None, what: "is missing" }));
            }
            if let Some(what) = fault(&row, &previous, status.as_deref()) {
                return Ok(Some(Broken { sequence, id: Some(row.id.into()), what }));
            }
            previous = row.hash;
        }
    }
    if sequence < last {
        return Ok(Some(Broken { sequence: sequence + 1, id: None, what: "is missing" }));
    }
    Ok((previous != head).then_some(Broken { sequence, id: None, what: "is not the one that the log's head names" }))
}

fn fault(row: &Row, previous: &str, status: Option<&str>) -> Option<&'static str> {
    if row.previous_hash != previous {
        return Some("does not follow the row before it");
    }
    if row.hash != row.computed_hash() {
        return Some("is not what was written");
    }
    if row.note.is_some() && row.note_hash != row.sealed_note() {
        return Some("has another text than was written");
    }
    let forgotten = row.note.is_none() && row.note_hash.is_some();
    (forgotten && status != Some(Status::Deleted.as_str()))
        .then_some("has lost its text, and its comment is not deleted")
}

/// A row after the head, or beside the chain. The head is read again, after the rows that may have come meanwhile.
fn beyond(conn: &mut Conn, site: SiteId) -> Result<Option<Broken>> {
    let of_site = decisions::table.filter(decisions::site_id.eq(site.get()));
    let columns = (decisions::sequence, decisions::id);
    let beside: Option<(i64, DecisionId)> =
        of_site.filter(decisions::sequence.le(0)).select(columns).first(conn).optional()?;
    let latest: Option<(i64, DecisionId)> =
        of_site.filter(is_chained()).order(decisions::sequence.desc()).select(columns).first(conn).optional()?;
    let (last, _) = head_of(conn, site)?;
    let outside = beside.or(latest.filter(|(sequence, _)| *sequence > last));
    Ok(outside.map(|(sequence, id)| Broken { sequence, id: Some(id), what: "does not stand in the chain" }))
}
