//! On which of the moderators' lists a comment is, and how urgent it is there. It follows from the comment as it stands
//! and from what others say of it, so whoever changes either calls this at the end of the transaction.

use super::standing::{Standing, standing_of};
use super::{Error, Result, Service};
use crate::model::comment::Status;
use crate::model::ids::{AccountId, DecisionId};
use crate::model::priority::{self, Priority, Signs, Visible};
use crate::model::queue::Queue;
use crate::model::time::Timestamp;
use crate::store::comments::Comment;
use crate::store::queue_entries::{self, Entry, Left};
use crate::store::{Conn, claims, findings, log, threads};

/// What a comment comes onto its lists by, or leaves them.
pub(super) struct Occasion {
    pub now: Timestamp,
    /// Who of the staff decided; `None`: nobody did.
    pub decided_by: Option<AccountId>,
    /// The row in the log.
    pub decision: Option<DecisionId>,
    /// The decision that was taken back: what it took off a list is on it as if it had never left.
    pub undoes: Option<DecisionId>,
    /// There was no comment before.
    pub is_new: bool,
    /// The largest score of what was found in the present text; `None`: to be read.
    pub strongest_finding: Option<i32>,
    /// Published comments of the thread; `None`: to be read.
    pub thread_comments: Option<i64>,
}

impl Occasion {
    /// Something that is no decision: an edit, a report.
    pub const fn of(now: Timestamp) -> Self {
        Self {
            now,
            decided_by: None,
            decision: None,
            undoes: None,
            is_new: false,
            strongest_finding: None,
            thread_comments: None,
        }
    }
}

/// As [`line_up`], for whoever does not hold the head of the site's log. The comment's thread is locked.
pub(super) fn line_up_alone(svc: &Service, tx: &mut Conn, comment: &Comment, occasion: &Occasion) -> Result<()> {
    log::hold(tx, comment.site_id)?;
    line_up(svc, tx, comment, occasion)
}

/// Puts the comment, as it now stands, on the lists where it belongs and takes it off the others; whoever had claimed
/// it is done with it once somebody has decided. Its thread is locked and the head
/// of the site's log is held.
pub(super) fn line_up(svc: &Service, tx: &mut Conn, comment: &Comment, occasion: &Occasion) -> Result<()> {
    let site = comment.site_id;
    // Of what has just been written nobody can have said anything.
    let (standing, present) = match occasion.is_new {
        true => (Standing::default(), Vec::new()),
        false => (standing_of(tx, comment)?, queue_entries::of_comment(tx, site, comment.id)?),
    };
    let wanted = queues_of(comment, standing);
    for entry in present.iter().filter(|entry| !wanted.contains(&entry.queue)) {
        let Occasion { now, decided_by, decision, .. } = *occasion;
        queue_entries::leave(tx, entry, &Left { id: svc.ids.next(now), at: now, by: decided_by, decision })?;
    }
    if !occasion.is_new && (wanted.is_empty() || occasion.decided_by.is_some()) {
        claims::release_comment(tx, site, comment.id)?;
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let scales = Scales::of(tx, comment, standing, occasion)?;
    for queue in wanted {
        match present.iter().find(|entry| entry.queue == queue) {
            Some(entry) => {
                let weighed = scales.weigh(entry.clone(), comment, occasion.now);
                if weighed != *entry {
                    queue_entries::update(tx, &weighed)?;
                }
            }
            None => {
                let resumed = match occasion.undoes {
                    Some(decision) => queue_entries::resume(tx, site, (comment.id, queue), decision)?,
                    None => None,
                };
                let entry = entry_of(comment, queue, resumed.unwrap_or(occasion.now));
                queue_entries::enter(tx, &scales.weigh(entry, comment, occasion.now))?;
            }
        }
    }
    Ok(())
}

/// Weighs anew an entry whose comment nothing was done about: its age has made a step.
pub(super) fn reweigh(tx: &mut Conn, entry: Entry, comment: &Comment, now: Timestamp) -> Result<()> {
    let standing = standing_of(tx, comment)?;
    let scales = Scales::of(tx, comment, standing, &Occasion::of(now))?;
    Ok(queue_entries::update(tx, &scales.weigh(entry, comment, now))?)
}

/// The lists where the comment belongs. `postil doctor` (`store/doctor.rs`) says the same in SQL.
fn queues_of(comment: &Comment, standing: Standing) -> Vec<Queue> {
    let belongs = |queue: &Queue| match queue {
        Queue::Pending => comment.is_pending(),
        Queue::Reported => standing.open_reports > 0,
        Queue::Unreviewed => comment.status == Status::Published && comment.reviewed_at.is_none(),
        Queue::Appealed => standing.appealed,
        Queue::Spam => comment.status == Status::Spam,
    };
    let stands = comment.status != Status::Deleted;
    Queue::ALL.iter().copied().filter(|queue| stands && belongs(queue)).collect()
}

fn entry_of(comment: &Comment, queue: Queue, entered_at: Timestamp) -> Entry {
    Entry {
        comment_id: comment.id,
        queue,
        site_id: comment.site_id,
        thread_id: comment.thread_id,
        author_key: comment.author_key,
        language: None,
        entered_at,
        severity: 0,
        reach: 0,
        age: 0,
        value: 0,
        next_step_at: None,
    }
}

/// What a comment weighs on whichever list.
struct Scales {
    signs: Signs,
    reach: i32,
}

impl Scales {
    fn of(tx: &mut Conn, comment: &Comment, standing: Standing, occasion: &Occasion) -> Result<Self> {
        let thread_comments = match occasion.thread_comments {
            Some(count) => count,
            None => {
                let thread = threads::find(tx, comment.site_id, comment.thread_id)?;
                thread.ok_or(Error::NotFound("thread"))?.comment_count
            }
        };
        let strongest_finding = match occasion.strongest_finding {
            Some(score) => score,
            None => findings::strongest(tx, comment.site_id, comment.id)?,
        };
        let signs = Signs {
            strongest_finding,
            escalated: comment.escalated_at.is_some(),
            report_weight: standing.report_weight,
        };
        let reach = priority::reach(Visible {
            published: comment.status == Status::Published,
            thread_comments,
            replies: comment.reply_count,
            score: comment.score,
        });
        Ok(Self { signs, reach })
    }

    fn weigh(&self, entry: Entry, comment: &Comment, now: Timestamp) -> Entry {
        let (age, next_step_at) = priority::age(entry.entered_at, now);
        let priority = Priority { severity: priority::severity(entry.queue, self.signs), reach: self.reach, age };
        Entry { language: comment.language.clone(), ..entry }.weighing(priority, next_step_at)
    }
}
