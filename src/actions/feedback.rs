//! What moderators decide is told to the servers that saw it otherwise, so that they learn. It leaves once it cannot be
//! undone any more.

use super::{Result, Service};
use crate::model::checker::{Checker, Task, TaskState, Verdict};
use crate::model::comment::Status;
use crate::model::decision::{Action, Reason};
use crate::model::ids::DecisionId;
use crate::model::time::{SECOND, Timestamp};
use crate::store::comments::{self, Comment};
use crate::store::remote_checks::RemoteCheck;
use crate::store::{Conn, remote_checks, sites};

/// Owes Akismet what was decided, unless it said so itself or has been told. What was owed before and is not said yet
/// is owed no more.
pub(super) fn owe(
    svc: &Service,
    tx: &mut Conn,
    comment: &Comment,
    (action, reason, decision): (Action, Option<Reason>, DecisionId),
    now: Timestamp,
) -> Result<()> {
    let (task, means) = match (action, reason) {
        (Action::Spam, _) | (Action::Reject, Some(Reason::Spam)) => (Task::Spam, Verdict::Hold),
        (Action::Approve, _) if comment.status == Status::Published => (Task::Ham, Verdict::Pass),
        _ => return Ok(()),
    };
    let asked = remote_checks::of_comment(tx, comment.site_id, comment.id)?;
    let mut asked: Vec<RemoteCheck> = asked.into_iter().filter(|it| it.checker == Checker::Akismet).collect();
    if asked.is_empty() {
        return Ok(());
    }
    for unsaid in asked.iter().filter(|it| it.task != Task::Check && it.state == TaskState::Waiting) {
        if let Some(decision) = unsaid.decision_id {
            remote_checks::withdraw(tx, decision)?;
        }
    }
    let text = comments::latest_texts(tx, comment.site_id, &[comment.id])?.remove(&comment.id);
    asked.retain(|it| it.state == TaskState::Done && Some(it.revision) == text);
    // Newest first: what it was told counts more than what it once said.
    let Some(latest) = asked.first() else { return Ok(()) };
    if latest.said == Some(means) {
        return Ok(());
    }
    let site = sites::find(tx, comment.site_id)?.ok_or(super::Error::NotFound("site"))?;
    let window = i64::from(svc.rules.of(&site)?.rules().undo_seconds);
    let owed = RemoteCheck {
        id: svc.ids.next(now),
        site_id: comment.site_id,
        comment_id: comment.id,
        revision: latest.revision,
        checker: Checker::Akismet,
        task,
        state: TaskState::Waiting,
        aim: None,
        attempts: 0,
        next_attempt_at: now.plus(window * SECOND),
        leased_until: None,
        last_error: None,
        said: None,
        user_ip: None,
        user_agent: None,
        referrer: None,
        decision_id: Some(decision),
        created_at: now,
        finished_at: None,
    };
    Ok(remote_checks::insert(tx, &owed)?)
}
