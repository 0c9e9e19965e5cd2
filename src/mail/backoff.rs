//! When a mail that was not taken is tried again.

use crate::model::ids::MailId;
use crate::model::time::{DAY, HOUR, MINUTE};

const FIRST: i64 = MINUTE;
const LONGEST: i64 = 6 * HOUR;
/// Over greylisting, a full disk, a weekend.
const GIVE_UP: i64 = 3 * DAY;

/// Microseconds to wait after `attempts` failed attempts: 1, 2, 4, ... minutes and at most 6 hours, all moved by a part
/// of up to 20% that belongs to the mail, so that mails which failed together do not come back together. `None` once
/// the waits add up to more than 3 days: time to give up.
pub fn next_attempt(attempts: i32, id: MailId) -> Option<i64> {
    let permille = 800 + i64::try_from(mixed(id) % 401).unwrap_or(200);
    let waits = (0..attempts.max(1)).map(|doublings| wait_after(doublings) / 1_000 * permille);
    let mut total = 0;
    let mut last = 0;
    for wait in waits {
        last = wait;
        total += wait;
        if total > GIVE_UP {
            return None;
        }
    }
    Some(last)
}

fn wait_after(doublings: i32) -> i64 {
    let factor = u32::try_from(doublings).ok().and_then(|shift| 1_i64.checked_shl(shift)).unwrap_or(i64::MAX);
    FIRST.saturating_mul(factor.max(1)).min(LONGEST)
}

/// Steele, Lea, Flood: SplitMix64's output function; ids of one moment differ in few bits, the result in many.
fn mixed(id: MailId) -> u64 {
    let mut bits = id.get().cast_unsigned();
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn waits_grow_stay_bounded_and_end(id in any::<i64>()) {
            let waits: Vec<i64> = (1..).map_while(|attempts| next_attempt(attempts, MailId::from(id))).collect();
            prop_assert!(waits.windows(2).all(|pair| pair[0] <= pair[1]));
            prop_assert!(waits[0] >= 48_000_000 && waits[0] <= 72_000_000);
            prop_assert!(waits.iter().all(|&wait| wait <= LONGEST / 10 * 12));
            let total: i64 = waits.iter().sum();
            prop_assert!(total <= GIVE_UP && total > GIVE_UP - LONGEST / 10 * 12);
        }

        #[test]
        fn any_count_of_attempts_has_an_answer(attempts in any::<i32>(), id in any::<i64>()) {
            let wait = next_attempt(attempts, MailId::from(id));
            prop_assert!(attempts <= 30 || wait.is_none());
        }
    }

    #[test]
    fn mails_that_failed_together_come_back_apart() {
        let waits: std::collections::HashSet<_> = (1..=50).map(|id| next_attempt(5, MailId::from(id))).collect();
        assert!(waits.len() > 40, "{} different waits", waits.len());
    }
}
