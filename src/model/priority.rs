//! In which order a list is worked through: severity times reach times age, each a small whole number, so that anybody can
//! do the sum again. What the numbers are worth is in `docs/MODERATION.md`.

use super::queue::Queue;
use super::report::Weight;
use super::time::{HOUR, Timestamp};

const MOST_SEVERE: i32 = 100;
/// Of a comment in which no check saw anything.
const LEAST_SEVERE: i32 = 10;
/// What a report of plain weight makes, and what an appeal does.
const REPORT: i32 = 20;
const APPEAL: i32 = 50;
const OLDEST: i32 = 10;

/// The factors of an entry's priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priority {
    /// 10 to 100.
    pub severity: i32,
    /// 1 to 10.
    pub reach: i32,
    /// 1 to 10.
    pub age: i32,
}

impl Priority {
    pub fn value(self) -> i64 {
        i64::from(self.severity) * i64::from(self.reach) * i64::from(self.age)
    }

    /// The sum, as it is shown.
    pub fn explained(self) -> String {
        let Self { severity, reach, age } = self;
        format!("severity {severity} x reach {reach} x age {age} = {}", self.value())
    }
}

/// What makes a comment urgent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// The largest score of what the checks saw in the present text.
    pub strongest_finding: i32,
    /// Left to the administrators.
    pub escalated: bool,
    /// Of the open reports together.
    pub report_weight: Weight,
}

/// The strongest sign counts; on the list of what was reported each report does, by its weight.
pub fn severity(queue: Queue, signs: Signs) -> i32 {
    let reports = REPORT.saturating_mul(signs.report_weight.hundredths()) / Weight::PLAIN.hundredths();
    let of_queue = match queue {
        Queue::Reported => reports,
        Queue::Appealed => APPEAL,
        Queue::Pending | Queue::Unreviewed | Queue::Spam => LEAST_SEVERE,
    };
    let escalated = if signs.escalated { MOST_SEVERE } else { LEAST_SEVERE };
    of_queue.max(signs.strongest_finding).max(escalated).clamp(LEAST_SEVERE, MOST_SEVERE)
}

/// How many people meet a comment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visible {
    pub published: bool,
    /// Published comments of its thread.
    pub thread_comments: i64,
    /// Replies to it that are shown.
    pub replies: i64,
    /// Votes up minus votes down.
    pub score: i64,
}

/// 1, and 2 more for what is published, and for each number as many as it has digits: at most 3 for the thread, 2 for
/// the replies and 2 for the votes.
pub fn reach(visible: Visible) -> i32 {
    let Visible { published, thread_comments, replies, score } = visible;
    let seen = if published { 2 } else { 0 };
    1 + seen + digits(thread_comments).min(3) + digits(replies).min(2) + digits(score).min(2)
}

/// None of zero.
fn digits(number: i64) -> i32 {
    number.unsigned_abs().checked_ilog10().map_or(0, |log| i32::try_from(log).unwrap_or(i32::MAX).saturating_add(1))
}

/// The age now of what is on the list since `entered`, and when it makes its next step: 1 in the first hour, 2 in the
/// second, and one more each time the wait has doubled, up to 10.
pub fn age(entered: Timestamp, now: Timestamp) -> (i32, Option<Timestamp>) {
    let hours = now.micros().saturating_sub(entered.micros()) / HOUR;
    let doublings = u32::try_from(hours).unwrap_or(if hours < 0 { 0 } else { u32::MAX }).checked_ilog2();
    let age = doublings.map_or(1, |doublings| i32::try_from(doublings).unwrap_or(OLDEST).saturating_add(2)).min(OLDEST);
    let next = (age < OLDEST).then(|| entered.plus(HOUR << (age - 1)));
    (age, next)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_micros(1_700_000_000_000_000).plus(hours * HOUR)
    }

    #[test]
    fn age_steps_when_the_wait_has_doubled() {
        let ages =
            [(-5, 1), (0, 1), (1, 2), (2, 3), (3, 3), (4, 4), (8, 5), (128, 9), (255, 9), (256, 10), (99_999, 10)];
        for (hours, expected) in ages {
            assert_eq!(age(at(0), at(hours)).0, expected, "after {hours} hours");
        }
        assert_eq!(age(at(0), at(0)).1, Some(at(1)));
        assert_eq!(age(at(0), at(5)).1, Some(at(8)));
        assert_eq!(age(at(0), at(256)).1, None);
    }

    #[test]
    fn reach_counts_digits() {
        assert_eq!(reach(Visible::default()), 1);
        let busy = Visible { published: true, thread_comments: 214, replies: 7, score: -12 };
        assert_eq!(reach(busy), 1 + 2 + 3 + 1 + 2);
    }

    #[test]
    fn the_sum_can_be_read() {
        let priority = Priority { severity: 40, reach: 3, age: 2 };
        assert_eq!(priority.explained(), "severity 40 x reach 3 x age 2 = 240");
    }

    #[test]
    fn each_report_counts_where_reports_are_looked_at() {
        let signs = Signs { report_weight: Weight::from(300), ..Signs::default() };
        assert_eq!(severity(Queue::Reported, signs), 60);
        assert_eq!(severity(Queue::Reported, Signs { report_weight: Weight::from(66), ..signs }), 13);
        assert_eq!(severity(Queue::Unreviewed, signs), 10);
        assert_eq!(severity(Queue::Pending, Signs { escalated: true, ..signs }), 100);
    }

    fn any_visible() -> impl Strategy<Value = Visible> {
        (any::<bool>(), 0_i64.., 0_i64.., any::<i64>()).prop_map(|(published, thread_comments, replies, score)| {
            Visible { published, thread_comments, replies, score }
        })
    }

    proptest! {
        #[test]
        fn every_factor_is_small_and_the_value_their_product(
            visible in any_visible(),
            score in 0..=100_i32,
            reports in 0_i32..,
            escalated in any::<bool>(),
            queue in prop::sample::select(Queue::ALL),
            waited in any::<i64>(),
        ) {
            let signs = Signs { strongest_finding: score, escalated, report_weight: Weight::from(reports) };
            let (age, _) = age(at(0), at(0).plus(waited));
            let priority = Priority { severity: severity(queue, signs), reach: reach(visible), age };
            prop_assert!((10..=100).contains(&priority.severity) && priority.severity >= score);
            prop_assert!((1..=10).contains(&priority.reach) && (1..=10).contains(&priority.age));
            let Priority { severity, reach, age } = priority;
            prop_assert_eq!(priority.value(), i64::from(severity * reach * age));
        }

        #[test]
        fn nothing_becomes_less_urgent_by_more_of_it(
            visible in any_visible(),
            more in 0_i64..1_000,
            hours in 0_i64..400,
        ) {
            let wider = Visible {
                published: true,
                thread_comments: visible.thread_comments.saturating_add(more),
                replies: visible.replies.saturating_add(more),
                ..visible
            };
            prop_assert!(reach(wider) >= reach(visible));
            prop_assert!(age(at(0), at(hours + more)).0 >= age(at(0), at(hours)).0);
        }

        /// An entry that steps whenever it is due has at each moment the age that it should have.
        #[test]
        fn whoever_goes_by_the_steps_is_never_wrong(minutes in 0_i64..30_000) {
            let now = at(0).plus(minutes * HOUR / 60);
            let (mut shown, mut next) = age(at(0), at(0));
            while let Some(due) = next.filter(|due| *due <= now) {
                (shown, next) = age(at(0), due);
            }
            prop_assert_eq!(shown, age(at(0), now).0);
        }
    }
}
