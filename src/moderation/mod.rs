//! What a comment is judged by, without I/O: facts go in, findings and a verdict come out.
//!
//! `facts` is all that a check may know, `phases` are the checks, `pipeline` runs them and weighs what they found,
//! `settings` are a site's rules, `text` and `words` look for words, `language` tells what a text is in, `similarity` finds
//! texts that say nearly the same, `simulation` tries other rules on past comments. Gathering facts and storing verdicts is not done
//! here. A new check is a file in `phases`, a line of its `ORDER`, where needed a member of `Rules`, and a line of
//! `docs/MODERATION.md`.

pub mod facts;
pub mod language;
pub mod phases;
pub mod pipeline;
pub mod settings;
pub mod similarity;
pub mod simulation;
pub mod text;
pub mod words;

pub use facts::{AuthorFacts, ClosedBecause, Facts, RecentFacts, SanctionFacts, ThreadFacts};
pub use pipeline::{Outcome, Verdict, review};
pub use settings::{AppealRules, CompiledRules, ReportRules, Rules, RulesUpdate};
pub use text::text_fingerprint;
