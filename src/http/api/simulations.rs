//! What changed rules would have done. Permission: staff of the site; the action checks it.

use std::convert::Infallible;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, HeaderName};
use actix_web::web::{Bytes, Data};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::Service;
use crate::actions::simulate::{self, Simulated, Simulation, Step, TallyOfCheck};
use crate::http::error::{Document, Problem};
use crate::http::extract::SignedIn;
use crate::http::idempotency::Input;
use crate::model::time::Timestamp;
use crate::moderation::RulesUpdate;
use crate::moderation::simulation::{Agreement, ByDecision};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulationInput {
    /// The site's slug.
    site: String,
    /// A change to the site's rules, as `PUT /sites/{site}/rules` takes it.
    rules: RulesUpdate,
    /// The comments of so many days are looked at.
    #[schema(minimum = 1, maximum = 90)]
    days: u32,
}

/// One line of the answer.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SimulationLine {
    Progress(Progress),
    /// The last line.
    Result(Box<SimulationResult>),
    /// The last line when it could not be finished.
    Problem(Box<Document>),
}

/// Comments that were looked at so far, and how many there are.
#[derive(Serialize, ToSchema)]
#[schema(as = SimulationProgress)]
pub struct Progress {
    done: u64,
    total: u64,
}

#[derive(Serialize, ToSchema)]
pub struct SimulationResult {
    since: Timestamp,
    until: Timestamp,
    /// Comments that were reviewed under both sets of rules.
    comments: u64,
    /// Comments that could not be: they are deleted.
    left_out: u64,
    unchanged: u64,
    newly_held: ByDecision,
    newly_let_through: ByDecision,
    newly_refused: ByDecision,
    agreement: BeforeAndAfter,
    /// Those that find something under either set of rules, in the order in which they run.
    checks: Vec<TallyOfCheck>,
}

/// How far the present and the changed rules decide as the moderators did.
#[derive(Serialize, ToSchema)]
pub struct BeforeAndAfter {
    before: AgreementView,
    after: AgreementView,
}

#[derive(Serialize, ToSchema)]
#[schema(as = RulesAgreement)]
pub struct AgreementView {
    /// Held or refused.
    stopped: ByDecision,
    let_through: ByDecision,
    /// Of the comments that moderators decided about, the share that was stopped and rejected, or let through and approved,
    /// to a tenth; null when there are none.
    percent: Option<f64>,
}

impl From<Agreement> for AgreementView {
    fn from(agreement: Agreement) -> Self {
        let percent = agreement.per_mille().and_then(|share| u16::try_from(share).ok());
        let percent = percent.map(|share| f64::from(share) / 10.0);
        Self { stopped: agreement.stopped, let_through: agreement.let_through, percent }
    }
}

impl From<Step> for SimulationLine {
    fn from(step: Step) -> Self {
        let simulated = match step {
            Step::Progress { done, total } => return Self::Progress(Progress { done, total }),
            Step::Result(simulated) => simulated,
        };
        let Simulated { since, until, left_out, report } = *simulated;
        Self::Result(Box::new(SimulationResult {
            since,
            until,
            comments: report.comments,
            left_out,
            unchanged: report.unchanged,
            newly_held: report.newly_held,
            newly_let_through: report.newly_let_through,
            newly_refused: report.newly_refused,
            agreement: BeforeAndAfter { before: report.before.into(), after: report.after.into() },
            checks: report.checks,
        }))
    }
}

/// Try changed rules on past comments
///
/// Reviews the comments of the last days again, under the site's rules and under the changed ones, and compares; nothing is
/// written. The answer is a stream of lines, each a JSON document with one member: `progress` now and then, at last
/// `result`, or `problem` if it could not be finished. It ends when the client goes away. 503 while another one runs.
/// Permission: staff of the site.
#[utoipa::path(post, path = "/moderation/rules/simulations", tag = "moderation", request_body = SimulationInput, security(("bearer" = [])),
    responses((status = 200, description = "Lines of JSON", body = SimulationLine, content_type = "application/x-ndjson")))]
pub async fn simulate(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    input: Input<SimulationInput>,
) -> Result<HttpResponse, Problem> {
    let SimulationInput { site, rules, days } = input.value;
    let simulation = simulate::begin(&svc, viewer, &site, rules, days).await?;
    let lines = stream::unfold(Some(simulation), |running| async {
        let (line, running) = next(running?).await;
        Some((Ok::<_, Infallible>(line), running))
    });
    Ok(HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .insert_header((CACHE_CONTROL, "no-store"))
        // Proxies are not to wait for the end before they pass anything on.
        .insert_header((HeaderName::from_static("x-accel-buffering"), "no"))
        .streaming(lines))
}

/// The next line, and the simulation unless that was the last one.
async fn next(mut simulation: Simulation) -> (Bytes, Option<Simulation>) {
    let (line, running) = match simulation.step().await {
        Ok(step) => {
            let running = matches!(step, Step::Progress { .. }).then_some(simulation);
            (SimulationLine::from(step), running)
        }
        Err(error) => (SimulationLine::Problem(Box::new(Problem::from(error).document())), None),
    };
    let mut line = serde_json::to_vec(&line).unwrap_or_default();
    line.push(b'\n');
    (line.into(), running)
}
