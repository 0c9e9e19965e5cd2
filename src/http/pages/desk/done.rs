//! What has just been done, as the next page says it, and the way back from it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Form, Path};
use serde::Deserialize;

use super::said::named;
use crate::actions::decide_many::Outcome;
use crate::actions::{Error, Service, undo};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, elsewhere, own_path};
use crate::model::decision::Action;
use crate::model::ids::DecisionId;

/// So many decisions are undone together: as many as an address can name.
const MOST_UNDONE: usize = 50;

/// What was done without a decision, as addresses name it.
pub const KEPT: &[&str] = &["noted", "unnoted", "edited", "deleted", "released", "claimed", "looked"];

/// What an address says of the deed that led to it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct After {
    /// The action and the decisions, with dots between them.
    done: String,
    /// How many were decided on, where that is more than are named.
    count: Option<i64>,
    /// How many were left as they are.
    left: Option<i64>,
    /// How many were taken back.
    undone: Option<i64>,
    /// How many were claimed.
    taken: Option<i64>,
    /// Something else that is done: a message of `texts` without its beginning.
    kept: String,
}

/// The notice on the page.
pub struct Done {
    pub text: String,
    pub left: Option<String>,
    /// The decisions that can be taken back, with dots between them; empty: none.
    pub undo: String,
}

impl After {
    pub fn notice(&self, w: Words) -> Option<Done> {
        let mut parts = self.done.split('.');
        let action = parts.next().and_then(|action| Action::parse(action).ok());
        let ids: Vec<&str> = parts.filter(|id| id.parse::<DecisionId>().is_ok()).take(MOST_UNDONE).collect();
        let left = self.left.filter(|left| *left > 0).map(|left| w.count("desk-left", left));
        let text = match (action, self.undone, self.taken) {
            (Some(action), ..) => {
                let named = i64::try_from(ids.len()).unwrap_or(i64::MAX);
                w.count(&format!("desk-done-{}", action.as_str().replace('_', "-")), self.count.unwrap_or(named))
            }
            (None, Some(undone), _) => w.count("desk-undone", undone),
            (None, None, Some(taken)) => w.count("desk-taken", taken),
            (None, None, None) if KEPT.contains(&self.kept.as_str()) => named(w, "desk-kept", &self.kept),
            (None, None, None) => return None,
        };
        Some(Done { text, left, undo: ids.join(".") })
    }
}

/// The address after something was done that its query tells.
pub fn back_with(back: &str, told: &str) -> String {
    let separator = if back.contains('?') { '&' } else { '?' };
    format!("{back}{separator}{told}")
}

/// The address after decisions.
pub fn back_after(back: &str, action: Action, outcomes: &[Outcome]) -> String {
    let decided: Vec<String> =
        outcomes.iter().filter_map(|(_, outcome)| Some(outcome.as_ref().ok()?.decision.to_string())).collect();
    let named = decided.get(..MOST_UNDONE).unwrap_or(&decided);
    let ids: String = named.iter().flat_map(|id| [".", id.as_str()]).collect();
    let left = outcomes.len() - decided.len();
    back_with(back, &format!("done={}{ids}&count={}&left={left}", action.as_str(), decided.len()))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Undo {
    csrf: String,
    back: String,
    decisions: String,
}

/// Takes back what was decided. Permission: who decided, and administrators; the action checks it.
pub async fn take_back(
    svc: Data<Service>,
    site: Path<String>,
    visitor: Visitor,
    wanted: Form<Undo>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &wanted.csrf)?;
    let (mut undone, mut left) = (0_i64, 0_i64);
    let ids = wanted.decisions.split('.').filter_map(|id| id.parse::<DecisionId>().ok()).take(MOST_UNDONE);
    for id in ids {
        match undo::run(&svc, viewer.clone(), id).await {
            Ok(_) => undone += 1,
            Err(error @ (Error::Busy | Error::Internal(_) | Error::Forbidden)) => return Err(error.into()),
            Err(_) => left += 1,
        }
    }
    let front = format!("/desk/{site}");
    let back = own_path(&wanted.back, &front);
    Ok(visitor.remembered(elsewhere(&back_with(back, &format!("undone={undone}&left={left}")))))
}
