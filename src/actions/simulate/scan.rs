//! Goes through the past in order and reviews each comment with what was known when it was posted.

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::sync::Arc;

use crate::actions::judge::{Text, too_old};
use crate::actions::past::slow_mode_seconds;
use crate::model::comment::{AuthorKind, Body, Status};
use crate::model::decision::{ActorKind, LogAction};
use crate::model::finding::Finding;
use crate::model::ids::{CommentId, DecisionId, ThreadId, first_id_at};
use crate::model::time::Timestamp;
use crate::model::trust::{Record, Trust};
use crate::moderation::facts::{AuthorFacts, ClosedBecause, Facts, RecentFacts, ThreadFacts};
use crate::moderation::simulation::{Decided, Lately, Report, Said, Tally, review_again};
use crate::moderation::{CompiledRules, Verdict};
use crate::store::replay::{Move, Posted};
use crate::store::threads::Thread;

/// Comments in the order of their ids, and what belongs to them.
#[derive(Default)]
pub(super) struct Page {
    pub posted: Vec<Posted>,
    /// Of those whose text was changed.
    pub first_texts: HashMap<CommentId, String>,
    pub threads: Vec<Thread>,
    /// Of their authors, as they are now.
    pub records: HashMap<i64, Record>,
    /// What is taken over.
    pub found: HashMap<CommentId, Vec<Finding>>,
    /// Since the page before, up to the last of the comments.
    pub moves: Vec<Move>,
}

/// The state of the past, as far as the scan has come.
pub(super) struct Scan {
    present: Arc<CompiledRules>,
    changed: Arc<CompiledRules>,
    /// See [`AuthorFacts::names_taken`].
    names_taken: Vec<String>,
    rate_limits: bool,
    /// The first id of the days.
    start: i64,
    lately: Lately,
    /// The records of those authors that were met, as they are now.
    records: HashMap<i64, Record>,
    /// What is still to be added to authors' records from where the scan is.
    ahead: HashMap<i64, Record>,
    /// What moderators decided about comments of the days, in their order.
    decisions: HashMap<CommentId, Vec<(DecisionId, Decided)>>,
    left_out: u64,
    tally: Tally,
}

/// A comment with what its facts are made of.
struct Case<'a> {
    posted: &'a Posted,
    text: &'a Text,
    thread: &'a Thread,
    /// What is taken over.
    then: &'a [Finding],
    record: Record,
    /// As the present and the changed rules ask.
    present: RecentFacts,
    changed: RecentFacts,
}

impl Scan {
    /// `rules`: the present and the changed ones.
    pub fn new(
        (present, changed): (Arc<CompiledRules>, Arc<CompiledRules>),
        names_taken: Vec<String>,
        rate_limits: bool,
        since: Timestamp,
    ) -> Self {
        Self {
            lately: Lately::within_reach_of(present.rules(), changed.rules()),
            present,
            changed,
            names_taken,
            rate_limits,
            start: first_id_at(since),
            records: HashMap::new(),
            ahead: HashMap::new(),
            decisions: HashMap::new(),
            left_out: 0,
            tally: Tally::default(),
        }
    }

    /// How far before the days it has to begin, in microseconds.
    pub fn reach(&self) -> i64 {
        self.lately.reach()
    }

    /// Takes note of a piece of the days' log, before the comments are looked at.
    pub fn learn(&mut self, moves: Vec<Move>) {
        for a_move in moves {
            count(self.ahead.entry(a_move.author_key).or_default(), &a_move, 1);
            if a_move.comment_id.get() < self.start {
                continue;
            }
            if let Some(undone) = a_move.undoes
                && let Some(decisions) = self.decisions.get_mut(&a_move.comment_id)
            {
                decisions.retain(|(decision, _)| *decision != undone);
            }
            if let Some(decided) = decided(&a_move) {
                self.decisions.entry(a_move.comment_id).or_default().push((a_move.id, decided));
            }
        }
    }

    /// The comments become part of the past; `review`: they are of the days, and looked at as well.
    pub fn take(&mut self, page: Page, review: bool) {
        let Page { posted, first_texts, threads, records, found, moves } = page;
        for (author_key, record) in records {
            self.records.entry(author_key).or_insert(record);
        }
        let threads: HashMap<ThreadId, Thread> = threads.into_iter().map(|thread| (thread.id, thread)).collect();
        let texts = in_parallel(&posted, |posted| text_of(posted, first_texts.get(&posted.id)));
        let mut cases = Vec::with_capacity(posted.len());
        let mut moves = moves.into_iter().peekable();
        for (posted, text) in posted.iter().zip(&texts) {
            while let Some(a_move) = moves.next_if(|a_move| a_move.id.get() < posted.id.get()) {
                self.pass(&a_move);
            }
            let said = said(posted, text.as_ref());
            match (text, threads.get(&posted.thread_id)) {
                (Some(text), Some(thread)) if review => {
                    let then = found.get(&posted.id).map_or(&[][..], Vec::as_slice);
                    cases.push(self.case(posted, text, thread, &said, then));
                }
                _ if review => self.left_out += 1,
                _ => {}
            }
            self.lately.add(said);
        }
        moves.for_each(|a_move| self.pass(&a_move));
        let verdicts = in_parallel(&cases, |case| {
            (self.review(case, case.present, &self.present), self.review(case, case.changed, &self.changed))
        });
        for (Case { posted, text, .. }, (before, after)) in cases.iter().zip(&verdicts) {
            let decided = self.decisions.get(&posted.id).and_then(|decisions| decisions.last());
            let decided = decided.map(|(_, decided)| *decided);
            self.tally.add((posted.id, text.body.source()), (before, after), decided);
        }
        if let Some(newest) = posted.last() {
            self.lately.forget(newest.created_at);
        }
    }

    fn pass(&mut self, a_move: &Move) {
        count(self.ahead.entry(a_move.author_key).or_default(), a_move, -1);
    }

    /// What had become of the author's comments by then.
    fn record(&self, author_key: i64) -> Record {
        let of = |records: &HashMap<i64, Record>| records.get(&author_key).copied().unwrap_or_default();
        let (now, ahead) = (of(&self.records), of(&self.ahead));
        Record {
            published: now.published - ahead.published,
            rejected: now.rejected - ahead.rejected,
            spam: now.spam - ahead.spam,
        }
    }

    /// What was known of the comment when it was posted.
    fn case<'a>(
        &self,
        posted: &'a Posted,
        text: &'a Text,
        thread: &'a Thread,
        said: &Said,
        then: &'a [Finding],
    ) -> Case<'a> {
        let near = self.lately.near(said);
        let recent = |rules: &CompiledRules| {
            let recent = self.lately.facts(said, &near, rules.rules());
            // As a review does without them.
            if self.rate_limits { recent } else { RecentFacts { last_minute: 0, last_hour: 0, ..recent } }
        };
        let (present, changed) = (recent(&self.present), recent(&self.changed));
        Case { posted, text, thread, then, record: self.record(posted.author_key), present, changed }
    }

    fn review(&self, case: &Case<'_>, recent: RecentFacts, rules: &CompiledRules) -> Verdict {
        review_again(&facts(case, &self.names_taken, recent, rules), rules, case.then)
    }

    /// How many comments were left out, and what became of the others.
    pub fn finish(self: Box<Self>) -> (u64, Report) {
        (self.left_out, self.tally.finish())
    }
}

/// Threads that work on a page.
const THREADS: usize = 2;

/// What comes of each item, in their order. Panics as `work` does.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let work = &work;
    std::thread::scope(|scope| {
        let pieces = items.chunks(items.len().div_ceil(THREADS).max(1));
        let pieces = pieces.map(|piece| scope.spawn(move || piece.iter().map(work).collect::<Vec<R>>()));
        let pieces: Vec<_> = pieces.collect();
        let done = pieces.into_iter().map(|piece| piece.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.flatten().collect()
    })
}

/// What a moderator decided about a comment with it. What was taken back at once with everything else that an author
/// wrote was not looked at.
fn decided(a_move: &Move) -> Option<Decided> {
    match (a_move.actor, a_move.action) {
        (ActorKind::Moderator, LogAction::Approve) => Some(Decided::Approved),
        (ActorKind::Moderator, LogAction::Reject | LogAction::Spam) => Some(Decided::Rejected),
        _ => None,
    }
}

/// Counts the move in the record as often as `times` says.
fn count(record: &mut Record, a_move: &Move, times: i64) {
    let by = |status: Status| times * (i64::from(a_move.to == status) - i64::from(a_move.from == Some(status)));
    record.published += by(Status::Published);
    record.rejected += by(Status::Rejected);
    record.spam += by(Status::Spam);
}

/// The text that it was posted with; `None` if that is gone.
fn text_of(posted: &Posted, first: Option<&String>) -> Option<Text> {
    if posted.status == Status::Deleted {
        return None;
    }
    Body::parse(first.unwrap_or(&posted.body)).ok().map(Text::of)
}

fn said(posted: &Posted, text: Option<&Text>) -> Said {
    Said {
        at: posted.created_at,
        author_key: posted.author_key,
        network_key: posted.network_key.filter(|_| posted.account_id.is_none()),
        thread: posted.thread_id,
        fingerprint: text.map(|text| text.fingerprint),
        runs: text.and_then(|text| text.runs.clone()),
    }
}

fn facts<'a>(case: &Case<'a>, names_taken: &'a [String], recent: RecentFacts, rules: &CompiledRules) -> Facts<'a> {
    let Case { posted, text, thread, record, .. } = *case;
    let rules = rules.rules();
    let is_staff = posted.author_kind == AuthorKind::Staff;
    // It was taken, so nobody had closed the thread by then.
    let closed = too_old(thread, rules, posted.created_at).then_some(ClosedBecause::Age);
    Facts {
        now: posted.created_at,
        policy: thread.policy.unwrap_or(rules.policy),
        body: &text.body,
        rendered: &text.rendered,
        language: text.language,
        author: AuthorFacts {
            kind: posted.author_kind,
            name: posted.guest_name.as_deref().or(posted.account_name.as_deref()).unwrap_or_default(),
            email: posted.guest_email.as_deref().or(posted.account_email.as_deref()),
            website: posted.guest_website.as_deref(),
            network: None,
            names_taken,
            record,
            level: if is_staff { Trust::Staff } else { rules.trust.level(record) },
            sanction: None,
        },
        thread: ThreadFacts {
            closed,
            sensitive: thread.sensitive,
            slow_mode_seconds: slow_mode_seconds(Some(thread), rules),
        },
        recent,
        form: None,
        is_edit: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_is_shared_comes_back_in_order() {
        for count in [0, 1, 2, 7, 500] {
            let numbers: Vec<usize> = (0..count).collect();
            let twice: Vec<usize> = numbers.iter().map(|number| number * 2).collect();
            assert_eq!(in_parallel(&numbers, |number| number * 2), twice);
        }
    }
}
