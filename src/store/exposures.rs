//! What moderators were given to look at, by day. A claim is gone when it is over, and who held it has seen the comment.

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::exposures;
use super::{Conn, Result};
use crate::model::ids::{AccountId, CommentId, SiteId};
use crate::model::time::{DAY, Timestamp};

/// Keeps that the moderator was given the comment on that day; again is once.
pub fn note(tx: &mut Conn, site: SiteId, (moderator, comment): (AccountId, CommentId), now: Timestamp) -> Result<()> {
    let row = (
        exposures::site_id.eq(site.get()),
        exposures::account_id.eq(moderator.get()),
        exposures::day.eq(now.micros() / DAY),
        exposures::comment_id.eq(comment.get()),
    );
    on_backend!(tx, conn => diesel::insert_into(exposures::table).values(row).on_conflict_do_nothing().execute(conn))?;
    Ok(())
}
