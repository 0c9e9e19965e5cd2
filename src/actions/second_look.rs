//! A second moderator looks at some decisions without knowing the first: it changes nothing about the comment, and tells how
//! far the staff agree.

use super::once::Recorder;
use super::read_sites::{site_of_administrator, site_of_staff};
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::comment::Status;
use crate::model::decision::{Action, Reason};
use crate::model::field::FieldErrors;
use crate::model::finding::Finding;
use crate::model::ids::{AccountId, CommentId, DecisionId, SecondLookId};
use crate::model::page::{Cursor, Page, PageRequest};
use crate::model::second_look::{Verdict, is_drawn};
use crate::model::time::Timestamp;
use crate::store::comments::{self, Comment, Listed};
pub use crate::store::second_looks::SecondLook;
use crate::store::threads::{self, Thread};
use crate::store::{Conn, accounts, findings, second_looks, sites};

/// Lets a second moderator look at a decision if its site wants that and it is drawn; in the transaction of the decision.
pub(super) fn perhaps_ask(
    svc: &Service,
    tx: &mut Conn,
    viewer: &Viewer,
    (comment, decision): (&Comment, DecisionId),
    (action, reason): (Action, Option<Reason>),
    now: Timestamp,
) -> Result<()> {
    let Some(first_verdict) = Verdict::of(action) else { return Ok(()) };
    let site = sites::find(tx, comment.site_id)?.ok_or(Error::NotFound("site"))?;
    if !is_drawn(decision, svc.rules.of(&site)?.rules().second_looks_percent) {
        return Ok(());
    }
    let look = SecondLook {
        id: svc.ids.next(now),
        site_id: site.id,
        comment_id: comment.id,
        decision_id: decision,
        first_by: viewer.id(),
        first_verdict,
        first_reason: reason,
        created_at: now,
        second_by: None,
        verdict: None,
        reason: None,
        looked_at: None,
    };
    Ok(second_looks::insert(tx, &look)?)
}

/// A comment as the first moderator saw it.
pub struct ToLookAt {
    pub id: SecondLookId,
    pub asked_at: Timestamp,
    pub listed: Listed,
    pub thread: Thread,
    /// The comment it replies to.
    pub parent: Option<Listed>,
    /// Of its present text.
    pub findings: Vec<Finding>,
}

/// What the viewer can look at, oldest first: never what the viewer has decided on. Errors: `NotFound` site; `Forbidden`.
pub async fn open(svc: &Shared, viewer: Viewer, slug: &str, request: PageRequest) -> Result<Page<ToLookAt>> {
    let slug = slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let rows = second_looks::open_to(conn, site.id, viewer.id(), request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |look| Cursor::by_id(look.id.get()));
            let ids: Vec<CommentId> = page.items.iter().map(|look| look.comment_id).collect();
            let found = findings::of_comments(conn, site.id, &ids)?;
            let texts = comments::latest_texts(conn, site.id, &ids)?;
            let mut items = Vec::with_capacity(page.items.len());
            for look in page.items {
                let listed = comments::find_listed(conn, site.id, look.comment_id)?;
                let listed = listed.ok_or(Error::NotFound("comment"))?;
                let thread = threads::find(conn, site.id, listed.0.thread_id)?.ok_or(Error::NotFound("thread"))?;
                let parent = match listed.0.parent_id {
                    Some(parent) => comments::find_listed(conn, site.id, parent)?,
                    None => None,
                };
                let text = texts.get(&look.comment_id);
                let of_text = found.iter().filter(|(id, revision, _)| *id == look.comment_id && Some(revision) == text);
                let findings = of_text.map(|(.., finding)| finding.clone()).collect();
                items.push(ToLookAt { id: look.id, asked_at: look.created_at, listed, thread, parent, findings });
            }
            Ok(Page { items, next: page.next })
        })
        .await
}

/// A second look that was given, and who the two moderators are.
#[derive(Debug, Clone)]
pub struct Compared {
    pub look: SecondLook,
    pub first_name: Option<String>,
    pub second_name: Option<String>,
}

/// Where the two would have done different things, newest first. Errors: `NotFound` site; `Forbidden` unless an
/// administrator.
pub async fn disagreed(svc: &Shared, viewer: Viewer, slug: &str, request: PageRequest) -> Result<Page<Compared>> {
    let slug = slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_administrator(conn, &viewer, &slug)?;
            let rows = second_looks::disagreed(conn, site.id, request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |look| Cursor::by_id(look.id.get()));
            let mut items = Vec::with_capacity(page.items.len());
            for look in page.items {
                items.push(compared(conn, look)?);
            }
            Ok(Page { items, next: page.next })
        })
        .await
}

fn compared(conn: &mut Conn, look: SecondLook) -> Result<Compared> {
    let mut name = |id: Option<AccountId>| -> Result<Option<String>> {
        let Some(id) = id else { return Ok(None) };
        Ok(accounts::find(conn, id)?.map(|account| account.display_name).filter(|name| !name.is_empty()))
    };
    let (first_name, second_name) = (name(Some(look.first_by))?, name(look.second_by)?);
    Ok(Compared { look, first_name, second_name })
}

/// Keeps what the viewer would have decided; the look with what the first moderator did. Errors: `NotFound`; `Forbidden`
/// unless on the site's staff, and for whoever decided first; `Invalid`; `Conflict` when it was looked at, or the comment
/// is not what it was.
pub async fn answer(
    svc: &Shared,
    viewer: Viewer,
    id: SecondLookId,
    (verdict, reason): (Verdict, Option<Reason>),
    recorder: Recorder<Compared>,
) -> Result<Compared> {
    let now = svc.clock.now();
    svc.store
        .write::<_, Error, _>(move |tx| {
            let look = second_looks::find(tx, id)?.ok_or(Error::NotFound("second look"))?;
            if !viewer.is_staff_of(look.site_id) || look.first_by == viewer.id() {
                return Err(Error::Forbidden);
            }
            viewer.hold(tx)?;
            let mut errors = FieldErrors::default();
            errors.require("reason", reason.is_none() || verdict != Verdict::Approve, "is for what is not approved");
            errors.finish()?;
            let comment = comments::find(tx, look.site_id, look.comment_id)?.ok_or(Error::NotFound("comment"))?;
            let changed = comment.edited_at.max(comment.staff_edited_at).is_some_and(|at| at > look.created_at);
            if changed || comment.status == Status::Deleted {
                return Err(Error::Conflict("the comment is not what was decided on any more"));
            }
            if !second_looks::answer(tx, look.site_id, id, (viewer.id(), verdict, reason), now)? {
                return Err(Error::Conflict("somebody has looked at it already"));
            }
            let look = SecondLook {
                second_by: Some(viewer.id()),
                verdict: Some(verdict),
                reason,
                looked_at: Some(now),
                ..look
            };
            let compared = compared(tx, look)?;
            recorder.keep(tx, &compared, now)?;
            Ok(compared)
        })
        .await
}
