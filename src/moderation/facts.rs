//! Everything a check may know about one comment; gathered by the caller before the review.

use crate::model::comment::{AuthorKind, Body, Rendered};
use crate::model::sanction::SanctionKind;
use crate::model::site::Policy;
use crate::model::time::Timestamp;

#[derive(Debug, Clone)]
pub struct Facts<'a> {
    pub now: Timestamp,
    /// The policy in effect: the thread's own, or else the site's.
    pub policy: Policy,
    pub body: &'a Body,
    /// `body` as it will be shown.
    pub rendered: &'a Rendered,
    pub author: AuthorFacts<'a>,
    pub thread: ThreadFacts,
    pub recent: RecentFacts,
    /// The comment exists and its text is being changed.
    pub is_edit: bool,
}

#[derive(Debug, Clone)]
pub struct AuthorFacts<'a> {
    pub kind: AuthorKind,
    pub name: &'a str,
    pub email: Option<&'a str>,
    pub website: Option<&'a str>,
    /// How many comments of this author are published on this site.
    pub published: i64,
    /// The strictest measure in force against the author.
    pub sanction: Option<SanctionFacts<'a>>,
}

#[derive(Debug, Clone, Copy)]
pub struct SanctionFacts<'a> {
    pub kind: SanctionKind,
    /// `None`: until lifted.
    pub until: Option<Timestamp>,
    /// What the author is told; may be empty.
    pub reason: &'a str,
}

#[derive(Debug, Clone, Copy)]
pub struct ThreadFacts {
    /// `None`: open.
    pub closed: Option<ClosedBecause>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedBecause {
    /// Somebody of the staff closed it.
    Staff,
    /// It is older than the site's `close_after_days`.
    Age,
}

/// What came in lately, this comment not counted.
#[derive(Debug, Clone, Copy)]
pub struct RecentFacts {
    /// Comments of this author in the last minute.
    pub last_minute: i64,
    /// Comments of this author in the last hour.
    pub last_hour: i64,
    /// Comments with this comment's [`text_fingerprint`](super::text_fingerprint), within the site's
    /// `repeat_window_hours`: by this author on the site, or by anybody in this thread.
    pub same_text: i64,
}
