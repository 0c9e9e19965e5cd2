//! Everything a check may know about one comment; gathered by the caller before the review.

use std::net::IpAddr;

use crate::model::comment::{AuthorKind, Body, Rendered};
use crate::model::sanction::SanctionKind;
use crate::model::site::Policy;
use crate::model::time::Timestamp;
use crate::model::trust::{Record, Trust};

#[derive(Debug, Clone)]
pub struct Facts<'a> {
    pub now: Timestamp,
    /// The policy in effect: the thread's own, or else the site's.
    pub policy: Policy,
    pub body: &'a Body,
    /// `body` as it will be shown.
    pub rendered: &'a Rendered,
    /// What it is written in, as an ISO 639-1 code; `None` if that is not sure.
    pub language: Option<&'a str>,
    pub author: AuthorFacts<'a>,
    pub thread: ThreadFacts,
    pub recent: RecentFacts,
    /// `None`: it did not come from a form that says so.
    pub form: Option<FormFacts>,
    /// The comment exists and its text is being changed.
    pub is_edit: bool,
}

#[derive(Debug, Clone)]
pub struct AuthorFacts<'a> {
    pub kind: AuthorKind,
    pub name: &'a str,
    pub email: Option<&'a str>,
    pub website: Option<&'a str>,
    /// Where it was sent from. Known while a text is sent, and never kept: a finding must not tell it.
    pub network: Option<IpAddr>,
    /// The names of the site that nobody else is to go under: its own and those of its staff.
    pub names_taken: &'a [String],
    /// What became of the author's comments on this site.
    pub record: Record,
    pub level: Trust,
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

#[derive(Debug, Clone, Copy, Default)]
pub struct ThreadFacts {
    /// `None`: open.
    pub closed: Option<ClosedBecause>,
    /// Its staff expect trouble there.
    pub sensitive: bool,
    /// Between two comments of one author, in seconds; 0: none.
    pub slow_mode_seconds: u32,
}

/// What the form tells that a comment was typed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormFacts {
    /// Something stands in the field that no person sees.
    pub trap_filled: bool,
    /// Since the form was handed out, in seconds; `None`: no token, or none of ours.
    pub age_seconds: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedBecause {
    /// Somebody of the staff closed it.
    Staff,
    /// It is older than the site's `close_after_days`.
    Age,
}

/// What came in lately, this comment not counted.
#[derive(Debug, Clone, Copy, Default)]
pub struct RecentFacts {
    /// Comments of this author in the last minute.
    pub last_minute: i64,
    /// Comments of this author in the last hour.
    pub last_hour: i64,
    /// Comments with this comment's [`text_fingerprint`](super::text_fingerprint), within the site's
    /// `repeat_window_hours`: by this author on the site, or by anybody in this thread.
    pub same_text: i64,
    /// When this author last commented in this thread.
    pub last_in_thread: Option<Timestamp>,
    /// Comments of others that say nearly the same.
    pub near: Option<NearFacts>,
}

/// Comments of other authors that say nearly the same, within the site's `near_duplicates.window_hours`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearFacts {
    /// How many other authors.
    pub others: i64,
    /// How much the most similar one has in common with this comment, in percent.
    pub percent: u32,
}
