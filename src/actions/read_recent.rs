//! The newest published comments of a site, a thread or an author, as feeds and widgets tell them.

use super::{Comment, Error, Result, Shared, Thread};
use crate::model::comment::Status;
use crate::model::field::FieldErrors;
use crate::model::ids::CommentId;
use crate::model::thread::CanonicalUrl;
use crate::store::comments::{self, Listed};
use crate::store::recent::{self, Of};
use crate::store::{sites, threads};

/// Whose comments.
pub enum Scope {
    Site,
    /// By the article's address.
    Thread(String),
    /// The author of that comment.
    Author(CommentId),
}

/// One of them, and where it stands.
pub struct Recent {
    pub comment: Comment,
    /// `None` for an account that is gone.
    pub author_name: Option<String>,
    pub thread: Thread,
}

/// The newest first.
pub struct RecentList {
    pub site_name: String,
    /// Pages of these may show it inside of them.
    pub origins: Vec<String>,
    pub items: Vec<Recent>,
}

/// Errors: `NotFound` site, or a comment that is not published, or of a guest whose others are wanted; `Invalid`.
pub async fn run(svc: &Shared, site_slug: &str, scope: Scope, limit: i64) -> Result<RecentList> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = sites::find_by_slug(conn, &slug)?.ok_or(Error::NotFound("site"))?;
            let of = match scope {
                Scope::Site => Some(Of::Site),
                Scope::Thread(url) => {
                    let url = CanonicalUrl::parse(&url).map_err(|message| FieldErrors::one("url", message))?;
                    threads::find_by_url(conn, site.id, &url)?.map(|thread| Of::Thread(thread.id))
                }
                Scope::Author(id) => {
                    let comment = comments::find(conn, site.id, id)?;
                    let comment = comment.filter(|comment| comment.status == Status::Published);
                    // What tells one guest from another is their address: nobody is to see what came from the same one.
                    let comment = comment.filter(|comment| comment.account_id.is_some());
                    Some(Of::Author(comment.ok_or(Error::NotFound("comment"))?.author_key))
                }
            };
            let rows: Vec<Listed> = match of {
                Some(of) => recent::published(conn, site.id, of, limit)?,
                None => Vec::new(),
            };
            let ids: Vec<_> = rows.iter().map(|(comment, _)| comment.thread_id).collect();
            let threads = threads::find_many(conn, &ids)?;
            let items = rows.into_iter().filter_map(|(comment, author_name)| {
                let thread = threads.iter().find(|thread| thread.id == comment.thread_id)?.clone();
                Some(Recent { comment, author_name, thread })
            });
            Ok(RecentList {
                site_name: site.name,
                origins: serde_json::from_str(&site.origins)?,
                items: items.collect(),
            })
        })
        .await
}
