//! What a decision means for the reports and the appeal that wait on a comment: they are closed with it, and open again
//! when it is undone. Ordinary decisions do that, so whatever decides on comments decides on these too.

use super::tell_people::tell_reporters;
use super::{Result, Service};
use crate::model::appeal::{Appeal, AppealOutcome};
use crate::model::comment::Status;
use crate::model::decision::{ActorKind, Decision, LogAction};
use crate::model::report::ReportOutcome;
use crate::store::comments::Comment;
use crate::store::{Conn, appeals, reports};

/// The open appeal on the comment that the decision closes, and what it comes to.
pub(super) fn appeal_decided(
    tx: &mut Conn,
    comment: &Comment,
    decision: &Decision,
) -> Result<Option<(Appeal, AppealOutcome)>> {
    let Some(appeal) = appeals::open(tx, comment.site_id, comment.id)? else { return Ok(None) };
    let outcome = match decision.action {
        LogAction::Approve => AppealOutcome::Overturned,
        LogAction::Reject | LogAction::Spam => AppealOutcome::Upheld,
        LogAction::Delete => AppealOutcome::Moot,
        LogAction::Undo if decision.undoes == Some(appeal.first_decision_id) => AppealOutcome::Moot,
        _ => return Ok(None),
    };
    Ok(Some((appeal, outcome)))
}

/// What the decision says of the reports that are open; `None`: they stay so. `status`: what the comment is after it.
const fn said_of_reports(actor: ActorKind, action: LogAction, status: Status) -> Option<ReportOutcome> {
    match (actor, action) {
        // What was approved is taken down again as it had been: those who reported it meanwhile were right.
        (ActorKind::Moderator, LogAction::Undo) if matches!(status, Status::Rejected | Status::Spam) => {
            Some(ReportOutcome::Confirmed)
        }
        (ActorKind::Moderator, LogAction::Approve) => Some(ReportOutcome::Dismissed),
        (ActorKind::Moderator, LogAction::Reject | LogAction::Spam | LogAction::Delete)
        | (ActorKind::Purge, LogAction::Reject) => Some(ReportOutcome::Confirmed),
        (ActorKind::Author, LogAction::Delete) => Some(ReportOutcome::Moot),
        _ => None,
    }
}

/// To be called when the decision is in the log, whose head then keeps others from moving the same reporters' records.
pub(super) fn follow(
    svc: &Service,
    tx: &mut Conn,
    comment: &Comment,
    decision: &Decision,
    appeal: Option<(Appeal, AppealOutcome)>,
) -> Result<()> {
    let (site, now) = (comment.site_id, decision.created_at);
    if let Some((appeal, outcome)) = appeal {
        let by = decision.actor_id.filter(|_| outcome != AppealOutcome::Moot);
        appeals::close(tx, &appeal, outcome, (decision.id, by), now)?;
    }
    if let Some(undone) = decision.undoes {
        appeals::reopen(tx, site, undone)?;
        let closed = reports::closed_by(tx, site, comment.id, undone)?;
        reports::reopen(tx, &closed)?;
    }
    let Some(outcome) = said_of_reports(decision.actor, decision.action, comment.status) else { return Ok(()) };
    let open = reports::open(tx, site, comment.id)?;
    if open.is_empty() {
        return Ok(());
    }
    reports::close(tx, &open, outcome, decision.id, now)?;
    tell_reporters(svc, tx, comment, decision, &open, outcome)
}
