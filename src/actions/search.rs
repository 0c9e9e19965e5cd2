//! Moderators look for comments by what they say and by whom they are.

use super::read_queue::{QueueItem, author_key, thread_of, with_context};
use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::comment::Status;
use crate::model::field::FieldErrors;
use crate::model::ids::{ThreadId, first_id_at};
use crate::model::page::{Cursor, Page, PageRequest};
use crate::model::search::SearchQuery;
use crate::model::thread::CanonicalUrl;
use crate::model::time::Timestamp;
use crate::store::comments;
use crate::store::search::{self, Filter};

/// What somebody looks for. Without words whatever the rest lets through is found, as long as there is a rest.
#[derive(Debug, Clone, Default)]
pub struct Question {
    pub text: String,
    pub status: Option<Status>,
    /// A thread's id, or the address of its article.
    pub article: Option<String>,
    /// An account's id, or that of a comment whose author is meant.
    pub author: Option<i64>,
    /// Written not earlier.
    pub from: Option<Timestamp>,
    /// Written earlier.
    pub before: Option<Timestamp>,
}

impl Question {
    fn has_filter(&self) -> bool {
        self.status.is_some()
            || self.article.is_some()
            || self.author.is_some()
            || self.from.is_some()
            || self.before.is_some()
    }

    /// Errors: nothing to look for, or an article that is neither an id nor an address.
    pub fn check(&self) -> std::result::Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        errors.take("q", self.words());
        if let Some(article) = self.article.as_deref().filter(|article| article.parse::<ThreadId>().is_err()) {
            errors.take("article", CanonicalUrl::parse(article));
        }
        errors.finish()
    }

    fn words(&self) -> std::result::Result<Option<SearchQuery>, String> {
        let is_needed = !self.text.trim().is_empty() || !self.has_filter();
        is_needed.then(|| SearchQuery::parse(&self.text)).transpose()
    }
}

/// The site's comments that the question finds, newest first; deleted ones are never found. Errors: `NotFound` site; `Forbidden`;
/// `Invalid` when there is nothing to look for in it, or the article is neither an id nor an address.
pub async fn run(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    question: Question,
    request: PageRequest,
) -> Result<Page<QueueItem>> {
    let now = svc.clock.now();
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?.id;
            question.check()?;
            let query = question.words().map_err(|message| FieldErrors::one("q", message))?;
            let thread = match &question.article {
                Some(article) => match thread_of(conn, site, article)? {
                    None => return Ok(Page { items: Vec::new(), next: None }),
                    found => found,
                },
                None => None,
            };
            let filter = Filter {
                status: question.status,
                thread,
                author_key: question.author.map(|id| author_key(conn, site, id)).transpose()?,
                from: question.from.map(first_id_at),
                before: question.before.map(first_id_at),
            };
            let found = match &query {
                Some(query) => search::find(conn, site, query, &filter, request.after, request.limit + 1)?,
                None => search::list(conn, site, &filter, request.after, request.limit + 1)?,
            };
            let Page { items, next } = Page::cut(found, request.limit, |id| Cursor::by_id(id.get()));
            let mut listed = comments::find_many(conn, site, &items)?;
            listed.sort_unstable_by_key(|(comment, _)| std::cmp::Reverse(comment.id));
            let rows = listed.into_iter().map(|listed| (None, listed)).collect();
            Ok(Page { items: with_context(conn, site, rows, now)?, next })
        })
        .await
}
