//! What time it is. The only place that asks the machine; everybody else is handed a `Clock` or a `Timestamp`.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::model::time::Timestamp;

/// The machine's clock, or one that stands still for tests. Clones share the same time.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that shows `start` until it is moved by `advance`.
    pub fn fixed(start: Timestamp) -> Self {
        Self(Source::Fixed(Arc::new(AtomicI64::new(start.micros()))))
    }

    /// The present moment, to the microsecond. The machine's clock may be set back: later calls can give earlier times.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => system_now(),
            Source::Fixed(micros) => Timestamp::from_micros(micros.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock, and all its clones, by `micros`; use the constants of `model::time`.
    ///
    /// Panics on the system clock, which nobody but the machine moves.
    pub fn advance(&self, micros: i64) {
        match &self.0 {
            Source::System => panic!("only a fixed clock can be advanced"),
            Source::Fixed(shown) => shown.fetch_add(micros, Ordering::SeqCst),
        };
    }

    /// A reading for measuring how long something takes; it never runs backwards, and runs on a fixed clock too.
    #[expect(clippy::disallowed_methods, reason = "this is where the others take it from")]
    pub fn monotonic(&self) -> Instant {
        Instant::now()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where the others take it from")]
fn system_now() -> Timestamp {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::{MINUTE, SECOND};

    #[test]
    fn a_fixed_clock_stands_still_until_advanced_and_its_clones_follow() {
        let start = Timestamp::from_micros(1_000);
        let clock = Clock::fixed(start);
        let other = clock.clone();
        assert_eq!(clock.now(), start);
        assert_eq!(clock.now(), start);

        clock.advance(MINUTE);
        assert_eq!(other.now(), start.plus(MINUTE));
        other.advance(-SECOND);
        assert_eq!(clock.now(), start.plus(MINUTE - SECOND));
    }

    #[test]
    fn the_system_clock_shows_this_century() {
        let now = Clock::system().now();
        assert!(now > Timestamp::parse("2024-01-01T00:00:00Z").expect("a time"));
        assert!(now < Timestamp::parse("2100-01-01T00:00:00Z").expect("a time"));
    }

    #[test]
    #[should_panic(expected = "only a fixed clock")]
    fn the_system_clock_cannot_be_advanced() {
        Clock::system().advance(SECOND);
    }

    #[test]
    fn the_monotonic_reading_runs_even_when_the_clock_is_fixed() {
        let clock = Clock::fixed(Timestamp::from_micros(0));
        let before = clock.monotonic();
        assert!(clock.monotonic() >= before);
    }
}
