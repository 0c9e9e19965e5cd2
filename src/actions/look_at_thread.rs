//! A thread as a page shows it: what may be done there, the comments, and what belongs to the one who looks.

use std::collections::HashMap;

use super::judge::too_old;
use super::read_thread::{listed_page, with_replies};
use super::{Comment, CommentTree, Error, Result, Shared, Sort, Viewer};
use crate::model::comment::Status;
use crate::model::field::FieldErrors;
use crate::model::ids::{CommentId, SiteId, ThreadId};
use crate::model::page::{Page, PageRequest};
use crate::model::thread::{CanonicalUrl, ThreadState};
use crate::store::follows::{self, Whose};
use crate::store::threads::Thread;
use crate::store::{comments, sites, threads, votes};

/// Comments of the viewer's that wait and are looked for, counted from the newest.
const OWN_COMMENTS: i64 = 50;

/// Which part of the thread is looked at.
pub enum Part {
    /// Only what may be done there.
    Nothing,
    Page(Sort, PageRequest),
    /// The top-level comment above this one, with all that stands below it.
    Conversation(CommentId),
}

/// What everybody may see.
pub struct Look {
    pub site_name: String,
    /// Pages of these may show the thread inside of them.
    pub origins: Vec<String>,
    /// In its canonical form.
    pub url: String,
    /// `None` if nobody has commented and nobody has registered the article.
    pub thread: Option<Thread>,
    pub page: Page<CommentTree>,
    pub is_closed: bool,
    pub guests: bool,
    pub guest_email_required: bool,
    pub most_characters: u32,
}

/// Errors: `NotFound` site, or comment of a conversation; `Invalid`.
pub async fn run(svc: &Shared, site_slug: &str, url: &str, part: Part) -> Result<Look> {
    let url = CanonicalUrl::parse(url).map_err(|message| FieldErrors::one("url", message))?;
    let slug = site_slug.to_owned();
    let shared = Shared::clone(svc);
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = sites::find_by_slug(conn, &slug)?.ok_or(Error::NotFound("site"))?;
            let compiled = shared.rules.of(&site)?;
            let rules = compiled.rules();
            let thread = threads::find_by_url(conn, site.id, &url)?;
            let page = match (&thread, part) {
                (None, _) | (_, Part::Nothing) => Page { items: Vec::new(), next: None },
                (Some(thread), Part::Page(sort, request)) => listed_page(conn, thread, sort, request)?,
                (Some(thread), Part::Conversation(id)) => {
                    let missing = || Error::NotFound("comment");
                    let below = comments::find(conn, site.id, id)?.filter(|comment| comment.thread_id == thread.id);
                    let root = below.ok_or_else(missing)?.root_id;
                    let root = comments::find_listed(conn, site.id, root)?.filter(|(root, _)| root.shown);
                    Page { items: vec![root.ok_or_else(missing)?], next: None }
                }
            };
            let page = with_replies(conn, page, rules.depth_shown)?;
            let now = shared.clock.now();
            let is_closed =
                thread.as_ref().is_some_and(|it| it.state == ThreadState::Closed || too_old(it, rules, now));
            Ok(Look {
                origins: serde_json::from_str(&site.origins)?,
                site_name: site.name,
                url: url.as_str().to_owned(),
                thread,
                page,
                is_closed,
                guests: rules.guests,
                guest_email_required: rules.guest_email_required,
                most_characters: rules.length.max,
            })
        })
        .await
}

/// What belongs to one viewer.
#[derive(Default)]
pub struct Marks {
    /// The viewer's own votes.
    pub votes: HashMap<CommentId, i32>,
    pub follows_thread: bool,
    /// Comments of the viewer's that nobody else sees, oldest first.
    pub waiting: Vec<Comment>,
}

/// Errors: `NotFound` thread.
pub async fn marks(svc: &Shared, viewer: &Viewer, (site, thread): (SiteId, ThreadId)) -> Result<Marks> {
    let account = viewer.id();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let followed = follows::in_thread(conn, Whose::Account(account), thread)?;
            let own = comments::of_account(conn, account, None, OWN_COMMENTS)?;
            let alone = |status: Status| matches!(status, Status::Pending | Status::Muted);
            let waiting = own.into_iter().rev();
            let waiting = waiting.filter(|comment| comment.thread_id == thread && alone(comment.status));
            Ok(Marks {
                votes: votes::in_thread(conn, (site, thread), account)?.into_iter().collect(),
                follows_thread: followed.iter().any(|follow| follow.comment_id == 0 && !follow.muted),
                waiting: waiting.collect(),
            })
        })
        .await
}
