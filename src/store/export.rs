//! Everything that is kept about one account, for its owner: what other files read by site or by comment is read here
//! by account. The records are parts of the document that people get, so secrets and other people are left out.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::schema::{
    api_tokens, appeals, author_notes, comment_revisions, comments, decisions, links, moderators, outbox, reports,
};
use super::schema::{follows, ignores, notifications, sanctions, sessions, sites, votes};
use super::{Conn, Result};
use crate::model::account::LinkPurpose;
use crate::model::appeal::AppealOutcome;
use crate::model::comment::Status;
use crate::model::decision::{ActorKind, LogAction, Reason};
use crate::model::ids::{
    AccountId, ApiTokenId, AppealId, CommentId, MailId, ReportId, SanctionId, SessionId, SiteId, ThreadId,
};
use crate::model::mail::MailState;
use crate::model::report::ReportOutcome;
use crate::model::sanction::SanctionKind;
use crate::model::time::Timestamp;

#[derive(Queryable, Serialize, ToSchema)]
pub struct ExportedSession {
    pub id: SessionId,
    pub user_agent: Option<String>,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

pub fn sessions(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<ExportedSession>> {
    let found =
        sessions::table.filter(sessions::account_id.eq(account.get())).order(sessions::id.desc()).limit(most).select((
            sessions::id,
            sessions::user_agent,
            sessions::created_at,
            sessions::last_used_at,
            sessions::expires_at,
            sessions::revoked_at,
        ));
    Ok(found.load(conn)?)
}

#[derive(Queryable, Serialize, ToSchema)]
pub struct ExportedToken {
    pub id: ApiTokenId,
    pub name: String,
    /// Separated by spaces.
    pub scopes: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

pub fn api_tokens(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<ExportedToken>> {
    let found =
        api_tokens::table.filter(api_tokens::account_id.eq(account.get())).order(api_tokens::id.desc()).limit(most);
    let columns = (
        api_tokens::id,
        api_tokens::name,
        api_tokens::scopes,
        api_tokens::created_at,
        api_tokens::expires_at,
        api_tokens::last_used_at,
        api_tokens::revoked_at,
    );
    Ok(found.select(columns).load(conn)?)
}

/// A link that was mailed.
#[derive(Queryable, Serialize, ToSchema)]
pub struct ExportedLink {
    pub purpose: LinkPurpose,
    /// In lower case.
    pub email: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

pub fn links(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<ExportedLink>> {
    let found = links::table.filter(links::account_id.eq(account.get())).order(links::id.desc()).limit(most);
    let columns = (links::purpose, links::email_canonical, links::created_at, links::expires_at, links::used_at);
    Ok(found.select(columns).load(conn)?)
}

/// The slugs of the sites that the account moderates.
pub fn moderates(conn: &mut Conn, account: AccountId) -> Result<Vec<String>> {
    let found = moderators::table
        .inner_join(sites::table.on(sites::id.eq(moderators::site_id)))
        .filter(moderators::account_id.eq(account.get()))
        .order(sites::id)
        .select(sites::slug);
    Ok(found.load(conn)?)
}

/// (comment, revision, source, written at) of the account's comments from `oldest` on.
pub fn revisions(
    conn: &mut Conn,
    account: AccountId,
    oldest: CommentId,
) -> Result<Vec<(CommentId, i32, String, Timestamp)>> {
    let found = comment_revisions::table
        .inner_join(comments::table.on(comments::id.eq(comment_revisions::comment_id)))
        .filter(comments::account_id.eq(account.get()))
        .filter(comments::id.ge(oldest.get()))
        .order((comment_revisions::comment_id, comment_revisions::revision))
        .select((
            comment_revisions::comment_id,
            comment_revisions::revision,
            comment_revisions::body,
            comment_revisions::created_at,
        ));
    Ok(found.load(conn)?)
}

#[derive(Queryable, Serialize, ToSchema)]
pub struct ExportedVote {
    pub comment_id: CommentId,
    pub value: i32,
    pub created_at: Timestamp,
}

pub fn votes(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<ExportedVote>> {
    let found = votes::table
        .filter(votes::account_id.eq(account.get()))
        .order(votes::comment_id.desc())
        .limit(most)
        .select((votes::comment_id, votes::value, votes::created_at));
    Ok(found.load(conn)?)
}

/// What the account had against somebody else's comment.
#[derive(Queryable, Serialize, ToSchema)]
pub struct ExportedReport {
    pub id: ReportId,
    pub comment_id: CommentId,
    pub reason: Reason,
    pub detail: Option<String>,
    /// Null: nobody has decided yet.
    pub outcome: Option<ReportOutcome>,
    pub created_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

pub fn reports(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<ExportedReport>> {
    let found = reports::table.filter(reports::account_id.eq(account.get())).order(reports::id.desc()).limit(most);
    let columns = (
        reports::id,
        reports::comment_id,
        reports::reason,
        reports::detail,
        reports::outcome,
        reports::created_at,
        reports::closed_at,
    );
    Ok(found.select(columns).load(conn)?)
}

#[derive(Queryable, Serialize, ToSchema)]
pub struct ExportedSanction {
    pub id: SanctionId,
    /// Null: on all sites.
    pub site_id: Option<SiteId>,
    pub kind: SanctionKind,
    pub reason: String,
    pub until: Option<Timestamp>,
    pub created_at: Timestamp,
    /// Of a warning.
    pub acknowledged_at: Option<Timestamp>,
    pub lifted_at: Option<Timestamp>,
    /// When it had run out, or was acknowledged.
    pub ended_at: Option<Timestamp>,
}

pub fn sanctions(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<ExportedSanction>> {
    let found =
        sanctions::table.filter(sanctions::account_id.eq(account.get())).order(sanctions::id.desc()).limit(most);
    let columns = (
        sanctions::id,
        sanctions::site_id,
        sanctions::kind,
        sanctions::reason,
        sanctions::until,
        sanctions::created_at,
        sanctions::acknowledged_at,
        sanctions::lifted_at,
        sanctions::ended_at,
    );
    Ok(found.select(columns).load(conn)?)
}

/// What was decided on a comment of the account. Who decided is told by kind alone, and what the staff leave to each
/// other is theirs.
#[derive(Queryable, Serialize, ToSchema)]
pub struct ExportedDecision {
    pub comment_id: CommentId,
    pub revision: i32,
    pub actor: ActorKind,
    pub action: LogAction,
    pub from: Option<Status>,
    pub to: Status,
    pub reason: Option<Reason>,
    pub note: Option<String>,
    pub created_at: Timestamp,
}

pub fn decisions(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<ExportedDecision>> {
    let found = decisions::table
        .inner_join(comments::table.on(comments::id.eq(decisions::comment_id)))
        .filter(comments::account_id.eq(account.get()))
        .filter(decisions::action.ne(LogAction::Escalate.as_str()))
        .order(decisions::id.desc())
        .limit(most)
        .select((
            decisions::comment_id,
            decisions::revision,
            decisions::actor,
            decisions::action,
            decisions::from_status,
            decisions::to_status,
            decisions::reason,
            decisions::note,
            decisions::created_at,
        ));
    Ok(found.load(conn)?)
}

/// An appeal of the account's.
#[derive(Queryable, Serialize, ToSchema)]
pub struct ExportedAppeal {
    pub id: AppealId,
    pub comment_id: CommentId,
    pub statement: Option<String>,
    /// Null: nobody has decided yet.
    pub outcome: Option<AppealOutcome>,
    pub created_at: Timestamp,
    pub decided_at: Option<Timestamp>,
}

pub fn appeals(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<ExportedAppeal>> {
    let found = appeals::table
        .inner_join(comments::table.on(comments::id.eq(appeals::comment_id)))
        .filter(comments::account_id.eq(account.get()))
        .order(appeals::id.desc())
        .limit(most)
        .select((
            appeals::id,
            appeals::comment_id,
            appeals::statement,
            appeals::outcome,
            appeals::created_at,
            appeals::decided_at,
        ));
    Ok(found.load(conn)?)
}

/// What moderators noted about the account.
#[derive(Queryable, Serialize, ToSchema)]
pub struct ExportedNote {
    pub site_id: SiteId,
    pub body: String,
    pub created_at: Timestamp,
}

pub fn notes(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<ExportedNote>> {
    let found = author_notes::table
        .filter(author_notes::author_key.eq(account.get()))
        .order(author_notes::id.desc())
        .limit(most)
        .select((author_notes::site_id, author_notes::body, author_notes::created_at));
    Ok(found.load(conn)?)
}

/// A mail that was sent, or is owed.
#[derive(Queryable, Serialize, ToSchema)]
pub struct ExportedMail {
    pub id: MailId,
    pub recipient: String,
    pub kind: String,
    pub state: MailState,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

pub fn mails(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<ExportedMail>> {
    let found = outbox::table.filter(outbox::account_id.eq(account.get())).order(outbox::id.desc()).limit(most);
    let columns = (outbox::id, outbox::recipient, outbox::kind, outbox::state, outbox::created_at, outbox::finished_at);
    Ok(found.select(columns).load(conn)?)
}

#[derive(Queryable, Serialize, ToSchema)]
pub struct ExportedFollow {
    pub thread_id: ThreadId,
    /// 0: the whole thread.
    pub comment_id: i64,
    /// Does not want to hear of it.
    pub muted: bool,
    pub created_at: Timestamp,
}

pub fn follows(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<ExportedFollow>> {
    let found = follows::table.filter(follows::account_id.eq(account.get())).order(follows::id.desc()).limit(most);
    Ok(found.select((follows::thread_id, follows::comment_id, follows::muted, follows::created_at)).load(conn)?)
}

/// An author that is ignored.
#[derive(Queryable, Serialize, ToSchema)]
pub struct ExportedIgnored {
    /// The comment by which it was done.
    pub comment_id: CommentId,
    pub created_at: Timestamp,
}

pub fn ignores(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<ExportedIgnored>> {
    let found =
        ignores::table.filter(ignores::account_id.eq(account.get())).order(ignores::created_at.desc()).limit(most);
    Ok(found.select((ignores::comment_id, ignores::created_at)).load(conn)?)
}

/// What the account was told.
#[derive(Queryable, Serialize, ToSchema)]
pub struct ExportedNews {
    pub kind: String,
    pub comment_id: Option<CommentId>,
    pub created_at: Timestamp,
    pub read_at: Option<Timestamp>,
}

pub fn news(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<ExportedNews>> {
    let told = notifications::table.filter(notifications::account_id.eq(account.get()));
    let columns = (notifications::kind, notifications::comment_id, notifications::created_at, notifications::read_at);
    Ok(told.order(notifications::id.desc()).limit(most).select(columns).load(conn)?)
}
