//! A comment as moderators decide on it: in a list or alone. `templates/desk/item.html` shows it.

use std::sync::Arc;

use askama::Template;

use super::evidence::{Piece, hard_to_read, pieces};
use super::said::{did, named};
use super::written::Written;
use crate::actions::canned_texts::CannedText;
use crate::actions::claim::Named;
use crate::actions::read_appeals::NamedAppeal;
use crate::actions::read_queue::{QueueItem, Similar};
use crate::actions::read_reports::NamedReport;
use crate::actions::{Comment, Thread};
use crate::http::pages::thread::name_of;
use crate::http::pages::words::Words;
use crate::model::comment::{AuthorKind, Status};
use crate::model::decision::Reason;
use crate::model::finding::Finding;
use crate::model::ids::AccountId;
use crate::model::priority::Priority;
use crate::model::thread::ThreadState;
use crate::model::time::Timestamp;
use crate::model::trust::Record;

/// What all items of a page have in common.
pub struct Setting {
    pub w: Words,
    pub now: Timestamp,
    /// The site's slug.
    pub site: String,
    pub csrf: String,
    /// Where one is after a decision.
    pub back: String,
    pub viewer: AccountId,
    pub texts: Vec<CannedText>,
    /// The moderator wants to see everything at once.
    pub unveiled: bool,
    /// The beginning of an address of the same list narrowed down.
    pub narrow: String,
    /// The item is all that the page is about.
    pub alone: bool,
}

impl Setting {
    /// Texts that the comment's author understands, or all if there are none such.
    pub fn texts_for(&self, language: Option<&str>) -> Vec<&CannedText> {
        let spoken = |text: &&CannedText| {
            let of_text = text.locale.split('-').next();
            of_text.is_some() && of_text == language
        };
        let understood: Vec<&CannedText> = self.texts.iter().filter(spoken).collect();
        if understood.is_empty() { self.texts.iter().collect() } else { understood }
    }

    /// The message of `texts` for a name with underscores.
    pub fn message(&self, start: &str, name: &str) -> String {
        named(self.w, start, name)
    }
}

#[derive(Template)]
#[template(path = "desk/item.html")]
pub struct ItemView {
    set: Arc<Setting>,
    comment: Comment,
    name: String,
    record: Record,
    priority: Option<Priority>,
    /// Since when it is on the list.
    entered_at: Option<Timestamp>,
    thread: Thread,
    parent: Option<(Comment, String)>,
    /// Of its present text.
    findings: Vec<Finding>,
    claim: Option<Named>,
    similar: Option<Similar>,
    /// Those that are open.
    reports: Vec<NamedReport>,
    appeal: Option<NamedAppeal>,
    /// Chosen for a decision on many.
    chosen: bool,
    written: Written,
    errors: Vec<(String, String)>,
    /// The moderator knows that somebody else works on it.
    overrides: bool,
}

impl ItemView {
    pub fn of(item: QueueItem, set: &Arc<Setting>) -> Self {
        let (comment, name) = item.listed;
        let name = name_of(name, comment.guest_name.clone(), set.w);
        let parent = item.parent.map(|(parent, name)| {
            let name = name_of(name, parent.guest_name.clone(), set.w);
            (parent, name)
        });
        Self {
            set: Arc::clone(set),
            comment,
            name,
            record: item.record,
            priority: item.entry.as_ref().map(|entry| entry.priority()),
            entered_at: item.entry.map(|entry| entry.entered_at),
            thread: item.thread,
            parent,
            findings: item.findings,
            claim: item.claim,
            similar: item.similar,
            reports: item.reports,
            appeal: item.appeal,
            chosen: false,
            written: Written::default(),
            errors: Vec::new(),
            overrides: false,
        }
    }

    #[must_use]
    pub fn chosen(self, chosen: bool) -> Self {
        Self { chosen, ..self }
    }

    /// With what was entered, and what is wrong with it.
    #[must_use]
    pub fn filled_in(self, written: Written, errors: Vec<(String, String)>, overrides: bool) -> Self {
        Self { written, errors, overrides, ..self }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    fn error_for(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }

    fn pieces(&self) -> Vec<Piece<'_>> {
        pieces(&self.comment.body, &self.findings)
    }

    /// What the checks and messages say of one marked place.
    fn why(&self, piece: &Piece<'_>) -> String {
        let said = piece.findings.iter();
        let said: Vec<String> =
            said.map(|finding| format!("{}: {}", self.set.message("check", &finding.check), finding.message)).collect();
        said.join(" · ")
    }

    /// Why the text is under a veil.
    fn veil(&self) -> Option<String> {
        let reason = hard_to_read(&self.findings, self.reports.iter().map(|it| &it.report));
        let reason = reason.filter(|_| !self.set.unveiled)?;
        Some(self.set.w.with("desk-veil", "why", &self.set.message("reason", reason.as_str())))
    }

    /// The strongest first.
    fn found(&self) -> Vec<&Finding> {
        let mut found: Vec<&Finding> = self.findings.iter().collect();
        found.sort_by_key(|finding| std::cmp::Reverse(finding.score));
        found
    }

    fn ago(&self, at: &Timestamp) -> String {
        self.set.w.ago(*at, self.set.now)
    }

    fn alike(&self, message: &str, similar: &Similar) -> String {
        self.set.w.count(message, similar.waiting)
    }

    fn record(&self) -> String {
        super::said::record(self.set.w, self.record)
    }

    fn sum(&self, priority: &Priority) -> String {
        super::said::sum(self.set.w, *priority)
    }

    /// Whoever works on it, if not the viewer.
    fn taken_by(&self) -> Option<&str> {
        self.claim.as_ref().filter(|(claim, _)| claim.account_id != self.set.viewer).map(|(_, name)| name.as_str())
    }

    fn is_mine(&self) -> bool {
        self.claim.as_ref().is_some_and(|(claim, _)| claim.account_id == self.set.viewer)
    }

    fn against(&self, appeal: &NamedAppeal) -> String {
        did(self.set.w, &appeal.first)
    }

    fn title(&self) -> &str {
        self.thread.title.as_deref().unwrap_or(&self.thread.url)
    }

    fn place(&self) -> String {
        format!("{}#comment-{}", self.thread.url, self.comment.id)
    }

    fn is_staff(&self) -> bool {
        self.comment.author_kind == AuthorKind::Staff
    }

    fn is_deleted(&self) -> bool {
        self.comment.status == Status::Deleted
    }

    fn can_ask_edit(&self) -> bool {
        self.comment.account_id.is_some() && self.comment.edit_asked_at.is_none()
    }

    fn can_pin(&self) -> bool {
        self.comment.status == Status::Published && self.comment.depth == 0 && self.comment.pinned_at.is_none()
    }

    fn is_closed(&self) -> bool {
        self.thread.state == ThreadState::Closed
    }

    const fn reasons(&self) -> &'static [Reason] {
        Reason::ALL
    }
}
