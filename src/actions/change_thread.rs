//! Changes a thread's own settings: its title, whether it takes comments, and its policy in place of the site's.

use super::expected::Expected;
use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::field::FieldErrors;
use crate::model::ids::ThreadId;
use crate::model::site::Policy;
use crate::model::thread::{ThreadState, ThreadTitle};
use crate::store::threads::{self, Thread};

/// Seconds between two comments of one author at most.
const LONGEST_SLOW_MODE: u32 = 86_400;

/// What is `None` stays.
pub struct Change {
    pub title: Option<String>,
    pub state: Option<ThreadState>,
    /// `Some(None)`: the site's again.
    pub policy: Option<Option<Policy>>,
    pub sensitive: Option<bool>,
    /// `Some(None)`: the site's again.
    pub slow_mode_seconds: Option<Option<u32>>,
}

/// Errors: `NotFound` site or thread; `Forbidden` unless on the site's staff; `Invalid`; `Stale`, or `Conflict` where no
/// revision was expected.
pub async fn run(
    svc: &Shared,
    viewer: Viewer,
    slug: &str,
    id: ThreadId,
    change: Change,
    expected: Expected,
) -> Result<Thread> {
    let mut errors = FieldErrors::default();
    let title = change.title.and_then(|title| errors.take("title", ThreadTitle::parse(&title)));
    let slow_mode = change.slow_mode_seconds;
    let bearable = slow_mode.flatten().is_none_or(|seconds| seconds <= LONGEST_SLOW_MODE);
    errors.require("slow_mode_seconds", bearable, "must be 0 to 86400 seconds, or null for the site's");
    let slug = slug.to_owned();
    svc.store
        .write(move |tx| {
            let site = site_of_staff(tx, &viewer, &slug)?;
            let thread = threads::find(tx, site.id, id)?.ok_or(Error::NotFound("thread"))?;
            errors.finish()?;
            expected.check(thread.revision)?;
            let wanted = Thread {
                title: title.map(|title| title.as_str().to_owned()).or(thread.title),
                state: change.state.unwrap_or(thread.state),
                policy: change.policy.unwrap_or(thread.policy),
                sensitive: change.sensitive.unwrap_or(thread.sensitive),
                slow_mode_seconds: slow_mode
                    .map_or(thread.slow_mode_seconds, |seconds| seconds.and_then(|s| i32::try_from(s).ok())),
                ..thread
            };
            if !threads::update(tx, &wanted)? {
                return Err(expected.overtaken());
            }
            Ok(Thread { revision: wanted.revision + 1, ..wanted })
        })
        .await
}
