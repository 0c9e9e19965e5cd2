//! Who is mailed about what was done to a comment: its author, the author of the comment it replies to, and the
//! administrators if it was left to them; and those who had reported it. What a moderator decided is told once it cannot be undone any more.

use super::{Error, Result, Service};
use crate::model::appeal::{AppealOutcome, can_be_appealed};
use crate::model::comment::{Status, excerpt};
use crate::model::decision::{ActorKind, Decision, LogAction, Reason};
use crate::model::ids::{AccountId, CommentId};
use crate::model::mail::Notice;
use crate::model::report::{Report, ReportOutcome};
use crate::model::time::{DAY, SECOND, Timestamp};
use crate::notifications::recipients::{Owed, Preferences, for_decision, for_reply};
use crate::store::accounts::{self, Account};
use crate::store::comments::{self, Comment};
use crate::store::outbox::{self, NewMail};
use crate::store::threads::{self, Thread};
use crate::store::{Conn, sites};

/// Characters of a comment that a mail quotes.
const EXCERPT: usize = 280;

/// What was done, and where.
struct Case<'a> {
    comment: &'a Comment,
    thread: Thread,
    decision: &'a Decision,
    /// Not before this is a mail about it sent.
    not_before: Timestamp,
}

/// What the comment's author is told of.
pub(super) struct Telling {
    /// Whether anything, should it be something that authors hear of.
    pub author: bool,
    /// That the decision answers an appeal.
    pub appeal: Option<AppealOutcome>,
}

/// Owes the mails that `decision` brings; `comment` is as it now stands.
pub(super) fn owe_mails(
    svc: &Service,
    tx: &mut Conn,
    comment: &Comment,
    decision: &Decision,
    telling: Telling,
) -> Result<()> {
    let appears = comment.status == Status::Published && decision.from != Some(Status::Published);
    let parent = comment.parent_id.filter(|_| appears);
    let author = comment.account_id.filter(|_| telling.author && decision.actor == ActorKind::Moderator);
    let escalated = decision.action == LogAction::Escalate;
    if parent.is_none() && author.is_none() && !escalated {
        return Ok(());
    }
    let thread = threads::find(tx, comment.site_id, comment.thread_id)?.ok_or(Error::NotFound("thread"))?;
    let case = Case { comment, thread, decision, not_before: not_before(svc, tx, comment, decision)? };
    if let Some(author) = author {
        tell_author(svc, tx, &case, author, telling.appeal)?;
    }
    if let Some(parent) = parent {
        tell_parent(svc, tx, &case, parent)?;
    }
    if escalated {
        tell_administrators(svc, tx, &case)?;
    }
    Ok(())
}

fn not_before(svc: &Service, tx: &mut Conn, comment: &Comment, decision: &Decision) -> Result<Timestamp> {
    if decision.former.is_none() {
        return Ok(decision.created_at);
    }
    let site = sites::find(tx, comment.site_id)?.ok_or(Error::NotFound("site"))?;
    let window = i64::from(svc.rules.of(&site)?.rules().undo_seconds);
    Ok(decision.created_at.plus(window * SECOND))
}

fn tell_author(
    svc: &Service,
    tx: &mut Conn,
    case: &Case<'_>,
    id: AccountId,
    appeal: Option<AppealOutcome>,
) -> Result<()> {
    let Case { comment, thread, decision, .. } = case;
    let Some(author) = accounts::find(tx, id)? else { return Ok(()) };
    let wants = preferences(&author)?.decisions;
    let asked = decision.action == LogAction::AskEdit;
    let owed = for_decision(decision.from, comment.status, decision.actor, true, wants);
    let (name, article_title, article_url) = (author.display_name.clone(), title_of(thread), thread.url.clone());
    let quoted = excerpt(&comment.body, EXCERPT);
    let answer = appeal.filter(|outcome| *outcome != AppealOutcome::Moot);
    let notice = match (answer, owed) {
        // Whoever has asked gets the answer, and no other mail about the same decision.
        (Some(outcome), _) => Notice::AppealOutcome {
            name,
            article_title,
            article_url,
            comment: comment.id,
            excerpt: quoted,
            outcome,
            reason: decision.reason,
            note: decision.note.clone(),
        },
        // Whoever does not answer would wait for ever, so this one is sent to everybody.
        _ if asked => Notice::EditAsked {
            name,
            article_title,
            article_url,
            comment: comment.id,
            excerpt: quoted,
            note: decision.note.clone().unwrap_or_default(),
        },
        (None, None) => return Ok(()),
        (None, Some(Owed::Published)) => {
            Notice::CommentPublished { name, article_title, article_url, comment: comment.id, excerpt: quoted }
        }
        (None, Some(Owed::NotPublished)) => Notice::CommentNotPublished {
            name,
            article_title,
            article_url,
            comment: comment.id,
            excerpt: quoted,
            reason: decision.reason.unwrap_or(Reason::Other),
            note: decision.note.clone(),
            appeal_until: appeal_until(svc, tx, case)?,
        },
    };
    owe(svc, tx, case, &author, &notice, None)
}

/// Of a decision against the comment: until when its author can appeal, if the site takes appeals.
fn appeal_until(svc: &Service, tx: &mut Conn, case: &Case<'_>) -> Result<Option<Timestamp>> {
    if !can_be_appealed(case.decision.action) {
        return Ok(None);
    }
    let site = sites::find(tx, case.comment.site_id)?.ok_or(Error::NotFound("site"))?;
    let rules = svc.rules.of(&site)?.rules().appeals;
    let until = case.decision.created_at.plus(i64::from(rules.within_days) * DAY);
    Ok(rules.allowed.then_some(until))
}

/// Tells those with an account what became of the comment that they had reported, but for whoever decided.
pub(super) fn tell_reporters(
    svc: &Service,
    tx: &mut Conn,
    comment: &Comment,
    decision: &Decision,
    reports: &[Report],
    outcome: ReportOutcome,
) -> Result<()> {
    let people = reports.iter().filter_map(|report| report.account_id);
    let people: Vec<AccountId> = people.filter(|id| decision.actor_id != Some(*id)).collect();
    if people.is_empty() {
        return Ok(());
    }
    let thread = threads::find(tx, comment.site_id, comment.thread_id)?.ok_or(Error::NotFound("thread"))?;
    let case = Case { comment, thread, decision, not_before: not_before(svc, tx, comment, decision)? };
    for id in people {
        let Some(reporter) = accounts::find(tx, id)? else { continue };
        if !preferences(&reporter)?.reports {
            continue;
        }
        let notice = Notice::ReportOutcome {
            name: reporter.display_name.clone(),
            article_title: title_of(&case.thread),
            article_url: case.thread.url.clone(),
            comment: comment.id,
            outcome,
        };
        owe(svc, tx, &case, &reporter, &notice, None)?;
    }
    Ok(())
}

fn tell_parent(svc: &Service, tx: &mut Conn, case: &Case<'_>, parent: CommentId) -> Result<()> {
    let Case { comment: reply, thread, .. } = case;
    let Some(parent) = comments::find(tx, reply.site_id, parent)? else { return Ok(()) };
    let Some(id) = parent.account_id else { return Ok(()) };
    let Some(author) = accounts::find(tx, id)? else { return Ok(()) };
    let wants = parent.follow && preferences(&author)?.replies;
    if !for_reply(Some(id), reply.account_id, wants) {
        return Ok(());
    }
    let replier = match reply.account_id {
        Some(replier) => accounts::find(tx, replier)?.map(|account| account.display_name),
        None => reply.guest_name.clone(),
    };
    let notice = Notice::Reply {
        name: author.display_name.clone(),
        replier: replier.unwrap_or_default(),
        article_title: title_of(thread),
        article_url: thread.url.clone(),
        comment: reply.id,
        excerpt: excerpt(&reply.body, EXCERPT),
        own_excerpt: excerpt(&parent.body, EXCERPT),
    };
    // A reply that is taken down and published again owes no second mail.
    let key = format!("reply:{}:{id}", reply.id);
    owe(svc, tx, case, &author, &notice, Some(&key))
}

fn tell_administrators(svc: &Service, tx: &mut Conn, case: &Case<'_>) -> Result<()> {
    let Case { comment, thread, decision, .. } = case;
    let site = sites::find(tx, comment.site_id)?.ok_or(Error::NotFound("site"))?;
    let moderator = match decision.actor_id {
        Some(id) => accounts::find(tx, id)?.map(|account| account.display_name),
        None => None,
    };
    for administrator in accounts::administrators(tx)? {
        if decision.actor_id == Some(administrator.id) || !preferences(&administrator)?.waiting {
            continue;
        }
        let notice = Notice::Escalated {
            name: administrator.display_name.clone(),
            site_name: site.name.clone(),
            moderator: moderator.clone().unwrap_or_default(),
            article_title: title_of(thread),
            comment: comment.id,
            excerpt: excerpt(&comment.body, EXCERPT),
            note: decision.note.clone(),
        };
        owe(svc, tx, case, &administrator, &notice, None)?;
    }
    Ok(())
}

/// Nothing is owed to an account without an address.
fn owe(
    svc: &Service,
    tx: &mut Conn,
    case: &Case<'_>,
    to: &Account,
    notice: &Notice,
    dedupe_key: Option<&str>,
) -> Result<()> {
    let Some(email) = to.email.as_deref() else { return Ok(()) };
    let now = svc.clock.now();
    let mail = NewMail {
        id: svc.ids.next(now),
        site_id: Some(case.comment.site_id),
        account_id: Some(to.id),
        recipient: email,
        kind: notice.kind(),
        notice: &serde_json::to_string(notice)?,
        dedupe_key,
        not_before: case.not_before,
        decision_id: case.decision.former.is_some().then_some(case.decision.id),
        now,
    };
    Ok(outbox::insert(tx, &mail)?)
}

fn preferences(account: &Account) -> Result<Preferences> {
    Ok(serde_json::from_str(&account.preferences)?)
}

fn title_of(thread: &Thread) -> String {
    thread.title.clone().unwrap_or_else(|| thread.url.clone())
}
