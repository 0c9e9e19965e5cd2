//! Many decisions at once. Permission: staff of each comment's site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::Service;
use crate::actions::decide::{Decided, Request};
use crate::actions::decide_many::{self, Item, MOST, Outcome, PIECE};
use crate::actions::once::Answer;
use crate::http::error::Problem;
use crate::http::extract::Moderator;
use crate::http::idempotency::{Answered, IdempotencyKey, Input, Rendered, json};
use crate::model::comment::Status;
use crate::model::decision::{Action, Reason};
use crate::model::field::FieldError;
use crate::model::ids::{CannedTextId, CommentId, DecisionId};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManyInput {
    #[schema(min_items = 1, max_items = 500)]
    items: Vec<ItemInput>,
}

/// A comment and the decision on it, as `POST /moderation/comments/{id}/decisions` takes it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemInput {
    id: CommentId,
    action: Action,
    reason: Option<Reason>,
    note: Option<String>,
    canned_text_id: Option<CannedTextId>,
    revision: i32,
    #[serde(default, rename = "override")]
    overrides: bool,
}

impl From<ItemInput> for Item {
    fn from(item: ItemInput) -> Self {
        let ItemInput { id, action, reason, note, canned_text_id, revision, overrides } = item;
        let request =
            Request { action, reason, note, canned_text: canned_text_id, revision, overrides_claim: overrides };
        Self { comment: id, request }
    }
}

/// What became of the items, in their order.
#[derive(Serialize, ToSchema)]
pub struct ManyView {
    items: Vec<OutcomeView>,
}

#[derive(Serialize, ToSchema)]
pub struct OutcomeView {
    id: CommentId,
    /// What the same decision alone would have been answered with: 201, 403, 404, 409 or 422.
    status: u16,
    /// Of a decision that was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided: Option<BriefView>,
    /// Of one that was not: a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// By member of the item, if that was wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
}

/// What a comment became.
#[derive(Serialize, ToSchema)]
struct BriefView {
    /// The row in the log: what can be undone.
    decision_id: DecisionId,
    status: Status,
    revision: i32,
}

impl OutcomeView {
    fn of((id, outcome): Outcome) -> Self {
        match outcome {
            Ok(Decided { comment, decision }) => {
                let decided = BriefView { decision_id: decision, status: comment.status, revision: comment.revision };
                let status = StatusCode::CREATED.as_u16();
                Self { id, status, decided: Some(decided), detail: None, errors: Vec::new() }
            }
            Err(error) => {
                let problem = Problem::from(error);
                let (detail, errors) = (Some(problem.detail().to_owned()), problem.errors().to_vec());
                Self { id, status: problem.status().as_u16(), decided: None, detail, errors }
            }
        }
    }
}

/// The outcomes of one piece: a list.
pub(super) fn rendered<T: AsRef<[Outcome]>>(outcomes: &T) -> Rendered {
    let views: Vec<OutcomeView> = outcomes.as_ref().iter().cloned().map(OutcomeView::of).collect();
    json(StatusCode::OK, &views)
}

/// Decide on many comments
///
/// Up to 500, each as by `POST /moderation/comments/{id}/decisions` and each with its own result, in the order of the items.
/// Fifty at a time are one transaction; should a request end half-way, repeating it with its `Idempotency-Key` answers for
/// what was done and does the rest. Permission: staff of each comment's site; an API token needs the scope `moderate`.
#[utoipa::path(post, path = "/moderation/decisions", tag = "moderation", request_body = ManyInput, security(("bearer" = [])),
    params(IdempotencyKey),
    responses((status = 200, description = "What became of each", body = ManyView)))]
pub async fn decide(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    input: Input<ManyInput>,
) -> Result<HttpResponse, Problem> {
    let (ManyInput { items }, keyed) = input.keyed(Some(&viewer));
    if !(1..=MOST).contains(&items.len()) {
        return Err(Problem::field("items", format!("must be 1 to {MOST}")));
    }
    let mut items = items.into_iter().map(Item::from);
    let (mut bodies, mut replayed) = (Vec::new(), true);
    for number in 0.. {
        let piece: Vec<Item> = items.by_ref().take(PIECE).collect();
        if piece.is_empty() {
            break;
        }
        let decide = |recorder| decide_many::run(&svc, viewer.clone(), piece, recorder);
        let answered = keyed.piece(number).run(&svc, rendered, decide).await?;
        replayed &= answered.replayed;
        bodies.push(answered.answer.body);
    }
    let inner = bodies.iter().filter_map(|list| list.strip_prefix('[')?.strip_suffix(']'));
    let body = format!("{{\"items\":[{}]}}", inner.collect::<Vec<_>>().join(","));
    Ok(Answered { answer: Answer { status: StatusCode::OK.as_u16(), body }, replayed }.respond())
}
