//! Takes a decision back while the site still lets one: the comment is again what it was, and mails that have not left
//! stay here.

use serde::{Deserialize, Serialize};

use super::decide::{check_room, set_state};
use super::judge::{Text, keep_signature};
use super::settle::{Change, Decided, settle};
use super::tell;
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::comment::{Body, Status};
use crate::model::decision::{ActorKind, Decision, LogAction};
use crate::model::ids::{DecisionId, SiteId};
use crate::model::thread::ThreadState;
use crate::model::time::{SECOND, Timestamp};
use crate::store::comments::{self, Comment};
use crate::store::sites::Site;
use crate::store::{Conn, decisions, remote_checks, second_looks, sites, threads};

/// What a comment was before a decision, beside its status; kept with the decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Former {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalated_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit_asked_at: Option<Timestamp>,
    /// Of the thread, if the decision was about that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<ThreadState>,
    /// Of the text, if the decision was about that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<FormerText>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FormerText {
    pub revision: i32,
    pub edited_at: Option<Timestamp>,
    pub staff_edited_at: Option<Timestamp>,
}

impl Former {
    pub fn of(comment: &Comment) -> Self {
        Self {
            reviewed_at: comment.reviewed_at,
            pinned_at: comment.pinned_at,
            escalated_at: comment.escalated_at,
            edit_asked_at: comment.edit_asked_at,
            thread: None,
            text: None,
        }
    }
}

/// The comment as it was before the decision. Errors: `NotFound`; `Forbidden` for others than who decided and the
/// administrators; `Conflict` when the time is over, for what cannot be undone, or when something else was done since.
pub async fn run(svc: &Shared, viewer: Viewer, id: DecisionId) -> Result<Decided> {
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    let restored = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let (site, decision) = decisions::find(tx, id)?.ok_or(Error::NotFound("decision"))?;
            if !viewer.is_staff_of(site) {
                return Err(Error::Forbidden);
            }
            let (_, thread) = comments::place_of(tx, decision.comment_id)?.ok_or(Error::NotFound("comment"))?;
            tx.lock_thread(thread.get())?;
            restore(&shared, tx, &viewer, (site, &decision), now)
        })
        .await?;
    svc.changes.thread_changed(restored.comment.thread_id);
    svc.metrics.decision_made(LogAction::Undo.as_str());
    svc.wake_tellers();
    Ok(restored)
}

/// How long a decision can be taken back, in microseconds.
pub(super) fn window(svc: &Service, site: &Site) -> Result<i64> {
    Ok(i64::from(svc.rules.of(site)?.rules().undo_seconds) * SECOND)
}

/// Whether there is use in asking for it: what [`run`] looks at, but for what only shows when it is done.
pub(super) fn is_possible(
    viewer: &Viewer,
    decision: &Decision,
    comment: &Comment,
    now: Timestamp,
    window: i64,
) -> bool {
    let is_moderators = decision.former.is_some() && decision.from.is_some();
    let is_viewers = decision.actor_id == Some(viewer.id()) || viewer.is_administrator();
    let is_latest = comment.revision == decision.revision && comment.status != Status::Deleted;
    is_moderators && is_viewers && is_latest && decision.created_at.plus(window) > now
}

fn restore(
    svc: &Service,
    tx: &mut Conn,
    viewer: &Viewer,
    (site, decision): (SiteId, &Decision),
    now: Timestamp,
) -> Result<Decided> {
    let (Some(former), Some(status)) = (&decision.former, decision.from) else {
        return Err(Error::Conflict("only what a moderator decided can be undone"));
    };
    let former: Former = serde_json::from_str(former)?;
    if decision.actor_id != Some(viewer.id()) && !viewer.is_administrator() {
        return Err(Error::Forbidden);
    }
    let settings = sites::find(tx, site)?.ok_or(Error::NotFound("site"))?;
    let window = window(svc, &settings)?;
    if decision.created_at.plus(window) <= now {
        return Err(Error::Conflict("the time in which it could be undone is over; decide anew"));
    }
    let before = comments::find(tx, site, decision.comment_id)?.ok_or(Error::NotFound("comment"))?;
    if before.revision != decision.revision || before.status == Status::Deleted {
        return Err(Error::Overtaken);
    }
    if former.pinned_at.is_some() && before.pinned_at.is_none() {
        check_room(tx, &before)?;
    }
    if let Some(state) = former.thread {
        let thread = threads::find(tx, site, before.thread_id)?.ok_or(Error::NotFound("thread"))?;
        set_state(tx, thread, state)?;
    }
    let after = Comment {
        reviewed_at: former.reviewed_at,
        pinned_at: former.pinned_at,
        escalated_at: former.escalated_at,
        edit_asked_at: former.edit_asked_at,
        ..before.moved_to(status)
    };
    let (written, after) = match former.text {
        Some(text) => with_text(tx, after, &text, now)?,
        None => (comments::move_on(tx, &after)?, after),
    };
    if !written {
        return Err(Error::Internal("a comment changed though its thread is locked".to_owned()));
    }
    second_looks::withdraw(tx, site, decision.id)?;
    remote_checks::withdraw(tx, decision.id)?;
    let told = tell::withdraw(tx, decision.id, before.account_id, now)?;
    let change = Change {
        actor_id: Some(viewer.id()),
        undoes: Some(decision.id),
        tells_author: told,
        ..Change::of(&before, ActorKind::Moderator, LogAction::Undo, now)
    };
    let decision = settle(svc, tx, &after, &change)?;
    Ok(Decided { comment: after, decision })
}

/// Brings a former text back, as a revision of its own.
fn with_text(tx: &mut Conn, after: Comment, former: &FormerText, now: Timestamp) -> Result<(bool, Comment)> {
    let revisions = comments::revisions(tx, after.site_id, after.id)?;
    let found = revisions.into_iter().find(|text| text.revision == former.revision);
    let found = found.ok_or_else(|| Error::Internal("a text that a decision names is not there".to_owned()))?;
    let text = Text::of(Body::parse(&found.body).map_err(Error::Internal)?);
    let after = Comment {
        body: text.body.source().to_owned(),
        body_html: text.rendered.html,
        fingerprint: text.fingerprint,
        language: text.language.map(str::to_owned),
        edited_at: former.edited_at,
        staff_edited_at: former.staff_edited_at,
        ..after
    };
    let written = comments::edit(tx, &after, now, true)?;
    remote_checks::drop_all(tx, after.site_id, after.id, now)?;
    keep_signature(tx, &after, text.runs.as_ref(), None)?;
    Ok((written, after))
}
