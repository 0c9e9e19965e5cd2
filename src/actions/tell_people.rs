//! Who is told what was done to a comment: its author, those whom it answers, names or is followed by, the administrators
//! if it was left to them, and those who had reported it. What a moderator decided is told once it cannot be undone any
//! more.

use super::mentions;
use super::tell::{self, Reader, Telling, is_muted, tell};
use super::{Error, Result, Service};
use crate::model::appeal::{AppealOutcome, can_be_appealed};
use crate::model::comment::{Status, excerpt};
use crate::model::decision::{Decision, LogAction, Reason};
use crate::model::ids::{AccountId, CommentId};
use crate::model::notice::{About, Notice};
use crate::model::report::{Report, ReportOutcome};
use crate::model::time::{DAY, SECOND, Timestamp};
use crate::notifications::recipients::{Happening, Person, Role};
use crate::store::comments::{self, Comment};
use crate::store::follows::{self, FanOut};
use crate::store::threads::{self, Thread};
use crate::store::{Conn, accounts, guests, sites};

/// Characters of a comment that a mail quotes.
const EXCERPT: usize = 280;

/// What was done, and where.
struct Case<'a> {
    comment: &'a Comment,
    thread: Thread,
    decision: &'a Decision,
    /// Not before this is anybody told of it.
    not_before: Timestamp,
}

impl Case<'_> {
    fn telling(&self, happening: Happening, role: Role, notice: Notice) -> Telling {
        Telling {
            happening,
            role,
            notice,
            site: Some(self.comment.site_id),
            decision: self.decision.former.is_some().then_some(self.decision.id),
            not_before: self.not_before,
            key: None,
        }
    }

    fn about(&self) -> About {
        about(self.comment, &self.thread)
    }

    fn did_it(&self, account: AccountId) -> bool {
        self.decision.actor_id == Some(account)
    }
}

/// What the comment's author is told of.
pub(super) struct AuthorHears {
    /// Whether of anything, should it be something that authors hear of.
    pub at_all: bool,
    /// That the decision answers an appeal.
    pub appeal: Option<AppealOutcome>,
}

/// Tells everybody whom `decision` concerns; `comment` is as it now stands.
pub(super) fn of_decision(
    svc: &Service,
    tx: &mut Conn,
    comment: &Comment,
    decision: &Decision,
    author: AuthorHears,
) -> Result<()> {
    let appears = comment.status == Status::Published && decision.from != Some(Status::Published);
    let answer = author.appeal.filter(|outcome| *outcome != AppealOutcome::Moot);
    let happening = match answer {
        Some(_) => Some(Happening::AppealAnswered),
        None => Happening::of_decision(decision.from, comment.status, decision.action, decision.actor),
    };
    let happening = happening.filter(|_| author.at_all && comment.account_id.is_some());
    let escalated = decision.action == LogAction::Escalate;
    if !appears && happening.is_none() && !escalated {
        return Ok(());
    }
    let thread = threads::find(tx, comment.site_id, comment.thread_id)?.ok_or(Error::NotFound("thread"))?;
    let case = Case { comment, thread, decision, not_before: not_before(svc, tx, comment, decision)? };
    if let Some(happening) = happening {
        tell_author(svc, tx, &case, happening, answer)?;
    }
    if appears {
        tell_thread(svc, tx, &case)?;
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
    happening: Happening,
    answer: Option<AppealOutcome>,
) -> Result<()> {
    let Some(id) = case.comment.account_id else { return Ok(()) };
    let Some(author) = accounts::find(tx, id)? else { return Ok(()) };
    let (name, about, note) = (author.display_name.clone(), case.about(), case.decision.note.clone());
    let reason = case.decision.reason;
    let notice = match (happening, answer) {
        (Happening::AppealAnswered, Some(outcome)) => Notice::AppealOutcome { name, about, outcome, reason, note },
        (Happening::EditAsked, _) => Notice::EditAsked { name, about, note: note.unwrap_or_default() },
        (Happening::EditedByStaff, _) => Notice::CommentEdited { name, about, note },
        (Happening::HeldPublished, _) => Notice::CommentPublished { name, about },
        (Happening::HeldRejected, _) => {
            let appeal_until = appeal_until(svc, tx, case)?;
            let reason = reason.unwrap_or(Reason::Other);
            Notice::CommentNotPublished { name, about, reason, note, appeal_until }
        }
        (Happening::TakenDown, _) => {
            let appeal_until = appeal_until(svc, tx, case)?;
            Notice::CommentRemoved { name, about, reason: reason.unwrap_or(Reason::Other), note, appeal_until }
        }
        _ => return Ok(()),
    };
    let person = Person { did_it: case.did_it(id), ..Person::default() };
    tell(svc, tx, &author.into(), person, &case.telling(happening, Role::Author, notice))?;
    Ok(())
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
    let people: Vec<AccountId> = reports.iter().filter_map(|report| report.account_id).collect();
    if people.is_empty() {
        return Ok(());
    }
    let thread = threads::find(tx, comment.site_id, comment.thread_id)?.ok_or(Error::NotFound("thread"))?;
    let case = Case { comment, thread, decision, not_before: not_before(svc, tx, comment, decision)? };
    for id in people {
        let Some(reporter) = accounts::find(tx, id)? else { continue };
        let about = About { excerpt: String::new(), ..case.about() };
        let notice = Notice::ReportOutcome { name: reporter.display_name.clone(), about, outcome };
        let person = Person { did_it: case.did_it(id), ..Person::default() };
        let telling = case.telling(Happening::ReportsAnswered, Role::Reporter, notice);
        tell(svc, tx, &reporter.into(), person, &telling)?;
    }
    Ok(())
}

/// Whom a comment that appears answers and names; those who follow the thread are left to a job.
fn tell_thread(svc: &Service, tx: &mut Conn, case: &Case<'_>) -> Result<()> {
    let comment = case.comment;
    let author = author_name(tx, comment)?;
    if let Some(parent) = comment.parent_id {
        tell_answered(svc, tx, case, parent, &author)?;
    }
    for named in mentions::named_in(tx, comment)? {
        let person = somebody_else(tx, &named, comment, Person::default())?;
        let notice = Notice::Mention { name: named.name(), author: author.clone(), about: case.about() };
        let telling = case.telling(Happening::CommentAppears, Role::Named, notice);
        tell(svc, tx, &named, person, &once(telling, comment.id))?;
    }
    let fan_out = FanOut {
        comment_id: comment.id,
        site_id: comment.site_id,
        thread_id: comment.thread_id,
        after: 0,
        due_at: case.not_before,
        created_at: case.decision.created_at,
    };
    follows::owe_fan_out(tx, &fan_out)?;
    Ok(())
}

fn tell_answered(svc: &Service, tx: &mut Conn, case: &Case<'_>, parent: CommentId, replier: &str) -> Result<()> {
    let reply = case.comment;
    let Some(parent) = comments::find(tx, reply.site_id, parent)? else { return Ok(()) };
    let Some(answered) = author_of(tx, &parent)? else { return Ok(()) };
    let unconfirmed = matches!(&answered, Reader::Guest(guest) if guest.confirmed_at.is_none());
    let person = Person { not_following: !parent.follow, unconfirmed, ..Person::default() };
    let person = somebody_else(tx, &answered, reply, person)?;
    let notice = Notice::Reply {
        name: answered.name(),
        replier: replier.to_owned(),
        about: case.about(),
        own_excerpt: excerpt(&parent.body, EXCERPT),
    };
    let telling = case.telling(Happening::CommentAppears, Role::Answered, notice);
    tell(svc, tx, &answered, person, &once(telling, reply.id))?;
    Ok(())
}

/// A comment that is taken down and published again tells nobody twice, and whoever is answered is not told of the thread as
/// well.
fn once(telling: Telling, comment: CommentId) -> Telling {
    Telling { key: Some(format!("comment:{comment}")), ..telling }
}

/// Completed by what stands between the reader and the comment's author.
fn somebody_else(tx: &mut Conn, reader: &Reader, comment: &Comment, person: Person) -> Result<Person> {
    let (did_it, ignores) = match reader {
        Reader::Account(account) => {
            let wrote = comment.account_id == Some(account.id);
            (wrote, !wrote && follows::ignores(tx, account.id, comment.author_key)?)
        }
        Reader::Guest(guest) => {
            (comment.account_id.is_none() && comment.guest_email.as_deref() == Some(&guest.email), false)
        }
    };
    let above = |tx: &mut Conn| Ok(comments::above(tx, comment)?);
    let muted = !did_it && is_muted(tx, reader.whose(), comment.thread_id, above)?;
    Ok(Person { did_it, ignores, muted, ..person })
}

/// Who wrote the comment, as far as mail can reach them: an account, or a guest who left an address and wanted mail.
fn author_of(tx: &mut Conn, comment: &Comment) -> Result<Option<Reader>> {
    if let Some(id) = comment.account_id {
        return Ok(accounts::find(tx, id)?.map(Reader::from));
    }
    let Some(email) = comment.guest_email.as_deref() else { return Ok(None) };
    let guest = guests::find_by_email(tx, comment.site_id, &tell::canonical(email))?;
    Ok(guest.map(Reader::from))
}

fn author_name(tx: &mut Conn, comment: &Comment) -> Result<String> {
    let name = match comment.account_id {
        Some(author) => accounts::find(tx, author)?.map(|account| account.display_name),
        None => comment.guest_name.clone(),
    };
    Ok(name.unwrap_or_default())
}

fn tell_administrators(svc: &Service, tx: &mut Conn, case: &Case<'_>) -> Result<()> {
    let site = sites::find(tx, case.comment.site_id)?.ok_or(Error::NotFound("site"))?;
    let moderator = match case.decision.actor_id {
        Some(id) => accounts::find(tx, id)?.map(|account| account.display_name),
        None => None,
    };
    for administrator in accounts::administrators(tx)? {
        let notice = Notice::Escalated {
            name: administrator.display_name.clone(),
            site_slug: site.slug.clone(),
            site_name: site.name.clone(),
            moderator: moderator.clone().unwrap_or_default(),
            revision: case.comment.revision,
            about: case.about(),
            note: case.decision.note.clone(),
        };
        let person = Person { did_it: case.did_it(administrator.id), ..Person::default() };
        let telling = case.telling(Happening::Escalated, Role::Administrator, notice);
        tell(svc, tx, &administrator.into(), person, &telling)?;
    }
    Ok(())
}

/// Tells one who follows the thread, or a comment above, of a comment that appeared.
pub(super) fn tell_follower(
    svc: &Service,
    tx: &mut Conn,
    follower: &Reader,
    (comment, thread): (&Comment, &Thread),
    due_at: Timestamp,
) -> Result<()> {
    let unconfirmed = matches!(follower, Reader::Guest(guest) if guest.confirmed_at.is_none());
    let person = somebody_else(tx, follower, comment, Person { unconfirmed, ..Person::default() })?;
    let author = author_name(tx, comment)?;
    let notice = Notice::Followed { name: follower.name(), author, about: about(comment, thread) };
    let telling = Telling {
        site: Some(comment.site_id),
        ..Telling::new(Happening::CommentAppears, Role::Follower, notice, due_at)
    };
    tell(svc, tx, follower, person, &once(telling, comment.id))?;
    Ok(())
}

pub(super) fn about(comment: &Comment, thread: &Thread) -> About {
    About {
        article_title: thread.title.clone().unwrap_or_else(|| thread.url.clone()),
        article_url: thread.url.clone(),
        thread: Some(thread.id),
        comment: comment.id,
        parent: comment.parent_id,
        excerpt: excerpt(&comment.body, EXCERPT),
    }
}
