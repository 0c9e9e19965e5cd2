//! The public thread of an article, and counts for lists of articles.

use std::collections::HashMap;

use super::{Error, Result, Shared};
use crate::model::field::FieldErrors;
use crate::model::ids::ThreadId;
use crate::model::page::{Cursor, Page, PageRequest};
use crate::model::thread::CanonicalUrl;
use crate::store::comments::{Comment, Listed};
use crate::store::thread_pages::{self, Sort};
use crate::store::threads::{self, Thread};
use crate::store::{Conn, sites};

/// Replies that one page brings along at most; the others stay reachable by their permalinks.
const REPLIES_A_PAGE: i64 = 5_000;

/// A comment of the public thread with what stands below it.
pub struct CommentTree {
    pub comment: Comment,
    /// `None` for an account that is gone.
    pub author_name: Option<String>,
    pub replies: Vec<CommentTree>,
}

/// How many published comments an address has, spelled as it was asked for.
pub struct Counted {
    pub url: String,
    pub count: i64,
}

/// One page of a thread.
pub struct ThreadPage {
    /// `None` if nobody has commented on the address.
    pub thread: Option<ThreadId>,
    pub page: Page<CommentTree>,
}

/// One page of the thread; empty if nobody has commented on the address. Errors: `NotFound` site, `Invalid`.
pub async fn thread_page(
    svc: &Shared,
    site_slug: &str,
    url: &str,
    sort: Sort,
    request: PageRequest,
) -> Result<ThreadPage> {
    let url = CanonicalUrl::parse(url).map_err(|message| FieldErrors::one("url", message))?;
    let slug = site_slug.to_owned();
    let shared = Shared::clone(svc);
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = sites::find_by_slug(conn, &slug)?.ok_or(Error::NotFound("site"))?;
            let rules = shared.rules.of(&site)?;
            let Some(thread) = threads::find_by_url(conn, site.id, &url)? else {
                return Ok(ThreadPage { thread: None, page: Page { items: Vec::new(), next: None } });
            };
            let page = listed_page(conn, &thread, sort, request)?;
            let page = with_replies(conn, page, rules.rules().depth_shown)?;
            Ok(ThreadPage { thread: Some(thread.id), page })
        })
        .await
}

/// A page of what stands at the top.
pub(super) fn listed_page(conn: &mut Conn, thread: &Thread, sort: Sort, request: PageRequest) -> Result<Page<Listed>> {
    let rows = top_rows(conn, thread, sort, request)?;
    Ok(Page::cut(rows, request.limit, |(comment, _)| cursor_of(sort, comment)))
}

/// The key of a cursor that stands between pinned comments: no id and no score is as large.
const PINNED: i64 = i64::MAX;

/// One row more than a page has: first what is pinned, then the others in their order.
fn top_rows(conn: &mut Conn, thread: &Thread, sort: Sort, request: PageRequest) -> Result<Vec<Listed>> {
    let place = (thread.site_id, thread.id);
    let mut rows = match request.after {
        None => thread_pages::pinned(conn, place)?,
        Some(Cursor { key: PINNED, id }) => {
            let mut pinned = thread_pages::pinned(conn, place)?.into_iter();
            // Of those that were shown the last one may have been unpinned: then the others follow.
            pinned.by_ref().find(|(comment, _)| comment.id.get() == id);
            pinned.collect()
        }
        Some(_) => Vec::new(),
    };
    let shown = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let room = request.limit + 1 - shown;
    if room > 0 {
        let after = request.after.filter(|cursor| cursor.key != PINNED);
        rows.append(&mut thread_pages::top_level(conn, place, sort, after, room)?);
    }
    Ok(rows)
}

fn cursor_of(sort: Sort, comment: &Comment) -> Cursor {
    if comment.pinned_at.is_some() {
        return Cursor { key: PINNED, id: comment.id.get() };
    }
    match sort {
        Sort::Newest | Sort::Oldest => Cursor::by_id(comment.id.get()),
        Sort::Top => Cursor { key: comment.score, id: comment.id.get() },
    }
}

pub(super) fn with_replies(conn: &mut Conn, page: Page<Listed>, depth_shown: u32) -> Result<Page<CommentTree>> {
    let roots: Vec<i64> =
        page.items.iter().filter(|(comment, _)| comment.reply_count > 0).map(|(comment, _)| comment.id.get()).collect();
    let below = match page.items.first() {
        Some((first, _)) if !roots.is_empty() => thread_pages::below(conn, first.site_id, &roots, REPLIES_A_PAGE)?,
        _ => Vec::new(),
    };
    let mut by_parent: HashMap<i64, Vec<Listed>> = HashMap::new();
    let mut hung_under: HashMap<i64, i64> = HashMap::new();
    let deepest = i32::try_from(depth_shown).unwrap_or(i32::MAX);
    for listed in below {
        let Some(parent) = listed.0.parent_id else { continue };
        // Deeper than is shown: it hangs where its parent hangs.
        let under = if listed.0.depth > deepest {
            hung_under.get(&parent.get()).copied().unwrap_or(parent.get())
        } else {
            parent.get()
        };
        hung_under.insert(listed.0.id.get(), under);
        by_parent.entry(under).or_default().push(listed);
    }
    Ok(page.map(|listed| tree(listed, &mut by_parent)))
}

/// Recursion ends at the site's `depth_shown`, at most 10 levels.
fn tree((comment, author_name): Listed, by_parent: &mut HashMap<i64, Vec<Listed>>) -> CommentTree {
    let below = by_parent.remove(&comment.id.get()).unwrap_or_default();
    let replies = below.into_iter().map(|listed| tree(listed, by_parent)).collect();
    CommentTree { comment, author_name, replies }
}

/// How many published comments a thread has. Errors: `NotFound`.
pub async fn public_count(svc: &Shared, site_slug: &str, id: ThreadId) -> Result<i64> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = sites::find_by_slug(conn, &slug)?.ok_or(Error::NotFound("site"))?;
            let thread = threads::find(conn, site.id, id)?.ok_or(Error::NotFound("thread"))?;
            Ok(thread.comment_count)
        })
        .await
}

/// Counts for up to 100 addresses, in the order they were asked for. Errors: `NotFound` site, `Invalid`.
pub async fn counts(svc: &Shared, site_slug: &str, urls: Vec<String>) -> Result<Vec<Counted>> {
    let mut errors = FieldErrors::default();
    errors.require("url", (1..=100).contains(&urls.len()), "must be given 1 to 100 times");
    let canonical: Vec<CanonicalUrl> =
        urls.iter().filter_map(|url| errors.take("url", CanonicalUrl::parse(url))).collect();
    errors.finish()?;
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = sites::find_by_slug(conn, &slug)?.ok_or(Error::NotFound("site"))?;
            let wanted: Vec<String> = canonical.iter().map(|url| url.as_str().to_owned()).collect();
            let known: HashMap<String, i64> = threads::counts(conn, site.id, &wanted)?.into_iter().collect();
            let counted = urls.into_iter().zip(&wanted);
            Ok(counted.map(|(url, key)| Counted { url, count: known.get(key).copied().unwrap_or(0) }).collect())
        })
        .await
}
