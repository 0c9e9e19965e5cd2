//! Everything that is kept about an account, in one document for its owner.

use std::collections::HashMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::change_notifications::preferences;
use super::{Error, Result, Shared, Viewer};
use crate::model::account::Role;
use crate::model::comment::Status;
use crate::model::ids::{AccountId, CommentId, ThreadId};
use crate::model::preferences::Preferences;
use crate::model::time::Timestamp;
use crate::store::comments::{self, Comment};
use crate::store::export::{
    self, ExportedAppeal, ExportedDecision, ExportedFollow, ExportedIgnored, ExportedLink, ExportedMail, ExportedNews,
    ExportedNote, ExportedReport, ExportedSanction, ExportedSession, ExportedToken, ExportedVote,
};
use crate::store::threads::{self, Thread};
use crate::store::{Conn, accounts};

/// Entries of each list, the newest ones: with comments of usual length some tens of megabytes.
const MOST: i64 = 10_000;

#[derive(Serialize, ToSchema)]
pub struct Export {
    pub exported_at: Timestamp,
    /// False if a list was cut after its newest 10000 entries; `GET /me/comments` has all comments.
    pub complete: bool,
    pub account: ExportedAccount,
    pub sessions: Vec<ExportedSession>,
    pub api_tokens: Vec<ExportedToken>,
    pub links: Vec<ExportedLink>,
    pub comments: Vec<ExportedComment>,
    pub votes: Vec<ExportedVote>,
    /// On others' comments.
    pub reports: Vec<ExportedReport>,
    /// Measures against the account.
    pub sanctions: Vec<ExportedSanction>,
    /// On the account's comments.
    pub decisions: Vec<ExportedDecision>,
    /// Against such decisions.
    pub appeals: Vec<ExportedAppeal>,
    /// What moderators noted about the account.
    pub notes: Vec<ExportedNote>,
    pub mails: Vec<ExportedMail>,
    pub follows: Vec<ExportedFollow>,
    pub ignores: Vec<ExportedIgnored>,
    /// What the account was told.
    pub news: Vec<ExportedNews>,
}

#[derive(Serialize, ToSchema)]
pub struct ExportedAccount {
    pub id: AccountId,
    pub email: Option<String>,
    pub display_name: String,
    pub role: Role,
    /// The slugs of the sites it moderates.
    pub moderates: Vec<String>,
    pub notifications: Preferences,
    pub created_at: Timestamp,
}

#[derive(Serialize, ToSchema)]
pub struct ExportedComment {
    pub id: CommentId,
    pub parent_id: Option<CommentId>,
    /// The article's address.
    pub url: String,
    pub title: Option<String>,
    pub status: Status,
    pub score: i64,
    pub follow: bool,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    /// All that it said, oldest first; the last one is what it says.
    pub revisions: Vec<ExportedRevision>,
}

#[derive(Serialize, ToSchema)]
pub struct ExportedRevision {
    pub revision: i32,
    pub body: String,
    pub created_at: Timestamp,
}

/// The viewer's own document. Errors: `Busy`.
pub async fn run(svc: &Shared, viewer: Viewer) -> Result<Export> {
    let now = svc.clock.now();
    svc.store.read(move |conn| gather(conn, viewer.id(), now)).await
}

fn gather(conn: &mut Conn, id: AccountId, now: Timestamp) -> Result<Export> {
    let account = accounts::find(conn, id)?.ok_or(Error::Unauthenticated)?;
    let mut complete = true;
    let written = cut(&mut complete, comments::of_account(conn, id, None, MOST + 1)?);
    Ok(Export {
        exported_at: now,
        account: ExportedAccount {
            id,
            notifications: preferences(&account)?,
            email: account.email,
            display_name: account.display_name,
            role: account.role,
            moderates: export::moderates(conn, id)?,
            created_at: account.created_at,
        },
        sessions: cut(&mut complete, export::sessions(conn, id, MOST + 1)?),
        api_tokens: cut(&mut complete, export::api_tokens(conn, id, MOST + 1)?),
        links: cut(&mut complete, export::links(conn, id, MOST + 1)?),
        comments: with_revisions(conn, id, written)?,
        votes: cut(&mut complete, export::votes(conn, id, MOST + 1)?),
        reports: cut(&mut complete, export::reports(conn, id, MOST + 1)?),
        sanctions: cut(&mut complete, export::sanctions(conn, id, MOST + 1)?),
        decisions: cut(&mut complete, export::decisions(conn, id, MOST + 1)?),
        appeals: cut(&mut complete, export::appeals(conn, id, MOST + 1)?),
        notes: cut(&mut complete, export::notes(conn, id, MOST + 1)?),
        mails: cut(&mut complete, export::mails(conn, id, MOST + 1)?),
        follows: cut(&mut complete, export::follows(conn, id, MOST + 1)?),
        ignores: cut(&mut complete, export::ignores(conn, id, MOST + 1)?),
        news: cut(&mut complete, export::news(conn, id, MOST + 1)?),
        complete,
    })
}

/// The rows, which were asked for with one too many, and whether that one was there.
fn cut<T>(complete: &mut bool, mut rows: Vec<T>) -> Vec<T> {
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    *complete &= rows.len() <= most;
    rows.truncate(most);
    rows
}

/// `written`: newest first.
fn with_revisions(conn: &mut Conn, id: AccountId, written: Vec<Comment>) -> Result<Vec<ExportedComment>> {
    let Some(oldest) = written.last().map(|comment| comment.id) else { return Ok(Vec::new()) };
    let mut revisions: HashMap<CommentId, Vec<ExportedRevision>> = HashMap::new();
    for (comment, revision, body, created_at) in export::revisions(conn, id, oldest)? {
        revisions.entry(comment).or_default().push(ExportedRevision { revision, body, created_at });
    }
    let mut ids: Vec<ThreadId> = written.iter().map(|comment| comment.thread_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let threads = threads::find_many(conn, &ids)?;
    let threads: HashMap<ThreadId, Thread> = threads.into_iter().map(|thread| (thread.id, thread)).collect();
    let export = |comment: Comment| {
        let thread = threads.get(&comment.thread_id).ok_or(Error::NotFound("thread"))?;
        Ok(ExportedComment {
            id: comment.id,
            parent_id: comment.parent_id,
            url: thread.url.clone(),
            title: thread.title.clone(),
            status: comment.status,
            score: comment.score,
            follow: comment.follow,
            created_at: comment.created_at,
            edited_at: comment.edited_at,
            revisions: revisions.remove(&comment.id).unwrap_or_default(),
        })
    };
    written.into_iter().map(export).collect()
}
