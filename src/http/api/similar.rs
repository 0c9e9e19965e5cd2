//! One decision for a comment and what says nearly the same. Permission: staff of the comment's site; the action checks it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Serialize;
use utoipa::ToSchema;

use super::bulk::{OutcomeView, rendered};
use super::decisions::{DecisionInput, with_current};
use crate::actions::Service;
use crate::actions::decide::Request;
use crate::actions::decide_many::PIECE;
use crate::actions::decide_similar::{self, MOST, Step};
use crate::actions::once::Answer;
use crate::http::error::Problem;
use crate::http::extract::Moderator;
use crate::http::idempotency::{Answered, IdempotencyKey, Input};
use crate::model::ids::CommentId;

/// What became of the comment and of those like it.
#[derive(Serialize, ToSchema)]
pub struct SimilarDecidedView {
    /// How many were decided on.
    decided: usize,
    /// The named comment first, then the others, oldest first.
    #[schema(value_type = Vec<OutcomeView>)]
    items: Vec<serde_json::Value>,
}

/// Decide on a comment and its near-duplicates
///
/// The same decision is made on the comment and on up to 500 others of its group that are pending: comments of the site that say
/// nearly the same. Each has its own row in the log and its own result; what somebody else has claimed is left out unless
/// `override` says otherwise. Should a request end half-way, repeating it with its `Idempotency-Key` answers for what was done and
/// does the rest. Permission: staff of the comment's site; an API token needs the scope `moderate`.
#[utoipa::path(post, path = "/moderation/comments/{id}/decisions/similar", tag = "moderation", request_body = DecisionInput, security(("bearer" = [])),
    params(("id" = CommentId, Path), IdempotencyKey),
    responses((status = 200, description = "What became of each", body = SimilarDecidedView)))]
pub async fn decide(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<CommentId>,
    input: Input<DecisionInput>,
) -> Result<HttpResponse, Problem> {
    let (request, keyed) = input.keyed(Some(&viewer));
    let (id, request) = (id.into_inner(), Request::from(request));
    let mut items: Vec<serde_json::Value> = Vec::new();
    let (mut step, mut all_replayed) = (Step::Named, true);
    for number in 0..=MOST / PIECE {
        let decide = |recorder| decide_similar::run(&svc, viewer.clone(), id, request.clone(), step, recorder);
        let answered = match keyed.piece(number).run(&svc, rendered, decide).await {
            Err(problem) => return Err(with_current(&svc, viewer, id, problem).await),
            Ok(answered) => answered,
        };
        all_replayed &= answered.replayed;
        let piece: Vec<serde_json::Value> = parsed(&answered.answer.body)?;
        let last = piece.last().and_then(|item| item["id"].as_str()?.parse::<CommentId>().ok());
        let whole = step == Step::Named || piece.len() == PIECE;
        items.extend(piece);
        step = match (step, last) {
            (Step::Named, _) => Step::After(0),
            (Step::After(_), Some(last)) if whole => Step::After(last.get()),
            _ => break,
        };
    }
    let decided = items.iter().filter(|item| item["status"] == StatusCode::CREATED.as_u16()).count();
    let body = serde_json::to_string(&SimilarDecidedView { decided, items }).map_err(broken)?;
    Ok(Answered { answer: Answer { status: StatusCode::OK.as_u16(), body }, replayed: all_replayed }.respond())
}

fn parsed(list: &str) -> Result<Vec<serde_json::Value>, Problem> {
    serde_json::from_str(list).map_err(broken)
}

fn broken(error: serde_json::Error) -> Problem {
    crate::actions::Error::from(error).into()
}
