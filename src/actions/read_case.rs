//! All that is known of one comment and its author, for moderators.

use super::keys::address_key;
use super::read_appeals::{self, NamedAppeal};
use super::read_author::of_staff;
use super::read_log::{LoggedDecision, named};
use super::read_reports::{self, NamedReport};
use super::read_sanctions::{NamedSanction, with_names};
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::account::EmailAddress;
use crate::model::comment::AuthorKind;
use crate::model::finding::Finding;
use crate::model::ids::{AccountId, CommentId};
use crate::model::sanction::Suspect;
use crate::model::time::Timestamp;
use crate::model::trust::{Record, Trust};
use crate::store::claims::Named;
use crate::store::comments::{self, Comment, Listed};
use crate::store::history::{self, Writer};
use crate::store::signatures::Similar;
use crate::store::threads::{self, Thread};
use crate::store::{
    Conn, accounts, appeals, authors, claims, decisions, findings, reports, sanctions, signatures, sites,
};

/// Of each kind of comments around one.
const AROUND: i64 = 10;

pub struct CommentCase {
    pub listed: Listed,
    pub thread: Thread,
    /// The comment it replies to.
    pub parent: Option<Listed>,
    /// With the revision whose text they are about, oldest first.
    pub findings: Vec<(i32, Finding)>,
    /// Oldest first.
    pub decisions: Vec<LoggedDecision>,
    /// What readers have against it, what was decided on included, oldest first.
    pub reports: Vec<NamedReport>,
    /// Oldest first.
    pub appeals: Vec<NamedAppeal>,
    /// How many texts it has had.
    pub texts: usize,
    pub author: AuthorSummary,
    /// Who works on it.
    pub claim: Option<Named>,
    pub similar: Option<Similar>,
}

/// What is known of a comment's author on its site. A guest is recognised by the address, or else by the network.
pub struct AuthorSummary {
    pub account_id: Option<AccountId>,
    pub comments: i64,
    pub published: i64,
    pub rejected: i64,
    pub spam: i64,
    /// How far the site trusts the author, and why.
    pub trust: Trust,
    pub trust_because: String,
    pub member_since: Option<Timestamp>,
    /// In force now.
    pub sanctions: Vec<NamedSanction>,
}

/// Errors: `NotFound`; `Forbidden` unless staff of the comment's site.
pub async fn run(svc: &Shared, viewer: Viewer, id: CommentId) -> Result<CommentCase> {
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = comments::site_of(conn, id)?.ok_or(Error::NotFound("comment"))?;
            if !viewer.is_staff_of(site) {
                return Err(Error::Forbidden);
            }
            let listed = comments::find_listed(conn, site, id)?.ok_or(Error::NotFound("comment"))?;
            let thread = threads::find(conn, site, listed.0.thread_id)?.ok_or(Error::NotFound("thread"))?;
            let parent = match listed.0.parent_id {
                Some(parent) => comments::find_listed(conn, site, parent)?,
                None => None,
            };
            let found = findings::of_comments(conn, site, &[id])?.into_iter();
            let decided = decisions::of_comment(conn, site, id)?;
            let reported = reports::of_comments(conn, site, &[id])?;
            let appealed = appeals::of_comments(conn, &[id])?;
            Ok(CommentCase {
                claim: claims::of_comments(conn, site, &[id], now)?.pop(),
                similar: signatures::waiting_with(conn, site, &[id])?.remove(&id),
                author: summary(&shared, conn, &listed.0, now)?,
                findings: found.map(|(_, revision, finding)| (revision, finding)).collect(),
                decisions: named(conn, decided)?,
                reports: read_reports::named(conn, site, reported)?,
                appeals: read_appeals::named(conn, site, appealed)?,
                texts: comments::revisions(conn, site, id)?.len(),
                listed,
                thread,
                parent,
            })
        })
        .await
}

/// What stands around a comment, whatever its status, deleted ones left out; oldest first.
pub struct Around {
    /// Directly below it.
    pub replies: Vec<Listed>,
    /// Beside it, below the same comment.
    pub siblings: Vec<Listed>,
    /// Pending ones that say nearly the same.
    pub similar: Vec<Listed>,
}

/// A few of each. Errors: as [`run`].
pub async fn around(svc: &Shared, viewer: Viewer, id: CommentId) -> Result<Around> {
    svc.store
        .read::<_, Error, _>(move |conn| {
            let (comment, _) = of_staff(conn, &viewer, id)?;
            let site = comment.site_id;
            let mut siblings = match comment.parent_id {
                Some(parent) => comments::below(conn, site, parent, AROUND + 1)?,
                None => Vec::new(),
            };
            siblings.retain(|(sibling, _)| sibling.id != id);
            let similar = signatures::pending_beside(conn, site, id, 0, AROUND)?;
            let similar: Vec<CommentId> = similar.into_iter().map(|(id, _)| id).collect();
            let mut similar = comments::find_many(conn, site, &similar)?;
            similar.sort_unstable_by_key(|(comment, _)| comment.id);
            Ok(Around { replies: comments::below(conn, site, id, AROUND)?, siblings, similar })
        })
        .await
}

pub(super) fn summary(svc: &Service, conn: &mut Conn, comment: &Comment, now: Timestamp) -> Result<AuthorSummary> {
    let site = comment.site_id;
    let writer = Writer { site, author_key: comment.author_key, network_key: None };
    let counts = history::by_status(conn, writer)?;
    let account = comment.account_id.map(|id| accounts::find(conn, id)).transpose()?.flatten();
    let email = account.as_ref().and_then(|account| account.email.as_deref());
    let record = authors::record(conn, site, comment.author_key)?;
    let (trust, trust_because) = trusted(svc, conn, comment, record)?;
    let address_key = email.and_then(|email| EmailAddress::parse(email).ok()).map(|email| address_key(svc, &email));
    let suspect = match comment.account_id {
        Some(id) => Suspect::Account { id, address_key },
        None => Suspect::Guest { author_key: comment.author_key },
    };
    let in_force = sanctions::in_force(conn, site, suspect, comment.network_key, now)?;
    Ok(AuthorSummary {
        account_id: comment.account_id,
        comments: counts.iter().map(|(_, count)| count).sum(),
        published: record.published,
        rejected: record.rejected,
        spam: record.spam,
        trust,
        trust_because,
        member_since: account.map(|account| account.created_at),
        sanctions: with_names(conn, in_force, now)?,
    })
}

/// How far the site trusts the comment's author now, and why.
fn trusted(svc: &Service, conn: &mut Conn, comment: &Comment, record: Record) -> Result<(Trust, String)> {
    if comment.author_kind == AuthorKind::Staff {
        return Ok((Trust::Staff, "on the staff of the site when it was written".to_owned()));
    }
    let site = sites::find(conn, comment.site_id)?.ok_or(Error::NotFound("site"))?;
    let rules = svc.rules.of(&site)?;
    let trust = &rules.rules().trust;
    Ok((trust.level(record), trust.explain(record)))
}
