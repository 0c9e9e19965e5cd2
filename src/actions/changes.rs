//! What changed when, so that a ready answer can be told from a stale one without asking the database.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

use crate::model::ids::ThreadId;

/// Threads share a slot by their id; two in one slot cost a page built once too often.
const SLOTS: usize = 4_096;

/// Those who wait for a change are woken with others, by threads.
const TELLERS: usize = 64;

/// Counts the changes of this process, and remembers the latest that concerned each thread.
pub struct Changes {
    latest: AtomicU64,
    threads: Box<[AtomicU64]>,
    /// A thread came into being: concerns every address that had none.
    made: AtomicU64,
    /// Something that may stand in any thread: an author's name, a site's settings.
    everything: AtomicU64,
    /// Of threads, by their slots; the last one tells of every change.
    tellers: Box<[watch::Sender<u64>]>,
}

impl Default for Changes {
    fn default() -> Self {
        Self {
            latest: AtomicU64::new(1),
            threads: (0..SLOTS).map(|_| AtomicU64::new(0)).collect(),
            made: AtomicU64::new(0),
            everything: AtomicU64::new(0),
            tellers: (0..=TELLERS).map(|_| watch::Sender::new(0)).collect(),
        }
    }
}

impl Changes {
    /// A moment between changes. Take it before reading what the answer is made of.
    pub fn moment(&self) -> u64 {
        self.latest.load(Ordering::SeqCst)
    }

    /// To be told after the commit and before the answer.
    pub fn thread_changed(&self, thread: ThreadId) {
        self.note(self.slot(thread));
        self.tell(slot_of(thread) % TELLERS);
        self.tell(TELLERS);
    }

    /// Told after each change that may concern the thread; `None`: after any.
    pub fn follow(&self, thread: Option<ThreadId>) -> watch::Receiver<u64> {
        self.tellers[thread.map_or(TELLERS, |thread| slot_of(thread) % TELLERS)].subscribe()
    }

    fn tell(&self, teller: usize) {
        self.tellers[teller].send_modify(|count| *count += 1);
    }

    /// To be told, beside `thread_changed`, of a comment that may be its thread's first.
    pub fn thread_made(&self) {
        self.note(&self.made);
    }

    pub fn everything_changed(&self) {
        self.note(&self.everything);
        (0..=TELLERS).for_each(|teller| self.tell(teller));
    }

    /// Whether what was read after `moment` about the thread, or about there being none, is still so.
    pub fn none_since(&self, moment: u64, thread: Option<ThreadId>) -> bool {
        let concerning = thread.map_or(&self.made, |thread| self.slot(thread));
        concerning.load(Ordering::SeqCst) <= moment && self.everything.load(Ordering::SeqCst) <= moment
    }

    fn slot(&self, thread: ThreadId) -> &AtomicU64 {
        &self.threads[slot_of(thread)]
    }

    fn note(&self, place: &AtomicU64) {
        let change = self.latest.fetch_add(1, Ordering::SeqCst) + 1;
        place.fetch_max(change, Ordering::SeqCst);
    }
}

fn slot_of(thread: ThreadId) -> usize {
    let mixed = thread.get().unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    usize::try_from(mixed).unwrap_or(0) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_makes_stale_what_was_read_before_it_and_nothing_else() {
        let changes = Changes::default();
        let (one, other) = (ThreadId::from(1), ThreadId::from(2));
        let before = changes.moment();
        assert!(changes.none_since(before, Some(one)));
        changes.thread_changed(one);
        assert!(!changes.none_since(before, Some(one)));
        assert!(changes.none_since(before, Some(other)));
        assert!(changes.none_since(before, None));
        assert!(changes.none_since(changes.moment(), Some(one)));
        changes.thread_made();
        assert!(!changes.none_since(before, None));
        changes.everything_changed();
        assert!(!changes.none_since(before, Some(other)));
    }
}
