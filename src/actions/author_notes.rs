//! What a site's moderators tell each other about an author, who never sees it but in the account's export.

use std::collections::HashMap;

use super::once::Recorder;
use super::read_author::of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::author_note;
use crate::model::field::FieldErrors;
use crate::model::ids::{AccountId, AuthorNoteId, CommentId};
use crate::store::author_notes::{self as notes, AuthorNote};
use crate::store::{Conn, accounts};

/// About one author.
pub(super) const NOTES_SHOWN: i64 = 100;

#[derive(Clone)]
pub struct NamedNote {
    pub note: AuthorNote,
    /// `None` for an account that is gone.
    pub by: Option<String>,
}

/// Notes something about the comment's author. Errors: `NotFound`; `Forbidden` unless staff of its site; `Invalid`;
/// `Conflict` when there are too many.
pub async fn write(
    svc: &Shared,
    viewer: Viewer,
    id: CommentId,
    body: &str,
    recorder: Recorder<NamedNote>,
) -> Result<NamedNote> {
    let body = author_note::parse(body).map_err(|message| FieldErrors::one("body", message))?;
    let now = svc.clock.now();
    let note_id = svc.ids.next(now);
    svc.store
        .write::<_, Error, _>(move |tx| {
            let (comment, _) = of_staff(tx, &viewer, id)?;
            let (site_id, author_key) = (comment.site_id, comment.author_key);
            if let Some(author) = comment.account_id
                && !tx.hold_account(author.get())?
            {
                return Err(Error::Conflict("the author's account is gone"));
            }
            let shown = usize::try_from(NOTES_SHOWN).unwrap_or(usize::MAX);
            if notes::of_author(tx, site_id, author_key, NOTES_SHOWN)?.len() >= shown {
                return Err(Error::Conflict("there are 100 notes about this author; remove some first"));
            }
            let note = AuthorNote { id: note_id, site_id, author_key, body, created_by: viewer.id(), created_at: now };
            notes::insert(tx, &note)?;
            let note = NamedNote { note, by: Some(viewer.account.display_name.clone()) };
            recorder.keep(tx, &note, now)?;
            Ok(note)
        })
        .await
}

/// Errors: `NotFound`; `Forbidden` unless who wrote it, or an administrator.
pub async fn remove(svc: &Shared, viewer: Viewer, id: AuthorNoteId) -> Result<()> {
    svc.store
        .write::<_, Error, _>(move |tx| {
            let note = notes::find(tx, id)?.ok_or(Error::NotFound("note"))?;
            let wrote = note.created_by == viewer.id() && viewer.is_staff_of(note.site_id);
            if !wrote && !viewer.is_administrator() {
                return Err(Error::Forbidden);
            }
            Ok(notes::remove(tx, note.site_id, id)?)
        })
        .await
}

pub(super) fn named(conn: &mut Conn, notes: Vec<AuthorNote>) -> Result<Vec<NamedNote>> {
    let writers: Vec<AccountId> = notes.iter().map(|note| note.created_by).collect();
    let names: HashMap<AccountId, String> = accounts::names(conn, &writers)?.into_iter().collect();
    Ok(notes.into_iter().map(|note| NamedNote { by: names.get(&note.created_by).cloned(), note }).collect())
}
