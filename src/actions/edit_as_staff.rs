//! The staff changes what a comment says. Everybody sees that they did, and the author's own text is kept.

use super::claim;
use super::judge::{Text, keep_signature};
use super::settle::{Change, Decided, settle};
use super::undo::{Former, FormerText};
use super::{Error, Result, Shared, Viewer};
use crate::model::comment::{Body, Status};
use crate::model::decision::{ActorKind, LogAction, Reason};
use crate::model::field::FieldErrors;
use crate::model::ids::CommentId;
use crate::store::comments::{self, Comment};
use crate::store::remote_checks;

/// Characters of what the author is told.
const NOTE_CHARACTERS: usize = 2_000;

pub struct Request {
    pub body: String,
    pub reason: Option<Reason>,
    /// What the author is told.
    pub note: Option<String>,
    /// The revision the moderator looked at.
    pub revision: i32,
    /// Changes it although somebody else works on it.
    pub overrides_claim: bool,
}

/// The status stays. Errors: `NotFound`; `Forbidden`; `Invalid`; `Overtaken` when it is not at `revision` any more;
/// `Claimed` when somebody else works on it; `Conflict` when the text is what it says already.
pub async fn run(svc: &Shared, viewer: Viewer, id: CommentId, request: Request) -> Result<Decided> {
    let mut errors = FieldErrors::default();
    let body = errors.take("body", Body::parse(&request.body));
    let short = request.note.as_ref().is_none_or(|note| note.chars().count() <= NOTE_CHARACTERS);
    errors.require("note", short, "must have at most 2000 characters");
    errors.finish()?;
    let Some(body) = body else { return Err(Error::Internal("unparsed text".to_owned())) };
    let text = Text::of(body);
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    let edited = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let (site, thread) = comments::place_of(tx, id)?.ok_or(Error::NotFound("comment"))?;
            if !viewer.is_staff_of(site) {
                return Err(Error::Forbidden);
            }
            tx.lock_thread(thread.get())?;
            let before = comments::find(tx, site, id)?.ok_or(Error::NotFound("comment"))?;
            if before.revision != request.revision || before.status == Status::Deleted {
                return Err(Error::Overtaken);
            }
            claim::respect(tx, &viewer, (site, id), request.overrides_claim, now)?;
            if before.body == text.body.source() {
                return Err(Error::Conflict("it says that already"));
            }
            let texts = comments::latest_texts(tx, site, &[id])?;
            let former = FormerText {
                revision: texts.get(&id).copied().unwrap_or(1),
                edited_at: before.edited_at,
                staff_edited_at: before.staff_edited_at,
            };
            let after = Comment {
                body: text.body.source().to_owned(),
                body_html: text.rendered.html,
                fingerprint: text.fingerprint,
                language: text.language.map(str::to_owned),
                edited_at: Some(now),
                staff_edited_at: Some(now),
                reviewed_at: Some(now),
                ..before.moved_to(before.status)
            };
            if !comments::edit(tx, &after, now, true)? {
                return Err(Error::Internal("a comment changed though its thread is locked".to_owned()));
            }
            remote_checks::drop_all(tx, site, id, now)?;
            keep_signature(tx, &after, text.runs.as_ref(), None)?;
            let former = Former { text: Some(former), ..Former::of(&before) };
            let change = Change {
                actor_id: Some(viewer.id()),
                reason: request.reason,
                note: request.note.filter(|note| !note.trim().is_empty()),
                former: Some(serde_json::to_string(&former)?),
                ..Change::of(&before, ActorKind::Moderator, LogAction::Edit, now)
            };
            let decision = settle(&shared, tx, &after, &change)?;
            Ok(Decided { comment: after, decision })
        })
        .await?;
    svc.changes.thread_changed(edited.comment.thread_id);
    svc.metrics.decision_made(LogAction::Edit.as_str());
    Ok(edited)
}
