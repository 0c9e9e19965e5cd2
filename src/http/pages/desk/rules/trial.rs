//! What changed rules would have done to the comments of the last days.

use super::table::check_name;
use crate::actions::simulate::{self, Simulated, Step};
use crate::actions::{Error, Shared, Viewer};
use crate::http::pages::words::Words;
use crate::model::ids::CommentId;
use crate::moderation::RulesUpdate;
use crate::moderation::simulation::{Agreement, ByDecision, Decided, TallyOfCheck};

/// As the page shows it.
pub struct Trial {
    pub days: u32,
    pub comments: u64,
    pub left_out: u64,
    pub unchanged: u64,
    /// (message, how many): what the changed rules would do otherwise.
    pub changes: [(&'static str, ByDecision); 3],
    /// In percent with a decimal, how far the present and the changed rules decide as the moderators did.
    pub agreement: Option<(String, String)>,
    pub checks: Vec<OfCheck>,
}

pub struct OfCheck {
    pub name: String,
    pub found_before: u64,
    pub found_after: u64,
    pub stopped_before: u64,
    pub stopped_after: u64,
    pub samples: Vec<Example>,
}

pub struct Example {
    pub comment: CommentId,
    /// What the changed rules do with it.
    pub change: String,
    pub excerpt: String,
    pub finding: String,
    pub decided: Option<String>,
}

/// Runs it to its end. Errors: as `simulate::begin`.
pub async fn run(
    svc: &Shared,
    viewer: Viewer,
    site: &str,
    update: RulesUpdate,
    days: u32,
) -> Result<Box<Simulated>, Error> {
    let mut simulation = simulate::begin(svc, viewer, site, update, days).await?;
    loop {
        if let Step::Result(simulated) = simulation.step().await? {
            return Ok(simulated);
        }
    }
}

impl Trial {
    pub fn of(w: Words, days: u32, simulated: Simulated) -> Self {
        let Simulated { left_out, report, .. } = simulated;
        let agreement = agreed(report.before).zip(agreed(report.after));
        Self {
            days,
            comments: report.comments,
            left_out,
            unchanged: report.unchanged,
            changes: [
                ("rules-trial-newly-held", report.newly_held),
                ("rules-trial-newly-let-through", report.newly_let_through),
                ("rules-trial-newly-refused", report.newly_refused),
            ],
            agreement,
            checks: report.checks.into_iter().map(|tally| of_check(w, tally)).collect(),
        }
    }

    /// How far the rules decide as the moderators did.
    pub fn agreed(&self, w: &Words, before: &str, after: &str) -> String {
        w.with_two("rules-trial-agreement", ("before", before), ("after", after))
    }

    pub fn title(&self, w: &Words) -> String {
        w.count("rules-trial-title", self.days)
    }

    pub fn left_out_in_words(&self, w: &Words) -> String {
        w.count("rules-trial-left-out", i64::try_from(self.left_out).unwrap_or(i64::MAX))
    }

    /// Whether the rules would do anything otherwise.
    pub fn changes_something(&self) -> bool {
        self.changes.iter().any(|(_, changed)| changed.comments > 0)
    }
}

fn agreed(agreement: Agreement) -> Option<String> {
    agreement.per_mille().map(|tenths| format!("{}.{} %", tenths / 10, tenths % 10))
}

fn of_check(w: Words, tally: TallyOfCheck) -> OfCheck {
    let samples = tally.samples.into_iter().map(|sample| Example {
        comment: sample.comment_id,
        change: w.say(&format!("rules-trial-{}", sample.change.as_str().replace('_', "-"))),
        excerpt: sample.excerpt,
        finding: sample.finding,
        decided: sample.decided.map(|decided| match decided {
            Decided::Approved => w.say("rules-trial-approved"),
            Decided::Rejected => w.say("rules-trial-rejected"),
        }),
    });
    OfCheck {
        name: check_name(w, &tally.check),
        found_before: tally.found_before,
        found_after: tally.found_after,
        stopped_before: tally.stopped_before.comments,
        stopped_after: tally.stopped_after.comments,
        samples: samples.collect(),
    }
}
