//! A moderator decides on a comment by a link in a mail. The link is bound to the action, the comment as it then was, and the
//! moderator; it works once, for three days, and after somebody else has decided it says who and what.

use super::complete_notice::{self, because};
use super::decide::{self, Request};
use super::tell_people::about;
use super::{Credential, Error, Result, Service, Shared, Viewer};
use crate::auth::{OpaqueToken, SignedFields};
use crate::model::account::Scope;
use crate::model::comment::Status;
use crate::model::decision::{Action, ActorKind, LogAction, Reason};
use crate::model::ids::{AccountId, CommentId, SiteId};
use crate::model::notice::{About, Undecided};
use crate::model::time::{HOUR, Timestamp};
use crate::store::comments::{self, Comment};
use crate::store::{Conn, accounts, decisions, queues, sites, spent_links, threads};

const PURPOSE: &str = "decide_by_mail";
const LIST_PURPOSE: &str = "waiting_by_mail";
const VALID_FOR: i64 = 72 * HOUR;
/// What a mail has links for.
const ACTIONS: [Action; 3] = [Action::Approve, Action::Reject, Action::Spam];

/// What the page asks.
pub struct Question {
    pub action: Action,
    pub site_name: String,
    pub about: About,
    /// The whole text, as its author wrote it.
    pub body: String,
    pub author: String,
    pub because: Vec<String>,
    pub state: State,
}

/// Whether the link can still be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Open,
    /// The comment is not as it was: the last decision of a person on it, if there was one since.
    Overtaken(Option<Taken>),
    Spent,
    Expired,
}

/// What somebody decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub by: Option<String>,
    pub by_oneself: bool,
    pub action: LogAction,
    pub at: Timestamp,
}

/// What waits on a site, each with tokens to publish it, to reject it and to take it for spam.
pub struct Waiting {
    pub site_name: String,
    pub comments: i64,
    pub items: Vec<(Undecided, [String; 3])>,
}

/// Comments that the page of what waits shows.
const MOST_LISTED: usize = 50;

/// A token by which the moderator sees what waits on the site, for as long as one to decide is valid.
pub(super) fn list_token(svc: &Service, moderator: AccountId, site: SiteId) -> String {
    let expires_at = svc.clock.now().plus(VALID_FOR).micros();
    svc.signed_fields.token(LIST_PURPOSE, [moderator.get(), site.get(), expires_at], "")
}

/// The most urgent first. Errors: `NotFound` for what is no link or too old, or of somebody who does not moderate there any more.
pub async fn waiting(svc: &Shared, list: &str) -> Result<Waiting> {
    let unknown = || Error::NotFound("link");
    let read = SignedFields::read::<3>(list).filter(|read| svc.signed_fields.is_genuine(LIST_PURPOSE, read, ""));
    let [moderator, site, expires_at] = read.ok_or_else(unknown)?.fields;
    if Timestamp::from_micros(expires_at) <= svc.clock.now() {
        return Err(unknown());
    }
    let shared = Shared::clone(svc);
    svc.store
        .read::<_, Error, _>(move |conn| {
            let viewer = moderator_of(conn, moderator.into())?;
            let site =
                sites::find(conn, site.into())?.filter(|site| viewer.is_staff_of(site.id)).ok_or_else(unknown)?;
            let items = complete_notice::items(conn, site.id, &complete_notice::DECIDED_BY_MAIL, MOST_LISTED)?;
            let comments = queues::comments_on(conn, site.id, &complete_notice::DECIDED_BY_MAIL)?;
            let tokens = |item: &Undecided| {
                ACTIONS.map(|action| {
                    token(&shared, viewer.id(), action, item.about.comment, item.revision).unwrap_or_default()
                })
            };
            let items = items.into_iter().map(|item| {
                let tokens = tokens(&item);
                (item, tokens)
            });
            Ok(Waiting { site_name: site.name, comments, items: items.collect() })
        })
        .await
}

/// An account that may still act, as far as links reach.
fn moderator_of(conn: &mut Conn, id: AccountId) -> Result<Viewer> {
    let account = accounts::find(conn, id)?.filter(|account| account.deleted_at.is_none());
    let account = account.ok_or(Error::NotFound("link"))?;
    let moderates = sites::ids_moderated_by(conn, account.id)?;
    Ok(Viewer { account, credential: Credential::Token(vec![Scope::Moderate]), moderates })
}

/// What a token says.
struct Link {
    moderator: AccountId,
    comment: CommentId,
    revision: i32,
    action: Action,
    expires_at: Timestamp,
}

/// A token by which the moderator takes the action. `None`: mails have no such link.
pub(super) fn token(
    svc: &Service,
    moderator: AccountId,
    action: Action,
    comment: CommentId,
    revision: i32,
) -> Option<String> {
    let action = ACTIONS.iter().position(|other| *other == action).and_then(|at| i64::try_from(at).ok())?;
    let expires_at = svc.clock.now().plus(VALID_FOR).micros();
    let fields = [moderator.get(), comment.get(), i64::from(revision), action, expires_at];
    Some(svc.signed_fields.token(PURPOSE, fields, ""))
}

fn link(svc: &Service, token: &str) -> Result<Link> {
    let unknown = || Error::NotFound("link");
    let read = SignedFields::read::<5>(token).filter(|read| svc.signed_fields.is_genuine(PURPOSE, read, ""));
    let [moderator, comment, revision, action, expires_at] = read.ok_or_else(unknown)?.fields;
    Ok(Link {
        moderator: moderator.into(),
        comment: comment.into(),
        revision: i32::try_from(revision).map_err(|_| unknown())?,
        action: usize::try_from(action).ok().and_then(|at| ACTIONS.get(at).copied()).ok_or_else(unknown)?,
        expires_at: Timestamp::from_micros(expires_at),
    })
}

/// Changes nothing. Errors: `NotFound` for what is no link, or one of somebody who does not moderate there any more.
pub async fn look(svc: &Shared, token: &str) -> Result<Question> {
    let link = link(svc, token)?;
    let (shared, hash) = (Shared::clone(svc), OpaqueToken::hash(token));
    svc.store.read::<_, Error, _>(move |conn| question(&shared, conn, &link, &hash)).await
}

fn question(svc: &Service, conn: &mut Conn, link: &Link, hash: &str) -> Result<Question> {
    let (_, comment) = place(conn, link)?;
    let site = sites::find(conn, comment.site_id)?.ok_or(Error::NotFound("site"))?;
    let thread = threads::find(conn, site.id, comment.thread_id)?.ok_or(Error::NotFound("thread"))?;
    let author = match comment.account_id {
        Some(author) => accounts::find(conn, author)?.map(|account| account.display_name),
        None => comment.guest_name.clone(),
    };
    let state = if comment.revision != link.revision || comment.status == Status::Deleted {
        State::Overtaken(last_taken(conn, &comment, link)?)
    } else if spent_links::is_spent(conn, hash)? {
        State::Spent
    } else if link.expires_at <= svc.clock.now() {
        State::Expired
    } else {
        State::Open
    };
    Ok(Question {
        action: link.action,
        site_name: site.name,
        about: about(&comment, &thread),
        because: because(conn, comment.site_id, comment.id)?,
        author: author.unwrap_or_default(),
        body: comment.body,
        state,
    })
}

/// The moderator, as far as the link reaches, and the comment.
fn place(conn: &mut Conn, link: &Link) -> Result<(Viewer, Comment)> {
    let unknown = || Error::NotFound("link");
    let viewer = moderator_of(conn, link.moderator)?;
    let (site, _) = comments::place_of(conn, link.comment)?.ok_or_else(unknown)?;
    if !viewer.is_staff_of(site) {
        return Err(unknown());
    }
    let comment = comments::find(conn, site, link.comment)?.ok_or_else(unknown)?;
    Ok((viewer, comment))
}

/// The last decision of a person on the comment since the mail.
fn last_taken(conn: &mut Conn, comment: &Comment, link: &Link) -> Result<Option<Taken>> {
    let log = decisions::of_comment(conn, comment.site_id, comment.id)?;
    let by_a_person = |actor: ActorKind| matches!(actor, ActorKind::Moderator | ActorKind::Author | ActorKind::Purge);
    let since = |decision: &&crate::model::decision::Logged| {
        decision.decision.revision > link.revision && by_a_person(decision.decision.actor)
    };
    let Some(last) = log.iter().filter(since).max_by_key(|logged| logged.sequence) else { return Ok(None) };
    let decision = &last.decision;
    let by = match decision.actor_id {
        Some(id) => accounts::find(conn, id)?.map(|account| account.display_name),
        None => None,
    };
    Ok(Some(Taken {
        by,
        by_oneself: decision.actor_id == Some(link.moderator),
        action: decision.action,
        at: decision.created_at,
    }))
}

/// Takes the action, and uses the link up. `Err(state)` within: it can be used no more. Errors: `NotFound`; what
/// [`decide::run`] has for the comment as it is.
pub async fn act(
    svc: &Shared,
    token: &str,
    reason: Option<Reason>,
    note: Option<String>,
) -> Result<std::result::Result<Question, Question>> {
    let link = link(svc, token)?;
    let (shared, hash) = (Shared::clone(svc), OpaqueToken::hash(token));
    let (acted, question, thread) = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let now = shared.clock.now();
            let (viewer, found) = place(tx, &link)?;
            tx.lock_thread(found.thread_id.get())?;
            let question = question(&shared, tx, &link, &hash)?;
            let open = question.state == State::Open && spent_links::spend(tx, &hash, link.expires_at)?;
            if !open {
                return Ok((false, question, found.thread_id));
            }
            let request = Request {
                action: link.action,
                reason,
                note: note.filter(|note| !note.trim().is_empty()),
                canned_text: None,
                revision: link.revision,
                overrides_claim: false,
            };
            decide::apply(&shared, tx, &viewer, (found.site_id, found.id), &request, now)?;
            Ok((true, question, found.thread_id))
        })
        .await?;
    if !acted {
        return Ok(Err(question));
    }
    svc.changes.thread_changed(thread);
    svc.metrics.decision_made(question.action.as_str());
    svc.wake_tellers();
    Ok(Ok(question))
}
