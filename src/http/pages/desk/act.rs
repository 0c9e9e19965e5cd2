//! What is done with one comment. Permission: staff of its site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};

use super::comment::{Filled, Notice, One};
use super::done::{back_after, back_with};
use super::written::Written;
use crate::actions::once::Recorder;
use crate::actions::{
    Error, Service, Viewer, author_notes, claim, decide, decide_similar, delete_comment, edit_as_staff,
};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere, own_path};
use crate::model::decision::{Action, Reason};
use crate::model::ids::CommentId;

pub async fn act(
    svc: Data<Service>,
    path: Path<(String, CommentId)>,
    visitor: Visitor,
    written: Form<Written>,
) -> Result<HttpResponse, PageError> {
    let (site, id) = path.into_inner();
    let mut written = written.into_inner();
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &written.csrf)?;
    let one = One { svc: &svc, visitor: &visitor, site: &site, id };
    let address = one.address();
    let back = own_path(&written.back, &address).to_owned();
    written.back.clone_from(&back);
    let done = match written.action() {
        Some(action) => decided(&one, viewer, &written, action, &back).await,
        None => done(&one, viewer, &written).await.map(|kept| match written.what.as_str() {
            "note" | "remove_note" | "edit" | "delete" => back_with(&address, &format!("kept={kept}")),
            _ => format!("{}#item-{id}", back_with(&back, &format!("kept={kept}"))),
        }),
    };
    match done {
        Ok(to) => Ok(visitor.remembered(elsewhere(&to))),
        Err(error) => failed(&one, error, written).await,
    }
}

/// Where to go on after the decision.
async fn decided(
    one: &One<'_>,
    viewer: Viewer,
    written: &Written,
    action: Action,
    back: &str,
) -> Result<String, Error> {
    let request = written.request(action);
    let ends = matches!(action, Action::Approve | Action::Reject | Action::Spam);
    let outcomes = if ends && written.similar.is_some() {
        decide_similar::whole(one.svc, viewer, one.id, &request).await?
    } else {
        let decided = decide::run(one.svc, viewer, one.id, request, Recorder::none()).await?;
        vec![(one.id, Ok(decided))]
    };
    Ok(back_after(back, action, &outcomes))
}

/// What is no decision; its message of `texts`.
async fn done(one: &One<'_>, viewer: Viewer, written: &Written) -> Result<&'static str, Error> {
    let One { svc, id, .. } = *one;
    let named = || written.id.parse::<i64>().map_err(|_| Error::NotFound("row"));
    match written.what.as_str() {
        "claim" => claim::take_one(svc, viewer, id).await.map(|()| "claimed"),
        "release" => match claim::release(svc, viewer, named()?.into()).await {
            // It ran out: that is what was wanted.
            Ok(()) | Err(Error::NotFound(_)) => Ok("released"),
            Err(error) => Err(error),
        },
        "note" => author_notes::write(svc, viewer, id, &written.body, Recorder::none()).await.map(|_| "noted"),
        "remove_note" => author_notes::remove(svc, viewer, named()?.into()).await.map(|()| "unnoted"),
        "edit" => {
            let request = edit_as_staff::Request {
                body: written.body.clone(),
                reason: Reason::parse(&written.reason).ok(),
                note: Some(written.note.clone()),
                revision: written.revision,
                overrides_claim: written.overrides.is_some(),
            };
            edit_as_staff::run(svc, viewer, id, request).await.map(|_| "edited")
        }
        "delete" => delete_comment::run(svc, viewer, id).await.map(|()| "deleted"),
        _ => Err(Error::NotFound("button")),
    }
}

/// The comment's page with what stood in the way, and all that was entered.
async fn failed(one: &One<'_>, error: Error, written: Written) -> Result<HttpResponse, PageError> {
    let w = one.visitor.w;
    let refused = |title: String| Some(Notice { kind: "refused", title, lines: Vec::new() });
    let filled = Filled { written, ..Filled::default() };
    match error {
        Error::Invalid(errors) => {
            let errors = errors.0.into_iter().map(|error| (error.field, error.message)).collect();
            let notice = refused(w.say("desk-wrong"));
            one.answer(StatusCode::UNPROCESSABLE_ENTITY, Filled { errors, notice, ..filled }).await
        }
        Error::Overtaken => one.answer(StatusCode::CONFLICT, Filled { overtaken: true, ..filled }).await,
        Error::Claimed(claim) => {
            let lines = vec![w.say("desk-claimed-why")];
            let notice = Some(Notice { kind: "held", title: w.with("desk-on", "name", &claim.1), lines });
            one.answer(StatusCode::CONFLICT, Filled { notice, overrides: true, ..filled }).await
        }
        Error::Conflict(why) => {
            one.answer(StatusCode::CONFLICT, Filled { notice: refused(sentence(why)), ..filled }).await
        }
        Error::Barred(why) => {
            one.answer(StatusCode::FORBIDDEN, Filled { notice: refused(sentence(why)), ..filled }).await
        }
        error => Err(error.into()),
    }
}

/// With a capital first and a full stop last.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", characters.as_str())
}
