//! What the templates are given: what a notice knows, cleaned and in words, and the links of the mail.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::letter::{Frame, Token};
use super::wording::{self, NAME, shortened, shown};
use crate::model::decision::{Action, Reason};
use crate::model::notice::{About, Notice, Undecided, WeekFigures};
use crate::model::queue::Queue;
use crate::model::report::ReportOutcome;
use crate::model::sanction::SanctionKind;
use crate::model::time::Timestamp;
use crate::texts::{self, Args};

/// Lengths in user-perceived characters.
const TITLE: usize = 70;
const EXCERPT: usize = 280;
const MESSAGE: usize = 200;
/// Entries of one mail; what comes after them is counted.
const MOST_ENTRIES: usize = 50;

/// The variables of the mail's templates.
pub(super) fn of(notice: &Notice, frame: &Frame<'_>) -> Map<String, Value> {
    let mut variables = Map::new();
    let mut set = |name: &str, value: Value| {
        variables.insert(name.to_owned(), value);
    };
    let host = wording::host(frame.links.public_url);
    set("host", json!(host));
    set("choices_url", json!(frame.choices_url));
    if let Some(about) = notice.about() {
        for (name, value) in about_variables(about, frame) {
            set(name, value);
        }
    }
    let place = |name: &Option<String>| name.as_deref().map_or_else(|| host.clone(), |name| shown(name, NAME));
    let note = |note: &Option<String>| json!(note.as_deref().map(wording::paragraphs));
    let link = |token: Token| json!(frame.links.to(token));
    match notice {
        Notice::VerifyAddress { link: id, .. }
        | Notice::ChangeAddress { link: id, .. }
        | Notice::ResetPassword { link: id, .. } => set("link", link(Token::Link(notice.purpose(), *id))),
        Notice::Welcome { .. }
        | Notice::AddressChangeAsked { .. }
        | Notice::AddressChanged { .. }
        | Notice::AddressInUse { .. }
        | Notice::PasswordChanged { .. }
        | Notice::CommentPublished { .. } => {}
        Notice::NewSignIn { device, at, .. } => {
            set("device", json!(device));
            set("at", json!(moment(*at, frame)));
        }
        Notice::ConfirmFollow { site_name, article_title, link: id, .. } => {
            set("site_name", json!(shown(site_name, NAME)));
            set("title", json!(shown(article_title, TITLE)));
            set("link", link(Token::Link(notice.purpose(), *id)));
        }
        Notice::Reply { replier, own_excerpt, .. } => {
            set("replier", json!(shown(replier, NAME)));
            set("own_excerpt", json!(shown(own_excerpt, EXCERPT)));
        }
        Notice::Mention { author, .. } | Notice::Followed { author, .. } => set("author", json!(shown(author, NAME))),
        Notice::CommentNotPublished { reason, note: said, appeal_until, .. }
        | Notice::CommentRemoved { reason, note: said, appeal_until, .. } => {
            set("reason", json!(code(*reason)));
            set("note", note(said));
            set("appeal_until", json!(appeal_until.map(|until| moment(until, frame))));
        }
        Notice::CommentEdited { note: said, .. } => set("note", note(said)),
        Notice::EditAsked { note: said, .. } => set("note", json!(wording::paragraphs(said))),
        Notice::AppealOutcome { outcome, reason, note: said, .. } => {
            set("outcome", json!(if outcome.as_str() == "overturned" { "overturned" } else { "upheld" }));
            set("reason", json!(reason.filter(|_| outcome.as_str() != "overturned").map(code)));
            set("note", note(said));
        }
        Notice::ReportOutcome { outcome, .. } => set("outcome", json!(outcome.as_str())),
        Notice::Sanctioned { site_name, measure, reason, until, purge_days, .. } => {
            set("place", json!(place(site_name)));
            set("measure", json!(measure_key(*measure)));
            set("reason", json!(wording::paragraphs(reason)));
            set("until", json!(until.map(|until| moment(until, frame))));
            set("purge_days", json!(purge_days));
        }
        Notice::Warned { site_name, sanction, reason, purge_days, .. } => {
            set("place", json!(place(site_name)));
            set("reason", json!(wording::paragraphs(reason)));
            set("purge_days", json!(purge_days));
            set("link", link(Token::Warning(*sanction)));
        }
        Notice::SanctionEnded { site_name, measure, lifted, .. } => {
            set("place", json!(place(site_name)));
            set("measure", json!(measure_key(*measure)));
            set("lifted", json!(lifted));
        }
        Notice::Waiting { site_slug, site_name, comments, lists, items, .. } => {
            set("site_name", json!(shown(site_name, NAME)));
            set("comments", json!(comments));
            let line = |list: &crate::model::notice::Listed| {
                let mut args = Args::new();
                args.set("count", texts::number(list.count));
                args.set("list", list_name(list.queue, frame));
                args.set("age", age(list.oldest_minutes, frame));
                said("waiting-list", &args, frame)
            };
            set("lists", json!(lists.iter().map(line).collect::<Vec<_>>()));
            set("items", json!(items.iter().map(|item| undecided(item, frame)).collect::<Vec<_>>()));
            set("link", link(Token::Waiting(site_slug)));
        }
        Notice::TargetBreached { site_slug, site_name, queue, target_minutes, oldest_minutes, .. } => {
            set("site_name", json!(shown(site_name, NAME)));
            set("queue", json!(queue.as_str()));
            set("target", json!(age(*target_minutes, frame)));
            set("age", json!(age(*oldest_minutes, frame)));
            set("link", link(Token::Waiting(site_slug)));
        }
        Notice::Escalated { site_slug, site_name, moderator, revision, about, note: said, .. } => {
            let decide = |action| link(Token::Decision(action, about.comment, *revision));
            set("can_decide", json!(*revision > 0));
            set("approve", decide(Action::Approve));
            set("reject", decide(Action::Reject));
            set("spam", decide(Action::Spam));
            set("site_name", json!(shown(site_name, NAME)));
            set("moderator", json!(shown(moderator, NAME)));
            set("note", note(said));
            set("link", link(Token::Waiting(site_slug)));
        }
        Notice::WeeklyFigures { site_slug, site_name, from, to, week, before, .. } => {
            set("site_name", json!(shown(site_name, NAME)));
            set("from", json!(date(*from, frame)));
            // Its last day, not the moment at which the next week begins.
            set("to", json!(date(to.plus(-1), frame)));
            set("week", figures(week, frame));
            set("before", figures(before, frame));
            set("link", link(Token::Waiting(site_slug)));
        }
        // It is written as what it is a sample of.
        Notice::Test { .. } => {}
        Notice::Digest { frequency, entries, .. } => {
            set("frequency", json!(frequency.as_str()));
            set("count", json!(entries.len()));
            set("groups", groups(entries, frame));
            let more = entries.len().saturating_sub(MOST_ENTRIES);
            set("more", json!(Some(more).filter(|more| *more > 0)));
        }
    }
    variables
}

/// The names under which [`of`] gives addresses; of those of a reader's words it gives none.
const ADDRESSES: &[&str] = &["link", "article_link", "own_link", "approve", "reject", "spam", "choices_url"];

/// All addresses among the variables, at whatever depth.
pub(super) fn addresses(variables: &Map<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in variables {
        match value {
            Value::String(address) if ADDRESSES.contains(&name.as_str()) => found.push(address.clone()),
            Value::Object(object) => found.extend(addresses(object)),
            Value::Array(items) => found.extend(items.iter().filter_map(Value::as_object).flat_map(addresses)),
            _ => {}
        }
    }
    found
}

fn about_variables(about: &About, frame: &Frame<'_>) -> [(&'static str, Value); 5] {
    [
        ("title", json!(shown(&about.article_title, TITLE))),
        ("excerpt", json!(shown(&about.excerpt, EXCERPT))),
        ("link", json!(comment_link(about))),
        ("article_link", json!(article_link(about))),
        ("own_link", json!(frame.links.to(Token::OwnComment(about.comment)))),
    ]
}

/// Only addresses of the web: they were checked when the thread was made, and a link is where they would do harm.
fn article_link(about: &About) -> String {
    let is_web = about.article_url.starts_with("https://") || about.article_url.starts_with("http://");
    let clean: String = about.article_url.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    if is_web { clean } else { String::new() }
}

fn comment_link(about: &About) -> String {
    format!("{}#comment-{}", article_link(about), about.comment)
}

fn said(name: &str, args: &Args<'_>, frame: &Frame<'_>) -> String {
    texts::text(frame.locale, name, args).unwrap_or_default()
}

fn code(reason: Reason) -> String {
    reason.as_str().replace('_', "-")
}

/// Suspensions and bans say the same.
const fn measure_key(measure: SanctionKind) -> &'static str {
    match measure {
        SanctionKind::Warn => "warn",
        SanctionKind::Premoderate => "premoderate",
        SanctionKind::Mute => "mute",
        SanctionKind::Suspend | SanctionKind::Ban => "ban",
    }
}

fn list_name(queue: Queue, frame: &Frame<'_>) -> String {
    said(&format!("list-{}", queue.as_str()), &Args::new(), frame)
}

/// A waiting time in its largest unit, rounded down.
fn age(minutes: i64, frame: &Frame<'_>) -> String {
    let (unit, count) = match minutes.max(0) {
        minutes @ 0..60 => ("age-minutes", minutes),
        minutes @ 60..1440 => ("age-hours", minutes / 60),
        minutes => ("age-days", minutes / 1440),
    };
    said(unit, &Args::from_iter([("count", texts::number(count))]), frame)
}

/// In the reader's time zone.
fn moment(at: Timestamp, frame: &Frame<'_>) -> String {
    dated("moment", at, frame)
}

/// As [`moment`], the day alone.
fn date(at: Timestamp, frame: &Frame<'_>) -> String {
    dated("date", at, frame)
}

fn dated(message: &str, at: Timestamp, frame: &Frame<'_>) -> String {
    let Ok(instant) = jiff::Timestamp::from_microsecond(at.micros()) else { return at.to_string() };
    let local = instant.to_zoned_datetime(frame.zone.zone());
    let mut args = Args::new();
    args.set("day", texts::number(i64::from(local.day())));
    args.set("month", texts::number(i64::from(local.month())));
    args.set("year", local.year().to_string());
    args.set("time", format!("{:02}:{:02}", local.hour(), local.minute()));
    args.set("zone", frame.zone.as_str().replace('_', " "));
    said(message, &args, frame)
}

fn undecided(item: &Undecided, frame: &Frame<'_>) -> Value {
    let link = |action| frame.links.to(Token::Decision(action, item.about.comment, item.revision));
    let because: Vec<String> = item.because.iter().map(|message| shown(message, MESSAGE)).collect();
    json!({
        "author": shown(&item.author, NAME),
        "title": shown(&item.about.article_title, TITLE),
        "excerpt": shown(&item.about.excerpt, EXCERPT),
        "because": because.join("\n"),
        "approve": link(Action::Approve),
        "reject": link(Action::Reject),
        "spam": link(Action::Spam),
    })
}

fn figures(week: &WeekFigures, frame: &Frame<'_>) -> Value {
    json!({
        "received": week.received,
        "published": week.published,
        "rejected": week.rejected,
        "spam": week.spam,
        "reports": week.reports,
        "appeals": week.appeals,
        "overturned": week.overturned,
        "wait": week.median_wait_minutes.map_or_else(|| "–".to_owned(), |minutes| age(minutes, frame)),
    })
}

/// By article, in the order of the entries.
fn groups(entries: &[Notice], frame: &Frame<'_>) -> Value {
    let mut order: Vec<String> = Vec::new();
    let mut groups: BTreeMap<String, (String, Vec<Value>)> = BTreeMap::new();
    for notice in entries.iter().take(MOST_ENTRIES) {
        let (key, who) = match notice {
            Notice::Reply { replier: who, .. } => ("reply", shown(who, NAME)),
            Notice::Mention { author: who, .. } => ("mention", shown(who, NAME)),
            Notice::Followed { author: who, .. } => ("followed", shown(who, NAME)),
            Notice::CommentPublished { .. } => ("comment-published", String::new()),
            Notice::CommentNotPublished { .. } => ("comment-not-published", String::new()),
            Notice::CommentRemoved { .. } => ("comment-removed", String::new()),
            Notice::CommentEdited { .. } => ("comment-edited", String::new()),
            Notice::ReportOutcome { outcome: ReportOutcome::Confirmed, .. } => ("report-confirmed", String::new()),
            Notice::ReportOutcome { outcome: ReportOutcome::Dismissed, .. } => ("report-dismissed", String::new()),
            Notice::ReportOutcome { outcome: ReportOutcome::Moot, .. } => ("report-moot", String::new()),
            _ => ("other", String::new()),
        };
        let (title, excerpt, link, article) = match notice.about() {
            Some(about) => {
                let own = matches!(key, "comment-not-published" | "comment-removed");
                let gone = matches!(key, "report-confirmed" | "report-moot");
                let link = match key {
                    _ if own => frame.links.to(Token::OwnComment(about.comment)),
                    _ if gone => article_link(about),
                    _ => comment_link(about),
                };
                (shown(&about.article_title, TITLE), shown(&about.excerpt, EXCERPT), link, article_link(about))
            }
            None => (frame.brand_name.to_owned(), String::new(), frame.links.public_url.to_owned(), String::new()),
        };
        if !order.contains(&article) {
            order.push(article.clone());
        }
        // What was taken down is not there any more.
        let to = if matches!(key, "report-confirmed" | "report-moot") { "article" } else { "comment" };
        let entry = json!({"key": key, "who": who, "excerpt": excerpt, "link": link, "to": to});
        groups.entry(article).or_insert_with(|| (title, Vec::new())).1.push(entry);
    }
    let group = |article: String| {
        let (title, entries) = groups.remove(&article)?;
        Some(json!({"title": title, "article_link": article, "entries": entries}))
    };
    json!(order.into_iter().filter_map(group).collect::<Vec<_>>())
}

/// "Hello Ida," in the mail's language. A name that a mail program might turn into a link is not repeated: anybody can sign
/// up with somebody else's address and a name of their choice.
pub(super) fn greeting(name: &str, frame: &Frame<'_>) -> String {
    let name = shortened(name, NAME);
    if name.is_empty() || wording::is_linkish(&name) {
        said("greeting-nobody", &Args::new(), frame)
    } else {
        said("greeting", &Args::from_iter([("name", name)]), frame)
    }
}
