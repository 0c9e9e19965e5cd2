//! Addresses that are not mailed any more, by their canonical form.

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::suppressions;
use super::{Conn, Result};
use crate::model::ids::MailId;
use crate::model::mail::SuppressionReason;
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct Suppression {
    pub email_canonical: String,
    pub reason: SuppressionReason,
    /// What the mail server, or the mail that came back, said.
    pub detail: String,
    /// The mail that it was about.
    pub mail_id: Option<MailId>,
    pub created_at: Timestamp,
}

/// The first reason stands, but a complaint is more than a bounce.
pub fn insert(tx: &mut Conn, suppression: &Suppression) -> Result<()> {
    if suppression.reason == SuppressionReason::Complained {
        let bounced = suppressions::table
            .find(&suppression.email_canonical)
            .filter(suppressions::reason.eq(SuppressionReason::Bounced.as_str()));
        diesel::delete(bounced).execute(tx)?;
    }
    let row = (
        suppressions::email_canonical.eq(&suppression.email_canonical),
        suppressions::reason.eq(suppression.reason.as_str()),
        suppressions::detail.eq(&suppression.detail),
        suppressions::mail_id.eq(suppression.mail_id.map(MailId::get)),
        suppressions::created_at.eq(suppression.created_at.micros()),
    );
    on_backend!(tx, conn => diesel::insert_into(suppressions::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(conn))?;
    Ok(())
}

pub fn find(conn: &mut Conn, email_canonical: &str) -> Result<Option<Suppression>> {
    Ok(suppressions::table.find(email_canonical).first(conn).optional()?)
}

/// In the order of the addresses, after `after`.
pub fn list(conn: &mut Conn, after: &str, limit: i64) -> Result<Vec<Suppression>> {
    let found = suppressions::table
        .filter(suppressions::email_canonical.gt(after))
        .order(suppressions::email_canonical)
        .limit(limit);
    Ok(found.load(conn)?)
}

/// False if the address is mailed anyway.
pub fn lift(tx: &mut Conn, email_canonical: &str) -> Result<bool> {
    Ok(diesel::delete(suppressions::table.find(email_canonical)).execute(tx)? == 1)
}

/// Somebody reads mail there after all.
pub fn lift_bounce(tx: &mut Conn, email_canonical: &str) -> Result<()> {
    let bounced =
        suppressions::table.find(email_canonical).filter(suppressions::reason.eq(SuppressionReason::Bounced.as_str()));
    diesel::delete(bounced).execute(tx)?;
    Ok(())
}
