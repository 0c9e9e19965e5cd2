//! An author changes a comment: the new text is reviewed as a new comment would be, and the old one is kept.

use super::answer_checks::is_left_to_machines;
use super::judge::{Author, Case, Judgement, Text, judge, keep_findings, keep_signature, main_reason};
use super::line_up::{Occasion, line_up_alone};
use super::post_comment::Posted;
use super::read_comment::{seen, wrote};
use super::remote_checks::{self, Device};
use super::settle::{Change, settle};
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::comment::{Body, Status};
use crate::model::decision::{ActorKind, LogAction};
use crate::model::field::FieldErrors;
use crate::model::ids::CommentId;
use crate::model::time::{MINUTE, Timestamp};
use crate::moderation::Outcome;
use crate::store::comments::{self, Comment};
use crate::store::sites::{self, Site};
use crate::store::{Conn, accounts, remote_checks as stored, threads};

const STALE: Error = Error::Conflict("the comment was changed or decided on meanwhile; look at it again");

/// A new text for a comment that stands.
struct Draft {
    site: Site,
    before: Comment,
    author: Author,
    text: Text,
    device: Device,
}

/// Errors: `NotFound`; `Forbidden` for others than the author; `Invalid`; `Refused` with what the checks found;
/// `Conflict` when the time is over, a moderator has decided against it, or it was changed meanwhile.
pub async fn run(svc: &Shared, viewer: Viewer, device: Device, id: CommentId, body: &str) -> Result<Posted> {
    let body = Body::parse(body).map_err(|message| FieldErrors::one("body", message))?;
    let text = Text::of(body);
    let shared = Shared::clone(svc);
    let (draft, judgement) = svc
        .store
        .read::<_, Error, _>(move |conn| {
            let before = seen(conn, Some(&viewer), id)?.comment;
            let site = sites::find(conn, before.site_id)?.ok_or(Error::NotFound("site"))?;
            let rules = shared.rules.of(&site)?;
            check_allowed(&viewer, &before, rules.rules().edit_window_minutes, shared.clock.now())?;
            let author = Author::account(&shared, viewer, device.network);
            let draft = Draft { site, before, author, text, device };
            let judgement = examine(&shared, conn, &draft)?;
            Ok((draft, judgement))
        })
        .await?;
    let asks = !judgement.asked.is_empty();
    let shared = Shared::clone(svc);
    let edited = svc.store.write::<_, Error, _>(move |tx| write(&shared, tx, draft, judgement)).await?;
    svc.changes.thread_changed(edited.comment.thread_id);
    svc.wake_tellers();
    if asks {
        svc.checks_owed.notify_one();
    }
    Ok(edited)
}

fn check_allowed(viewer: &Viewer, comment: &Comment, window_minutes: u32, now: Timestamp) -> Result<()> {
    if !wrote(viewer, comment) {
        return Err(Error::Forbidden);
    }
    if !matches!(comment.status, Status::Published | Status::Pending | Status::Muted) {
        return Err(Error::Conflict("the comment was taken down, so its text stays as it is"));
    }
    let asked = comment.edit_asked_at.is_some();
    let open = asked || now < comment.created_at.plus(i64::from(window_minutes) * MINUTE);
    if !open && !viewer.is_staff_of(comment.site_id) {
        return Err(Error::Conflict("the time in which the comment could be changed is over"));
    }
    Ok(())
}

fn examine(svc: &Service, conn: &mut Conn, draft: &Draft) -> Result<Judgement> {
    let Draft { site, before, author, text, .. } = draft;
    let rules = svc.rules.of(site)?;
    let thread = threads::find(conn, site.id, before.thread_id)?;
    let staff = accounts::staff_names(conn)?;
    let thread = thread.as_ref();
    judge(svc, conn, &Case { site, rules: &rules, thread, author, text, form: None, staff: &staff, is_edit: true })
}

/// An edit can take a published comment into the queue, or out of everybody else's sight, and one back into the queue
/// whose author was asked; it never takes one out of there.
fn write(svc: &Service, tx: &mut Conn, draft: Draft, mut judgement: Judgement) -> Result<Posted> {
    draft.author.hold(tx)?;
    if judgement.is_stale(svc, tx, draft.site.id, &draft.author)? {
        judgement = examine(svc, tx, &draft)?;
    }
    let Draft { site, before: judged, author, text, device } = draft;
    let verdict = judgement.verdict;
    let now = svc.clock.now();
    tx.lock_thread(judged.thread_id.get())?;
    let before = comments::find(tx, site.id, judged.id)?.ok_or(Error::NotFound("comment"))?;
    if before.revision != judged.revision {
        return Err(STALE);
    }
    // What waited for an answer goes on from where it would be without waiting.
    let aimed = if is_left_to_machines(&before) { stored::aim(tx, site.id, before.id)? } else { None };
    let standing = aimed.unwrap_or(before.status);
    let aim = match (verdict.outcome, standing) {
        (Outcome::Publish, status) => status,
        (Outcome::Mute, Status::Published | Status::Muted) => Status::Muted,
        _ => Status::Pending,
    };
    let waits = remote_checks::are_awaited(&judgement.asked);
    let status = if waits { Status::Pending } else { aim };
    let after = Comment {
        body: text.body.source().to_owned(),
        body_html: text.rendered.html,
        fingerprint: text.fingerprint,
        edited_at: Some(now),
        reviewed_at: None,
        language: text.language.map(str::to_owned),
        edit_asked_at: None,
        ..before.moved_to(status)
    };
    if !comments::edit(tx, &after, now, false)? {
        return Err(STALE);
    }
    let reason = main_reason(&verdict.findings);
    let mut found = verdict.findings;
    found.extend(remote_checks::waiting(&judgement.asked));
    keep_findings(svc, tx, &after, &found, now)?;
    stored::drop_all(tx, site.id, after.id, now)?;
    remote_checks::ask(svc, tx, (&after, aim), &judgement.asked, &device, now)?;
    keep_signature(tx, &after, text.runs.as_ref(), judgement.group)?;
    if status != before.status {
        let change = Change { reason, ..Change::of(&before, ActorKind::Pipeline, LogAction::Check, now) };
        settle(svc, tx, &after, &change)?;
    } else {
        line_up_alone(svc, tx, &after, &Occasion::of(now))?;
    }
    Ok(Posted::new(after, author.name, found))
}
