//! What the checks ask of the past: what its author and others wrote lately.

use std::collections::HashSet;

use super::judge::{Case, Text};
use super::{Result, Service};
use crate::model::ids::CommentId;
use crate::model::time::{HOUR, MINUTE, SECOND};
use crate::moderation::Rules;
use crate::moderation::facts::{NearFacts, RecentFacts};
use crate::moderation::similarity::Runs;
use crate::store::history::{self, Writer};
use crate::store::threads::Thread;
use crate::store::{Conn, signatures};

/// The facts, and the first comment of the group of nearly equal ones that this one joins.
pub(super) struct Past {
    pub facts: RecentFacts,
    pub group: Option<CommentId>,
}

/// Of an edit only what others wrote: the comment itself is among what its author sent lately.
pub(super) fn look_back(svc: &Service, conn: &mut Conn, writer: Writer, case: &Case<'_>) -> Result<Past> {
    let (near, group) = near(svc, conn, writer, case)?.map_or((None, None), |(near, group)| (Some(near), Some(group)));
    if case.is_edit {
        return Ok(Past { facts: RecentFacts { near, ..RecentFacts::default() }, group });
    }
    let now = svc.clock.now();
    let rules = case.rules.rules();
    let window = now.plus(-i64::from(rules.repeat_window_hours) * HOUR);
    let thread = case.thread.map(|thread| thread.id);
    let same_text = history::same_text(conn, writer, thread, case.text.fingerprint, window)?;
    let pause = i64::from(slow_mode_seconds(case.thread, rules));
    let last_in_thread = match thread {
        Some(thread) if pause > 0 => history::last_in_thread(conn, writer, thread, now.plus(-pause * SECOND))?,
        _ => None,
    };
    let facts = RecentFacts { same_text, last_in_thread, near, ..RecentFacts::default() };
    if !svc.rate_limits {
        return Ok(Past { facts, group });
    }
    let last_minute = history::written_since(conn, writer, now.plus(-MINUTE))?;
    let last_hour = history::written_since(conn, writer, now.plus(-HOUR))?;
    Ok(Past { facts: RecentFacts { last_minute, last_hour, ..facts }, group })
}

/// The thread's own, or else the site's.
pub(super) fn slow_mode_seconds(thread: Option<&Thread>, rules: &Rules) -> u32 {
    let own = thread.and_then(|thread| thread.slow_mode_seconds).and_then(|seconds| u32::try_from(seconds).ok());
    own.unwrap_or(rules.slow_mode_seconds)
}

fn near(svc: &Service, conn: &mut Conn, writer: Writer, case: &Case<'_>) -> Result<Option<(NearFacts, CommentId)>> {
    let rule = case.rules.rules().near_duplicates;
    let Text { runs: Some(runs), .. } = case.text else { return Ok(None) };
    if rule.window_hours == 0 {
        return Ok(None);
    }
    let since = svc.clock.now().plus(-i64::from(rule.window_hours) * HOUR);
    let mut others = HashSet::new();
    let mut nearest: Option<(u32, CommentId)> = None;
    for other in signatures::near(conn, writer.site, writer.author_key, runs.bands(), since)? {
        let percent = Runs::of(&other.body).map_or(0, |other| runs.percent_shared(&other));
        if percent >= rule.similar_percent {
            others.insert(other.author_key);
            if nearest.is_none_or(|(most, _)| percent > most) {
                nearest = Some((percent, other.group));
            }
        }
    }
    let others = i64::try_from(others.len()).unwrap_or(i64::MAX);
    Ok(nearest.map(|(percent, group)| (NearFacts { others, percent }, group)))
}
