//! What an account sees of itself.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::appeal::appealable;
use super::tell::canonical;
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::account::LinkPurpose;
use crate::model::appeal::Appeal;
use crate::model::decision::{Decision, Reason};
use crate::model::ids::{AccountId, CommentId, DecisionId, SiteId, ThreadId};
use crate::model::page::{Cursor, Page, PageRequest};
use crate::model::time::Timestamp;
use crate::moderation::CompiledRules;
use crate::store::accounts::{self, Account};
use crate::store::comments::{self, Comment};
use crate::store::sites::{self, Site};
use crate::store::suppressions::Suppression;
use crate::store::threads::{self, Thread};
use crate::store::{Conn, appeals, decisions, links, suppressions};

pub struct Profile {
    pub account: Account,
    /// Whether a link is on its way to a new address.
    pub email_pending: bool,
    /// Why the address is not mailed, if it is not.
    pub mail_problem: Option<Suppression>,
}

/// The viewer's own account.
pub async fn profile(svc: &Shared, viewer: Viewer) -> Result<Profile> {
    let now = svc.clock.now();
    svc.store.read(move |conn| profile_of(conn, viewer.id(), now)).await
}

pub(super) fn profile_of(conn: &mut Conn, id: AccountId, now: Timestamp) -> Result<Profile> {
    let account = accounts::find(conn, id)?.ok_or(Error::Unauthenticated)?;
    let email_pending = links::is_open(conn, id, LinkPurpose::ChangeEmail, now)?;
    let mail_problem = match account.email.as_deref() {
        Some(email) => suppressions::find(conn, &canonical(email))?,
        None => None,
    };
    Ok(Profile { account, email_pending, mail_problem })
}

/// A comment of the viewer's own.
pub struct OwnComment {
    /// The site's.
    pub slug: String,
    pub comment: Comment,
    pub thread: Thread,
    /// What concerns its author and was not undone, oldest first.
    pub decisions: Vec<OwnDecision>,
    /// The latest.
    pub appeal: Option<OwnAppeal>,
    /// `None`: there is nothing to appeal against, or not any more.
    pub can_appeal_until: Option<Timestamp>,
}

/// An appeal for the author who made it.
pub struct OwnAppeal {
    pub appeal: Appeal,
    /// What the moderator who decided on it says.
    pub reason: Option<Reason>,
    pub note: Option<String>,
}

/// What was decided on a comment, for its author.
pub struct OwnDecision {
    pub decision: Decision,
    /// Of a moderator, if the site wants it told.
    pub actor_name: Option<String>,
}

/// The viewer's own comments on all sites, whatever their status, newest first.
pub async fn own_comments(svc: &Shared, viewer: Viewer, request: PageRequest) -> Result<Page<OwnComment>> {
    let shared = Shared::clone(svc);
    svc.store
        .read::<_, Error, _>(move |conn| {
            let rows = comments::of_account(conn, viewer.id(), request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |comment| Cursor::by_id(comment.id.get()));
            Ok(Page { items: with_decisions(&shared, conn, page.items)?, next: page.next })
        })
        .await
}

/// One of them. Errors: `NotFound`, also for somebody else's.
pub async fn own_comment(svc: &Shared, viewer: Viewer, id: CommentId) -> Result<OwnComment> {
    let shared = Shared::clone(svc);
    svc.store
        .read::<_, Error, _>(move |conn| {
            let missing = || Error::NotFound("comment");
            let site = comments::site_of(conn, id)?.ok_or_else(missing)?;
            let comment = comments::find(conn, site, id)?.filter(|comment| comment.account_id == Some(viewer.id()));
            let own = with_decisions(&shared, conn, vec![comment.ok_or_else(missing)?])?;
            own.into_iter().next().ok_or_else(missing)
        })
        .await
}

fn with_decisions(svc: &Service, conn: &mut Conn, written: Vec<Comment>) -> Result<Vec<OwnComment>> {
    let now = svc.clock.now();
    let ids: Vec<ThreadId> = written.iter().map(|comment| comment.thread_id).collect();
    let threads = threads::find_many(conn, &ids)?;
    let threads: HashMap<ThreadId, Thread> = threads.into_iter().map(|thread| (thread.id, thread)).collect();
    let ids: Vec<CommentId> = written.iter().map(|comment| comment.id).collect();
    let rows = decisions::of_comments(conn, &ids)?;
    let appeals = appeals::of_comments(conn, &ids)?;
    let sites = sites_of(conn, &written)?;
    let rules = rules_of(svc, &sites)?;
    let mut decided = decided(conn, &written, &rules, &rows)?;
    let own = |comment: Comment| {
        let thread = threads.get(&comment.thread_id).cloned().ok_or(Error::NotFound("thread"))?;
        let slug = sites.get(&comment.site_id).map(|site| site.slug.clone()).ok_or(Error::NotFound("site"))?;
        let decisions = decided.remove(&comment.id).unwrap_or_default();
        let against = rules
            .get(&comment.site_id)
            .and_then(|rules| appealable(&rules.rules().appeals, &comment, &rows, &appeals, now).ok());
        let can_appeal_until = against.map(|(_, until)| until);
        let appeal = own_appeal(&comment, &appeals, &rows);
        Ok(OwnComment { slug, comment, thread, decisions, appeal, can_appeal_until })
    };
    written.into_iter().map(own).collect()
}

fn own_appeal(comment: &Comment, appeals: &[Appeal], rows: &[Decision]) -> Option<OwnAppeal> {
    let appeal = appeals.iter().rfind(|appeal| appeal.comment_id == comment.id)?.clone();
    let answer = rows.iter().find(|decision| appeal.decision_id == Some(decision.id));
    let (reason, note) = answer.map_or((None, None), |decision| (decision.reason, decision.note.clone()));
    Some(OwnAppeal { appeal, reason, note })
}

fn decided(
    conn: &mut Conn,
    comments: &[Comment],
    rules: &HashMap<SiteId, Arc<CompiledRules>>,
    rows: &[Decision],
) -> Result<HashMap<CommentId, Vec<OwnDecision>>> {
    let undone: HashSet<DecisionId> = rows.iter().filter_map(|decision| decision.undoes).collect();
    let naming = |site: SiteId| rules.get(&site).is_some_and(|rules| rules.rules().name_moderators);
    let named: HashSet<CommentId> =
        comments.iter().filter(|comment| naming(comment.site_id)).map(|comment| comment.id).collect();
    let actors: Vec<AccountId> = rows.iter().filter_map(|decision| decision.actor_id).collect();
    let names: HashMap<AccountId, String> = accounts::names(conn, &actors)?.into_iter().collect();
    let mut decided: HashMap<CommentId, Vec<OwnDecision>> = HashMap::new();
    for decision in rows {
        if !decision.action.concerns_author() || undone.contains(&decision.id) {
            continue;
        }
        let teller = decision.actor_id.filter(|_| named.contains(&decision.comment_id));
        let actor_name = teller.and_then(|id| names.get(&id).cloned());
        let decision = decision.clone();
        decided.entry(decision.comment_id).or_default().push(OwnDecision { decision, actor_name });
    }
    Ok(decided)
}

/// The sites that the comments are on.
fn sites_of(conn: &mut Conn, comments: &[Comment]) -> Result<HashMap<SiteId, Site>> {
    let mut found = HashMap::new();
    for id in comments.iter().map(|comment| comment.site_id).collect::<HashSet<SiteId>>() {
        found.insert(id, sites::find(conn, id)?.ok_or(Error::NotFound("site"))?);
    }
    Ok(found)
}

fn rules_of(svc: &Service, sites: &HashMap<SiteId, Site>) -> Result<HashMap<SiteId, Arc<CompiledRules>>> {
    sites.iter().map(|(id, site)| Ok((*id, svc.rules.of(site)?))).collect()
}
