//! What somebody follows or does not want to hear of, and whom somebody ignores.

use super::read_comment::seen;
use super::{Error, Result, Shared, Viewer};
use crate::model::ids::{CommentId, FollowId, SiteId, ThreadId};
use crate::model::page::{Cursor, Page, PageRequest};
pub use crate::store::follows::Ignored as IgnoredAuthor;
use crate::store::follows::{self, Follow, Ignored, Whose};
use crate::store::{Conn, accounts, sites, threads};

/// People one account ignores at most.
const MOST_IGNORED: i64 = 1_000;

/// What is followed or muted.
#[derive(Debug, Clone)]
pub enum Place {
    /// Of a site, by its slug.
    Thread(String, ThreadId),
    /// With what stands below it.
    Comment(CommentId),
}

/// A place, and the article's address and title.
pub struct Followed {
    pub follow: Follow,
    pub url: String,
    pub title: Option<String>,
}

/// `muted`: `None` forgets. Errors: `NotFound` for what the viewer cannot see; `Unauthenticated`.
pub async fn set(svc: &Shared, viewer: Viewer, place: Place, muted: Option<bool>) -> Result<()> {
    let now = svc.clock.now();
    let id: FollowId = svc.ids.next(now);
    svc.store
        .write::<_, Error, _>(move |tx| {
            viewer.hold(tx)?;
            let (site, thread, comment) = find(tx, &viewer, &place)?;
            let whose = Whose::Account(viewer.id());
            match muted {
                Some(muted) => follows::set(tx, id, whose, (site, thread, comment), muted, now)?,
                None => {
                    follows::unset(tx, whose, thread, comment)?;
                }
            }
            Ok(())
        })
        .await
}

fn find(tx: &mut Conn, viewer: &Viewer, place: &Place) -> Result<(SiteId, ThreadId, Option<CommentId>)> {
    match place {
        Place::Thread(slug, thread) => {
            let site = sites::find_by_slug(tx, slug)?.ok_or(Error::NotFound("site"))?;
            let thread = threads::find(tx, site.id, *thread)?.ok_or(Error::NotFound("thread"))?;
            Ok((site.id, thread.id, None))
        }
        Place::Comment(id) => {
            let comment = seen(tx, Some(viewer), *id)?.comment;
            Ok((comment.site_id, comment.thread_id, Some(comment.id)))
        }
    }
}

/// Neither follows nor mutes one of the viewer's own any more, also where the comment cannot be seen now. Doing it twice
/// changes nothing. Errors: `Unauthenticated`.
pub async fn forget(svc: &Shared, viewer: Viewer, id: FollowId) -> Result<()> {
    svc.store
        .write::<_, Error, _>(move |tx| {
            viewer.hold(tx)?;
            follows::remove(tx, Whose::Account(viewer.id()), id)?;
            Ok(())
        })
        .await
}

/// The viewer's own, newest first.
pub async fn list(svc: &Shared, viewer: Viewer, request: PageRequest) -> Result<Page<Followed>> {
    svc.store
        .read::<_, Error, _>(move |conn| {
            let rows = follows::of_one(conn, Whose::Account(viewer.id()), request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |(follow, ..)| Cursor::by_id(follow.id.get()));
            Ok(page.map(|(follow, url, title)| Followed { follow, url, title }))
        })
        .await
}

/// Ignores the comment's author, or does so no longer. Errors: `NotFound` for what the viewer cannot see; `Conflict` for
/// oneself, and beyond a thousand.
pub async fn ignore(svc: &Shared, viewer: Viewer, comment: CommentId, ignored: bool) -> Result<()> {
    let now = svc.clock.now();
    svc.store
        .write::<_, Error, _>(move |tx| {
            viewer.hold(tx)?;
            let comment = seen(tx, Some(&viewer), comment)?.comment;
            if comment.account_id == Some(viewer.id()) {
                return Err(Error::Conflict("that comment is your own"));
            }
            if !ignored {
                follows::unignore(tx, viewer.id(), comment.author_key)?;
                return Ok(());
            }
            let known = i64::try_from(follows::ignored_by(tx, viewer.id(), MOST_IGNORED)?.len()).unwrap_or(i64::MAX);
            if known >= MOST_IGNORED {
                return Err(Error::Conflict("you ignore as many people as one can"));
            }
            let name = match comment.account_id {
                Some(author) => accounts::find(tx, author)?.map(|account| account.display_name),
                None => comment.guest_name.clone(),
            };
            let ignored = Ignored {
                account_id: viewer.id(),
                author_key: comment.author_key,
                comment_id: comment.id,
                name: name.unwrap_or_default(),
                created_at: now,
            };
            Ok(follows::ignore(tx, &ignored)?)
        })
        .await
}

/// Ignores an author no longer by the comment that the list names, also where that cannot be seen now. Doing it twice changes
/// nothing. Errors: `Unauthenticated`.
pub async fn ignore_no_longer(svc: &Shared, viewer: Viewer, comment: CommentId) -> Result<()> {
    svc.store
        .write::<_, Error, _>(move |tx| {
            viewer.hold(tx)?;
            let ignored = follows::ignored_by(tx, viewer.id(), MOST_IGNORED)?;
            if let Some(ignored) = ignored.into_iter().find(|ignored| ignored.comment_id == comment) {
                follows::unignore(tx, viewer.id(), ignored.author_key)?;
            }
            Ok(())
        })
        .await
}

/// Whom the viewer ignores, the latest first.
pub async fn ignored(svc: &Shared, viewer: Viewer) -> Result<Vec<Ignored>> {
    svc.store.read::<_, Error, _>(move |conn| Ok(follows::ignored_by(conn, viewer.id(), MOST_IGNORED)?)).await
}
