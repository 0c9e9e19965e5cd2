//! Fills into a mail what can only be known when it is sent: what waits by then, what was gathered, and whether there still is
//! anything to say.

use super::tell_people::about;
use super::{Result, Service};
use crate::model::comment::Status;
use crate::model::ids::{AccountId, CommentId, SiteId};
use crate::model::notice::{Listed, Notice, Undecided};
use crate::model::preferences::{Frequency, Preferences};
use crate::model::queue::{Queue, QueueSort};
use crate::model::time::MINUTE;
use crate::store::outbox::OwedMail;
use crate::store::queues::{self, Filter, Wanted};
use crate::store::{Conn, accounts, comments, findings, notifications, threads};

/// Comments that one mail lets a moderator decide on.
const MOST_ITEMS: usize = 5;
/// Lists of what needs a decision.
pub(super) const DECIDED_BY_MAIL: [Queue; 3] = [Queue::Reported, Queue::Pending, Queue::Appealed];

/// `None`: there is nothing left to say.
pub(super) fn run(svc: &Service, conn: &mut Conn, mail: &OwedMail) -> Result<Option<Notice>> {
    let notice: Notice = serde_json::from_str(&mail.notice)?;
    match (notice, mail.site_id, mail.account_id) {
        (Notice::Waiting { name, site_slug, site_name, frequency, .. }, Some(site), Some(account)) => {
            let frequency = frequency.unwrap_or(Frequency::AtOnce);
            let wanted = wanted_lists(conn, account, &site_slug, frequency)?;
            let lists = lists(svc, conn, site, &wanted)?;
            if lists.is_empty() {
                return Ok(None);
            }
            let items = items(conn, site, &wanted, MOST_ITEMS)?;
            let comments = queues::comments_on(conn, site, &wanted)?;
            let frequency = Some(frequency);
            Ok(Some(Notice::Waiting { name, site_slug, site_name, frequency, comments, lists, items }))
        }
        (Notice::Digest { name, frequency, .. }, ..) => {
            let entries = entries(conn, mail)?;
            Ok((!entries.is_empty()).then_some(Notice::Digest { name, frequency, entries }))
        }
        (notice, ..) => Ok(still_true(conn, mail, &notice)?.then_some(notice)),
    }
}

/// The lists that the moderator wants to be told of that often.
fn wanted_lists(conn: &mut Conn, account: AccountId, slug: &str, frequency: Frequency) -> Result<Vec<Queue>> {
    let Some(account) = accounts::find(conn, account)? else { return Ok(Vec::new()) };
    let preferences: Preferences = serde_json::from_str(&account.preferences)?;
    let of = |queue: &Queue| preferences.of_list(slug, *queue) == frequency;
    Ok(Queue::ALL.iter().copied().filter(of).collect())
}

fn lists(svc: &Service, conn: &mut Conn, site: SiteId, wanted: &[Queue]) -> Result<Vec<Listed>> {
    let now = svc.clock.now();
    let mut lists = Vec::new();
    for &queue in wanted {
        if let (count @ 1.., Some(oldest)) = queues::size(conn, site, queue)? {
            let oldest_minutes = (now.micros() - oldest.micros()).max(0) / MINUTE;
            lists.push(Listed { queue, count, oldest_minutes });
        }
    }
    Ok(lists)
}

/// The most urgent comments of the lists, each once.
pub(super) fn items(conn: &mut Conn, site: SiteId, wanted: &[Queue], most: usize) -> Result<Vec<Undecided>> {
    let mut items: Vec<Undecided> = Vec::new();
    for queue in DECIDED_BY_MAIL.into_iter().filter(|queue| wanted.contains(queue)) {
        let wanted = Wanted { queue, sort: QueueSort::Priority, filter: Filter::default(), free_at: None };
        for (_, (comment, name)) in queues::page(conn, site, &wanted, None, most as i64)? {
            if items.len() == most {
                return Ok(items);
            }
            if items.iter().any(|item| item.about.comment == comment.id) {
                continue;
            }
            let Some(thread) = threads::find(conn, site, comment.thread_id)? else { continue };
            items.push(Undecided {
                about: about(&comment, &thread),
                revision: comment.revision,
                author: name.or_else(|| comment.guest_name.clone()).unwrap_or_default(),
                queue,
                because: because(conn, site, comment.id)?,
            });
        }
    }
    Ok(items)
}

/// What the checks said of the present text, each once.
pub(super) fn because(conn: &mut Conn, site: SiteId, comment: CommentId) -> Result<Vec<String>> {
    let found = findings::of_comments(conn, site, &[comment])?;
    let latest = found.iter().map(|(_, revision, _)| *revision).max();
    let mut because: Vec<String> = Vec::new();
    for (_, revision, finding) in found {
        if Some(revision) == latest && !because.contains(&finding.message) {
            because.push(finding.message);
        }
    }
    Ok(because)
}

/// What was gathered and is still true; those about one article follow each other.
fn entries(conn: &mut Conn, mail: &OwedMail) -> Result<Vec<Notice>> {
    let mut entries: Vec<Notice> = Vec::new();
    for notification in notifications::in_mail(conn, mail.id)? {
        let notice: Notice = serde_json::from_str(&notification.notice)?;
        if stands(conn, notification.site_id, &notice)? {
            entries.push(notice);
        }
    }
    let mut articles: Vec<String> = Vec::new();
    let article_of = |notice: &Notice| notice.about().map(|about| about.article_url.clone()).unwrap_or_default();
    for notice in &entries {
        let article = article_of(notice);
        if !articles.contains(&article) {
            articles.push(article);
        }
    }
    entries.sort_by_key(|notice| articles.iter().position(|article| *article == article_of(notice)));
    Ok(entries)
}

/// Nobody is mailed what was read meanwhile, or is gone.
fn still_true(conn: &mut Conn, mail: &OwedMail, notice: &Notice) -> Result<bool> {
    if !notice.needs_its_comment() {
        return Ok(true);
    }
    let read = match mail.notification_id {
        Some(id) => notifications::find(conn, id)?.is_some_and(|told| told.read_at.is_some()),
        None => false,
    };
    Ok(!read && stands(conn, mail.site_id, notice)?)
}

/// Whether the comment that it tells of can still be seen.
fn stands(conn: &mut Conn, site: Option<SiteId>, notice: &Notice) -> Result<bool> {
    let (true, Some(about), Some(site)) = (notice.needs_its_comment(), notice.about(), site) else { return Ok(true) };
    let comment = comments::find(conn, site, about.comment)?;
    Ok(comment.is_some_and(|comment| comment.status == Status::Published))
}
