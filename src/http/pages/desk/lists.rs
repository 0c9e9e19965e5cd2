//! What the desk's lists share: filters in the address, pages by keyset, and the names of those who wrote.
//! `templates/desk/parts.html` shows the pages' links and the tabs.

use url::form_urlencoded;

use crate::actions::Comment;
use crate::actions::placed::Placed;
use crate::http::pages::PageError;
use crate::http::pages::words::Words;
use crate::model::comment::excerpt;
use crate::model::page::{Cursor, Page, PageRequest};
use crate::model::time::{DAY, Timestamp};

/// Rows of a page.
pub const A_PAGE: i64 = 25;

/// Characters of a comment that a list shows.
const EXCERPT: usize = 160;

/// What of a list's address is not empty: (name, value).
pub type Query<'a> = [(&'a str, &'a str)];

/// A path with what is not empty of the query.
pub fn address(path: &str, query: &Query<'_>) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
        pairs.append_pair(name, value);
    }
    let query = pairs.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The links below a list; both keep its filters.
pub struct Pager {
    /// `None`: this is it.
    pub first: Option<String>,
    /// `None`: the list ends here.
    pub next: Option<String>,
}

impl Pager {
    /// `cursor`: where the page that is shown begins.
    pub fn of<T>(path: &str, query: &Query<'_>, cursor: &str, page: &Page<T>) -> Self {
        let next = page.next;
        let at = |cursor: String| address(path, &[query, &[("cursor", cursor.as_str())]].concat());
        Self { first: (!cursor.is_empty()).then(|| at(String::new())), next: next.map(|next| at(next.encode())) }
    }
}

/// The page that begins at the cursor; empty: the first. Errors: 404 for a cursor that was not given out here.
pub fn part_at(cursor: &str) -> Result<PageRequest, PageError> {
    let after = match cursor {
        "" => None,
        cursor => Some(Cursor::parse(cursor).map_err(|_| PageError::nowhere())?),
    };
    Ok(PageRequest { after, limit: A_PAGE })
}

/// A choice above a list.
pub struct Tab {
    pub href: String,
    pub label: String,
    pub is_current: bool,
}

impl Tab {
    /// Of a list that is read by `state`: the first of `states` (value, message) is what an empty one means. Other
    /// filters stay. Errors: 404 for a state that there is not.
    pub fn row(
        w: Words,
        path: &str,
        states: &[(&str, &str)],
        state: &str,
        query: &Query<'_>,
    ) -> Result<Vec<Self>, PageError> {
        let current = if state.is_empty() { states.first().map_or("", |(value, _)| value) } else { state };
        let tab = |(value, message): &(&str, &str)| Self {
            href: address(path, &[&[("state", *value)], query].concat()),
            label: w.say(message),
            is_current: *value == current,
        };
        let tabs: Vec<Self> = states.iter().map(tab).collect();
        if tabs.iter().any(|tab| tab.is_current) { Ok(tabs) } else { Err(PageError::nowhere()) }
    }
}

/// What is wrong with the fields of a form, in the reader's language.
#[derive(Default)]
pub struct Wrong(pub Vec<(String, String)>);

impl Wrong {
    pub fn at(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn note(&mut self, field: &str, message: String) {
        self.0.push((field.to_owned(), message));
    }

    /// The parsed value of a field that may be empty; with `message` noted for what cannot be.
    pub fn take<T, E>(
        &mut self,
        field: &str,
        text: &str,
        parse: impl Fn(&str) -> Result<T, E>,
        message: impl Fn() -> String,
    ) -> Option<T> {
        match text.trim() {
            "" => None,
            text => parse(text).map_err(|_| self.note(field, message())).ok(),
        }
    }
}

/// The beginning, in UTC, of a day as date fields send it: `2026-03-09`.
pub fn day(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(&format!("{text}T00:00:00Z"))
}

/// From the first of two days to the end of the second one.
pub fn days(wrong: &mut Wrong, w: Words, from: &str, to: &str) -> (Option<Timestamp>, Option<Timestamp>) {
    let message = || w.say("list-wrong-day");
    let from = wrong.take("from", from, day, message);
    let to = wrong.take("to", to, day, message);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        wrong.note("to", w.say("list-wrong-days"));
    }
    (from, to.map(|to| to.plus(DAY)))
}

/// Who wrote a comment: the account's name, or what the guest gave.
pub fn author_of((comment, name): &(Comment, Option<String>), w: Words) -> String {
    let name = name.as_deref().filter(|name| !name.is_empty()).or(comment.guest_name.as_deref());
    name.map_or_else(|| w.say("thread-former-reader"), str::to_owned)
}

/// A comment in a line of a list.
pub struct Brief {
    pub author: String,
    /// The beginning of what it says; empty once it is deleted.
    pub excerpt: String,
    pub status: &'static str,
    pub title: String,
}

impl Brief {
    pub fn of(placed: &Placed, w: Words) -> Self {
        let comment = &placed.listed.0;
        Self {
            author: author_of(&placed.listed, w),
            excerpt: excerpt(&comment.body, EXCERPT),
            status: comment.status.as_str(),
            title: title_of(&placed.thread),
        }
    }
}

/// What an article is called: its title, or its address where it has none.
pub fn title_of(thread: &crate::actions::Thread) -> String {
    let title = thread.title.as_deref().filter(|title| !title.trim().is_empty());
    title.map_or_else(|| thread.url.trim_start_matches("https://").to_owned(), str::to_owned)
}

/// What came of a form, by the name that its handler leaves in the address.
pub fn said(w: Words, name: &str) -> Option<(&'static str, String)> {
    const GOOD: &[&str] = &["noted", "unnoted", "imposed", "lifted", "undone"];
    const BAD: &[&str] = &["not-undone", "not-lifted"];
    let kind = if GOOD.contains(&name) { "" } else { "refused" };
    (GOOD.contains(&name) || BAD.contains(&name)).then(|| (kind, w.named("said", name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::appeal::AppealOutcome;
    use crate::model::decision::{ActorKind, LogAction, Reason};
    use crate::model::locale::Locale;
    use crate::model::report::ReportOutcome;
    use crate::model::sanction::{SanctionKind, Target};
    use crate::model::trust::Trust;
    use crate::texts;

    #[test]
    fn what_lists_name_after_its_kind_there_is() {
        fn names<T: Copy>(start: &str, all: &[T], name: fn(T) -> &'static str) -> Vec<String> {
            all.iter().map(|it| format!("{start}-{}", name(*it).replace('_', "-"))).collect()
        }
        let wanted = [
            names("log", LogAction::ALL, LogAction::as_str),
            names("did", LogAction::ALL, LogAction::as_str),
            names("log-kind", ActorKind::ALL, ActorKind::as_str),
            names("reason", Reason::ALL, Reason::as_str),
            names("sanction", SanctionKind::ALL, SanctionKind::as_str),
            names("sanction-do", SanctionKind::ALL, SanctionKind::as_str),
            names("sanction-hint", SanctionKind::ALL, SanctionKind::as_str),
            names("target", Target::ALL, Target::as_str),
            names("trust", Trust::ALL, Trust::as_str),
            names("report", ReportOutcome::ALL, ReportOutcome::as_str),
            names("appeal", AppealOutcome::ALL, AppealOutcome::as_str),
            ["report-open", "appeal-open"].map(str::to_owned).to_vec(),
        ];
        let missing: Vec<String> = wanted.concat().into_iter().filter(|name| !texts::has(name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        for name in ["noted", "unnoted", "imposed", "lifted", "undone", "not-undone", "not-lifted"] {
            assert!(texts::has(&format!("said-{name}")) && said(Words(Locale::English), name).is_some(), "{name}");
        }
        assert_eq!(said(Words(Locale::English), "<b>"), None);
    }

    #[test]
    fn an_address_keeps_the_filters_that_are_set() {
        let query = [("q", "a & b"), ("status", ""), ("from", "2026-03-09")];
        assert_eq!(address("/desk/courier/search", &query), "/desk/courier/search?q=a+%26+b&from=2026-03-09");
        assert_eq!(address("/desk/courier/log", &[("who", "")]), "/desk/courier/log");
        let page = Page { items: vec![1], next: Some(Cursor::by_id(7)) };
        let pager = Pager::of("/x", &[("who", "7")], "", &page);
        let next = format!("/x?who=7&cursor={}", Cursor::by_id(7).encode());
        assert_eq!((pager.first, pager.next), (None, Some(next)));
        let pager = Pager::of("/x", &[("who", "7")], "abc", &Page::<i64> { items: Vec::new(), next: None });
        assert_eq!((pager.first.as_deref(), pager.next), (Some("/x?who=7"), None));
    }
}
