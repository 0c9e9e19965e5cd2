//! An author appeals: somebody else than the moderator who decided looks at the comment again. Ordinary decisions on the
//! comment decide on the appeal, see `resolve`.

use std::collections::HashSet;

use super::line_up::{Occasion, line_up_alone};
use super::once::Recorder;
use super::read_comment::{seen, wrote};
use super::{Error, Result, Shared, Viewer};
use crate::model::appeal::{Appeal, can_be_appealed, parse_statement};
use crate::model::comment::Status;
use crate::model::decision::{ActorKind, Decision};
use crate::model::field::FieldErrors;
use crate::model::ids::{CommentId, DecisionId};
use crate::model::time::{DAY, Timestamp};
use crate::moderation::AppealRules;
use crate::store::comments::{self, Comment};
use crate::store::{appeals, decisions, sites};

/// Errors: `Invalid`; `NotFound`; `Forbidden` for others than the author; `Conflict` when there is nothing to appeal
/// against, it was done before, or it is too late.
pub async fn run(
    svc: &Shared,
    viewer: Viewer,
    id: CommentId,
    statement: &str,
    recorder: Recorder<Appeal>,
) -> Result<Appeal> {
    let statement = parse_statement(statement).map_err(|message| FieldErrors::one("statement", message))?;
    let shared = Shared::clone(svc);
    svc.store
        .write::<_, Error, _>(move |tx| {
            viewer.hold(tx)?;
            let now = shared.clock.now();
            let (site, thread) = comments::place_of(tx, id)?.ok_or(Error::NotFound("comment"))?;
            tx.lock_thread(thread.get())?;
            let comment = seen(tx, Some(&viewer), id)?.comment;
            if !wrote(&viewer, &comment) {
                return Err(Error::Forbidden);
            }
            let site = sites::find(tx, site)?.ok_or(Error::NotFound("site"))?;
            let rules = shared.rules.of(&site)?.rules().appeals;
            let decided = decisions::of_comments(tx, &[id])?;
            let (against, _) = appealable(&rules, &comment, &decided, &appeals::of_comments(tx, &[id])?, now)
                .map_err(Error::Conflict)?;
            let appeal = Appeal {
                id: shared.ids.next(now),
                site_id: site.id,
                comment_id: id,
                first_decision_id: against.id,
                first_actor_id: against.actor_id,
                statement: Some(statement),
                outcome: None,
                decision_id: None,
                decided_by: None,
                created_at: now,
                decided_at: None,
            };
            appeals::insert(tx, &appeal)?;
            line_up_alone(&shared, tx, &comment, &Occasion::of(now))?;
            recorder.keep(tx, &appeal, now)?;
            Ok(appeal)
        })
        .await
}

/// The decision on the comment that its author can appeal against, and until when. `decided` and `appeals` are those of
/// the comment, oldest first. Errors: why there is none, in a sentence.
pub(super) fn appealable<'d>(
    rules: &AppealRules,
    comment: &Comment,
    decided: &'d [Decision],
    appeals: &[Appeal],
    now: Timestamp,
) -> std::result::Result<(&'d Decision, Timestamp), &'static str> {
    if !rules.allowed {
        return Err("this site takes no appeals");
    }
    const NOTHING: &str =
        "there is nothing to appeal against: only what a moderator decided against a comment is looked at again";
    if appeals.iter().any(|appeal| appeal.comment_id == comment.id && appeal.outcome.is_none()) {
        return Err("you have appealed already, and somebody will look");
    }
    if !matches!(comment.status, Status::Rejected | Status::Spam) {
        return Err(NOTHING);
    }
    let undone: HashSet<DecisionId> = decided.iter().filter_map(|decision| decision.undoes).collect();
    let counts = |decision: &&Decision| {
        let by_person = matches!(decision.actor, ActorKind::Moderator | ActorKind::Purge);
        by_person
            && decision.comment_id == comment.id
            && can_be_appealed(decision.action)
            && !undone.contains(&decision.id)
    };
    let against = decided.iter().rev().find(counts).ok_or(NOTHING)?;
    if appeals.iter().any(|appeal| appeal.first_decision_id == against.id) {
        return Err("you have appealed against this decision before");
    }
    if appeals.iter().any(|appeal| appeal.decision_id == Some(against.id)) {
        return Err("what was decided on an appeal is final");
    }
    let until = against.created_at.plus(i64::from(rules.within_days) * DAY);
    if until <= now {
        return Err("the time in which one could appeal is over");
    }
    Ok((against, until))
}
