//! An author changes a comment: the new text is reviewed as a new comment would be, and the old one is kept.

use super::decide::{Change, settle};
use super::judge::{Author, Case, Text, judge, keep_findings, main_reason};
use super::post_comment::Posted;
use super::read_comment::{seen, wrote};
use super::who_waits::tell_moderators;
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::comment::{Body, Status};
use crate::model::decision::ActorKind;
use crate::model::field::FieldErrors;
use crate::model::ids::CommentId;
use crate::model::time::{MINUTE, Timestamp};
use crate::moderation::{Outcome, Verdict};
use crate::store::comments::{self, Comment};
use crate::store::sites::{self, Site};
use crate::store::{Conn, threads};

const STALE: Error = Error::Conflict("the comment was changed or decided on meanwhile; look at it again");

/// Errors: `NotFound`; `Forbidden` for others than the author; `Invalid`; `Refused` with what the checks found;
/// `Conflict` when the time is over, a moderator has decided against it, or it was changed meanwhile.
pub async fn run(svc: &Shared, viewer: Viewer, id: CommentId, body: &str) -> Result<Posted> {
    let body = Body::parse(body).map_err(|message| FieldErrors::one("body", message))?;
    let text = Text::of(body);
    let shared = Shared::clone(svc);
    let (site, before, author, text, verdict) = svc
        .store
        .read::<_, Error, _>(move |conn| {
            let before = seen(conn, Some(&viewer), id)?.comment;
            let site = sites::find(conn, before.site_id)?.ok_or(Error::NotFound("site"))?;
            let rules = shared.rules.of(&site)?;
            check_allowed(&viewer, &before, rules.rules().edit_window_minutes, shared.clock.now())?;
            let thread = threads::find(conn, site.id, before.thread_id)?;
            let author = Author::account(viewer, before.network_key);
            let case = Case {
                site: &site,
                rules: &rules,
                thread: thread.as_ref(),
                author: &author,
                text: &text,
                is_edit: true,
            };
            let verdict = judge(&shared, conn, &case)?;
            Ok((site, before, author, text, verdict))
        })
        .await?;
    if verdict.outcome == Outcome::Refuse {
        return Err(Error::Refused(verdict.findings));
    }
    let shared = Shared::clone(svc);
    let edited = svc
        .store
        .write::<_, Error, _>(move |tx| {
            if let Some(viewer) = &author.viewer {
                viewer.hold(tx)?;
            }
            let comment = write(&shared, tx, &site, &before, text, &verdict)?;
            Ok(Posted::new(comment, author.name, verdict.findings))
        })
        .await?;
    svc.changes.thread_changed(edited.comment.thread_id);
    svc.mail_owed.notify_one();
    Ok(edited)
}

fn check_allowed(viewer: &Viewer, comment: &Comment, window_minutes: u32, now: Timestamp) -> Result<()> {
    if !wrote(viewer, comment) {
        return Err(Error::Forbidden);
    }
    if !matches!(comment.status, Status::Published | Status::Pending | Status::Muted) {
        return Err(Error::Conflict("the comment was taken down, so its text stays as it is"));
    }
    let open = now < comment.created_at.plus(i64::from(window_minutes) * MINUTE);
    if !open && !viewer.is_staff_of(comment.site_id) {
        return Err(Error::Conflict("the time in which the comment could be changed is over"));
    }
    Ok(())
}

/// An edit can take a published comment into the queue; it never takes a held one out of it.
fn write(
    svc: &Service,
    tx: &mut Conn,
    site: &Site,
    judged: &Comment,
    text: Text,
    verdict: &Verdict,
) -> Result<Comment> {
    let now = svc.clock.now();
    tx.lock_thread(judged.thread_id.get())?;
    let before = comments::find(tx, site.id, judged.id)?.ok_or(Error::NotFound("comment"))?;
    if before.revision != judged.revision {
        return Err(STALE);
    }
    let status = match (verdict.outcome, before.status) {
        (Outcome::Publish, status) | (Outcome::Mute, status @ Status::Muted) => status,
        _ => Status::Pending,
    };
    let after = Comment {
        body: text.body.source().to_owned(),
        body_html: text.rendered.html,
        fingerprint: text.fingerprint,
        status,
        revision: before.revision + 1,
        shown: status == Status::Published || before.reply_count > 0,
        edited_at: Some(now),
        reviewed_at: None,
        ..before.clone()
    };
    if !comments::edit(tx, &after)? {
        return Err(STALE);
    }
    keep_findings(svc, tx, &after, &verdict.findings, now)?;
    if status != before.status {
        let change = Change {
            actor: ActorKind::Pipeline,
            actor_id: None,
            from: Some(before.status),
            reason: main_reason(&verdict.findings),
            note: None,
            was_shown: before.shown,
            now,
        };
        settle(svc, tx, &after, &change)?;
        tell_moderators(svc, tx, site, now)?;
    }
    Ok(after)
}
