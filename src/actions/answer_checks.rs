//! What becomes of the questions to other servers: taken under a lease, put into words, and answered. Asking itself is
//! the caller's, outside of any transaction.

use super::judge::main_reason;
use super::line_up::{Occasion, line_up_alone};
use super::settle::{Change, settle};
use super::{Error, Result, Service, Shared};
use crate::model::checker::{
    Access, AskedAuthor, AskedComment, AskedThread, Checker, Opinion, Question, Settings, Task, TaskState, Verdict,
    next_attempt,
};
use crate::model::comment::{AuthorKind, Status};
use crate::model::decision::{ActorKind, LogAction, Reason};
use crate::model::finding::{Effect, Field, Finding};
use crate::model::ids::SiteId;
use crate::model::sanction::SanctionKind;
use crate::model::time::{MINUTE, Timestamp};
use crate::model::trust::Trust;
use crate::moderation::settings::CheckRule;
use crate::store::comments::{self, Comment};
pub use crate::store::remote_checks::RemoteCheck;
use crate::store::sites::{self, Site};
use crate::store::{Conn, Turn, accounts, authors, checkers, findings, remote_checks, sanctions, threads};

/// How long a worker may hold a question; one that died with it is followed by another attempt after this.
const LEASE: i64 = MINUTE;
const OBJECTS: &str = "Another server has something against this comment.";
const FAILED: &str =
    "A server that looks at comments could not be reached, so a moderator looks at this one before it appears.";
const FAILED_NOTE: &str = "A server that looks at comments could not be reached.";
const MEASURE: &str = "A measure was taken against the author while the comment waited.";

/// How asking went.
pub enum Ending {
    Answered(Opinion),
    /// What was to be said was said.
    Told,
    /// For now, or for good if it was the last attempt; why.
    Failed(String),
    /// There is nothing to ask any more.
    Dropped,
}

/// What became of the question, for the metrics.
pub type Outcome = &'static str;

/// The next questions that are due, now held by the caller.
pub async fn take(svc: &Shared, most: i64) -> Result<Vec<RemoteCheck>> {
    let now = svc.clock.now();
    let due = svc.store.read::<_, Error, _>(move |conn| Ok(remote_checks::due(conn, now, most)?)).await?;
    if due.is_empty() {
        return Ok(due);
    }
    svc.store
        .write::<_, Error, _>(move |tx| {
            let mut held = Vec::with_capacity(due.len());
            for check in due {
                if remote_checks::lease(tx, &check, now.plus(LEASE))? {
                    held.push(RemoteCheck { attempts: check.attempts + 1, ..check });
                }
            }
            Ok(held)
        })
        .await
}

/// All that the server is told. `None`: the comment has another text now, or is gone, or the site does not ask that
/// server any more.
pub async fn question(svc: &Shared, check: &RemoteCheck) -> Result<Option<Question>> {
    let (shared, check) = (Shared::clone(svc), check.clone());
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = sites::find(conn, check.site_id)?.ok_or(Error::NotFound("site"))?;
            let rules = shared.rules.of(&site)?;
            let Some(row) = checkers::find(conn, site.id, check.checker)? else { return Ok(None) };
            let off = rules.check(check.checker.as_str()).is_off();
            let Some(comment) = present(conn, &check)?.filter(|_| !off) else { return Ok(None) };
            let thread = threads::find(conn, site.id, comment.thread_id)?.ok_or(Error::NotFound("thread"))?;
            let account = comment.account_id.map(|id| accounts::find(conn, id)).transpose()?.flatten();
            let record = authors::record(conn, site.id, comment.author_key)?;
            let staff = comment.author_kind == AuthorKind::Staff;
            let author = AskedAuthor {
                name: account.as_ref().map(|it| it.display_name.clone()).or(comment.guest_name).unwrap_or_default(),
                kind: comment.author_kind,
                trust: if staff { Trust::Staff } else { rules.rules().trust.level(record) },
                published: record.published,
                email: account.map_or(comment.guest_email, |account| account.email),
                website: comment.guest_website,
            };
            Ok(Some(Question {
                id: check.id,
                task: check.task,
                access: access(&shared, site.id, &row)?,
                site_id: site.id,
                site: site.slug,
                comment: AskedComment {
                    id: comment.id,
                    revision: check.revision,
                    parent_id: comment.parent_id,
                    body: comment.body,
                    body_html: comment.body_html,
                    language: comment.language,
                    created_at: comment.created_at,
                },
                author,
                thread: AskedThread { url: thread.url, title: thread.title, published_at: thread.published_at },
                sender: check.sender(),
            }))
        })
        .await
}

/// Errors: `Internal` when the secret cannot be opened.
pub(super) fn access(svc: &Service, site: SiteId, row: &checkers::CheckerRow) -> Result<Access> {
    let settings: Settings = serde_json::from_str(&row.settings)?;
    let secret = svc.sealer.open(&owner(site, row.checker), &row.sealed_secret).map_err(Error::Internal)?;
    Ok(Access { settings, secret })
}

/// Whose a sealed secret is.
pub(super) fn owner(site: SiteId, checker: Checker) -> String {
    format!("{site} {}", checker.as_str())
}

/// The comment, if it still says what the question is about.
fn present(conn: &mut Conn, check: &RemoteCheck) -> Result<Option<Comment>> {
    let Some(comment) = comments::find(conn, check.site_id, check.comment_id)? else { return Ok(None) };
    let text = comments::latest_texts(conn, check.site_id, &[comment.id])?.remove(&comment.id);
    Ok(Some(comment).filter(|comment| comment.status != Status::Deleted && text == Some(check.revision)))
}

/// Writes down how asking went, and if it was the last answer that the comment waited for, what becomes of it.
pub async fn finish(svc: &Shared, check: RemoteCheck, ending: Ending) -> Result<Outcome> {
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    let (outcome, changed) = svc.store.write::<_, Error, _>(move |tx| write(&shared, tx, &check, ending, now)).await?;
    if let Some(comment) = changed {
        svc.changes.thread_changed(comment.thread_id);
        svc.wake_tellers();
    }
    Ok(outcome)
}

/// What became of the question, and the comment if it changed.
fn write(
    svc: &Service,
    tx: &mut Conn,
    check: &RemoteCheck,
    ending: Ending,
    now: Timestamp,
) -> Result<(Outcome, Option<Comment>)> {
    let attempt = (check, check.attempts);
    if let Ending::Failed(why) = &ending
        && let Some(pause) = next_attempt(check.attempts, check.id)
    {
        remote_checks::put_off(tx, attempt, now.plus(pause), why)?;
        return Ok(("retry", None));
    }
    if check.task != Task::Check {
        let (state, outcome) = match &ending {
            Ending::Answered(_) | Ending::Told => (TaskState::Done, "told"),
            Ending::Failed(_) => (TaskState::Failed, "failed"),
            Ending::Dropped => (TaskState::Dropped, "dropped"),
        };
        let said = if check.task == Task::Spam { Verdict::Hold } else { Verdict::Pass };
        let said = Some(said).filter(|_| state == TaskState::Done);
        remote_checks::finish(tx, attempt, state, said, why(&ending), now)?;
        return Ok((outcome, None));
    }
    let Some(before) = comments::find(tx, check.site_id, check.comment_id)? else {
        remote_checks::finish(tx, attempt, TaskState::Dropped, None, None, now)?;
        return Ok(("dropped", None));
    };
    hold_author(tx, &before)?;
    tx.lock_thread(before.thread_id.get())?;
    let site = sites::find(tx, check.site_id)?.ok_or(Error::NotFound("site"))?;
    let rule = svc.rules.of(&site)?.check(check.checker.as_str());
    let (state, said, found, outcome) = match &ending {
        Ending::Answered(opinion) => {
            let found = found(opinion, check.checker, rule);
            let outcome = if opinion.verdict == Verdict::Pass { "passed" } else { "found" };
            (TaskState::Done, Some(opinion.verdict), found, outcome)
        }
        Ending::Failed(_) => (TaskState::Failed, None, vec![failure(check.checker, rule)], "failed"),
        Ending::Told | Ending::Dropped => (TaskState::Dropped, None, Vec::new(), "dropped"),
    };
    if !remote_checks::finish(tx, attempt, state, said, why(&ending), now)? {
        return Ok(("late", None));
    }
    let Some(comment) = present(tx, check)? else {
        remote_checks::wait_is_over(tx, check.site_id, (check.comment_id, check.revision))?;
        return Ok(("dropped", None));
    };
    let text = (comment.id, check.revision);
    findings::remove(tx, site.id, text, check.checker.as_str())?;
    for finding in &found {
        findings::insert(tx, site.id, text, svc.ids.next(now), finding)?;
    }
    if let Some(aim) = check.aim
        && !remote_checks::is_awaited(tx, site.id, comment.id)?
    {
        remote_checks::wait_is_over(tx, site.id, text)?;
        if is_left_to_machines(&comment) {
            return Ok((outcome, Some(conclude(svc, tx, &site, (comment, check.revision), aim, now)?)));
        }
    }
    // What was found weighs on the lists where the comment is.
    line_up_alone(svc, tx, &comment, &Occasion::of(now))?;
    Ok((outcome, None))
}

fn why(ending: &Ending) -> Option<&str> {
    match ending {
        Ending::Failed(why) => Some(why),
        _ => None,
    }
}

/// From here to the transaction's end no measure against the author is taken.
fn hold_author(tx: &mut Conn, comment: &Comment) -> Result<()> {
    let guest = match comment.account_id {
        Some(account) => {
            tx.hold_account(account.get())?;
            None
        }
        None => Some(comment.author_key),
    };
    let mut keys: Vec<i64> = guest.into_iter().chain(comment.network_key).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        tx.take_turns(key, Turn::Shared)?;
    }
    Ok(())
}

/// What the answer is to the comment, with the effect that the site gives it. A server that lets it pass may still
/// leave a note.
fn found(opinion: &Opinion, checker: Checker, rule: CheckRule) -> Vec<Finding> {
    let effect = match opinion.verdict {
        Verdict::Pass => Effect::Note,
        Verdict::Note => rule.effect(Effect::Note),
        Verdict::Hold => rule.effect(Effect::Hold),
        Verdict::Reject => rule.effect(Effect::Refuse),
    };
    if *opinion == Opinion::pass() {
        return Vec::new();
    }
    let message = if opinion.message.is_empty() && opinion.verdict != Verdict::Pass {
        OBJECTS.to_owned()
    } else {
        opinion.message.clone()
    };
    let finding = Finding {
        check: checker.as_str().to_owned(),
        effect,
        reason: opinion.reason,
        score: opinion.score,
        message,
        field: None,
        span: None,
    };
    if opinion.spans.is_empty() {
        return vec![finding];
    }
    let at = |span: &_| Finding { field: Some(Field::Body), span: Some(*span), ..finding.clone() };
    opinion.spans.iter().map(at).collect()
}

fn failure(checker: Checker, rule: CheckRule) -> Finding {
    let effect = rule.effect_of_error();
    let message = if effect == Effect::Note { FAILED_NOTE } else { FAILED };
    let (check, message) = (checker.as_str().to_owned(), message.to_owned());
    Finding { check, effect, reason: Reason::Other, score: 10, message, field: None, span: None }
}

/// Whether it waits, and no person has had anything to do with that.
pub(super) fn is_left_to_machines(comment: &Comment) -> bool {
    let touched = comment.reviewed_at.or(comment.escalated_at).or(comment.edit_asked_at);
    comment.status == Status::Pending && touched.is_none()
}

/// All answers are in: the comment becomes what it was to be, unless something stands against it. To be asked only of one
/// that [`is_left_to_machines`]: if a person has decided meanwhile, that stands.
fn conclude(
    svc: &Service,
    tx: &mut Conn,
    site: &Site,
    (before, text): (Comment, i32),
    aim: Status,
    now: Timestamp,
) -> Result<Comment> {
    let all = findings::of_comments(tx, site.id, &[before.id])?.into_iter();
    let of_text: Vec<Finding> = all.filter(|(_, revision, _)| *revision == text).map(|(.., finding)| finding).collect();
    let of_others = of_text.iter().filter(|finding| Checker::parse(&finding.check).is_ok());
    let strongest = of_others.max_by_key(|finding| finding.effect);
    let mut status = match strongest.map(|finding| (finding.effect, finding.reason)) {
        Some((Effect::Refuse, Reason::Spam)) => Status::Spam,
        Some((Effect::Refuse, _)) => Status::Rejected,
        Some((Effect::Hold, _)) => Status::Pending,
        _ => aim,
    };
    if status == Status::Published {
        status = as_measured(svc, tx, &before, (text, status), now)?;
    }
    let after = before.moved_to(status);
    if !comments::move_on(tx, &after)? {
        return Err(Error::Internal("a comment changed though its thread is locked".to_owned()));
    }
    let reason = main_reason(&of_text).filter(|_| status != Status::Published);
    let change = Change { reason, ..Change::of(&before, ActorKind::Pipeline, LogAction::Check, now) };
    settle(svc, tx, &after, &change)?;
    Ok(after)
}

/// What a measure makes of it that was taken while it waited.
fn as_measured(
    svc: &Service,
    tx: &mut Conn,
    comment: &Comment,
    (text, status): (i32, Status),
    now: Timestamp,
) -> Result<Status> {
    if comment.author_kind == AuthorKind::Staff {
        return Ok(status);
    }
    let suspect = super::keys::author_of(svc, tx, comment)?;
    let in_force = sanctions::in_force(tx, comment.site_id, suspect, comment.network_key, now)?;
    let kinds = in_force.iter().map(|sanction| sanction.kind).filter(|kind| *kind != SanctionKind::Warn);
    let strictest = kinds.max_by_key(|kind| kind.severity());
    Ok(match strictest {
        None | Some(SanctionKind::Warn) => status,
        Some(SanctionKind::Mute) => Status::Muted,
        Some(SanctionKind::Premoderate | SanctionKind::Suspend | SanctionKind::Ban) => {
            let (check, message) = ("sanction".to_owned(), MEASURE.to_owned());
            let (effect, reason) = (Effect::Hold, Reason::Other);
            let finding = Finding { check, effect, reason, score: 50, message, field: None, span: None };
            findings::insert(tx, comment.site_id, (comment.id, text), svc.ids.next(now), &finding)?;
            Status::Pending
        }
    })
}
