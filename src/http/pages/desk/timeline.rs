//! What happened around an author, a line each.

use super::lists::Brief;
use super::measure::Measure;
use super::sentence;
use crate::actions::Viewer;
use crate::actions::read_author::Event;
use crate::http::pages::words::Words;
use crate::model::ids::CommentId;
use crate::model::time::Timestamp;

pub enum Happened {
    Wrote { id: CommentId, brief: Brief, at: Timestamp, ago: String, decisions: Vec<Decided> },
    Sanctioned(Box<Measure>),
}

/// What somebody did about a comment.
pub struct Decided {
    /// "Rejected by Ines: not about the article".
    pub text: String,
    pub note: Option<String>,
    pub at: Timestamp,
    pub ago: String,
}

pub fn told(event: Event, viewer: &Viewer, w: Words, now: Timestamp) -> Happened {
    match event {
        Event::Wrote(placed, decisions) => {
            let at = placed.listed.0.created_at;
            let decided = decisions.into_iter().map(|row| {
                let text = sentence::short(&row, w);
                let decision = row.logged.decision;
                Decided { text, ago: w.ago(decision.created_at, now), at: decision.created_at, note: decision.note }
            });
            Happened::Wrote {
                id: placed.listed.0.id,
                brief: Brief::of(&placed, w),
                at,
                ago: w.ago(at, now),
                decisions: decided.collect(),
            }
        }
        Event::Sanctioned(named) => Happened::Sanctioned(Box::new(Measure::of(&named, viewer, w, now))),
    }
}
