//! The desk's figures; what each of them means stands in `docs/MODERATION.md`. Permission: staff of the site; the action
//! checks it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

use crate::actions::Service;
use crate::actions::read_figures::{self, Breach, Decider, Exposure, Figures, OfCheck, Waits};
use crate::http::error::Problem;
use crate::http::extract::SignedIn;
use crate::model::ids::AccountId;
use crate::model::queue::Queue;
use crate::model::second_look::Agreement;
use crate::model::time::{DAY, SECOND, Timestamp};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FiguresQuery {
    /// The site's slug.
    site: String,
    /// Default: 28 days before `to`. At most 92 days before it.
    from: Option<Timestamp>,
    /// Default: now. What happened at this moment is not in it.
    to: Option<Timestamp>,
}

#[derive(Serialize, ToSchema)]
pub struct FiguresView {
    from: Timestamp,
    to: Timestamp,
    queues: Vec<QueueFigures>,
    /// A row for each list and UTC day on which something came on it or was decided, by day.
    days: Vec<DayFigures>,
    /// The times in which a list's oldest entry waited for too long, oldest first.
    breaches: Vec<BreachView>,
    /// Who decided most comes first; to others than administrators only their own.
    moderators: Vec<ModeratorFigures>,
    /// By day; to others than administrators only their own.
    exposure: Vec<ExposureView>,
    /// What moderators decided about comments that a check had stopped.
    checks: Vec<CheckFigures>,
    second_looks: SecondLookFigures,
}

#[derive(Serialize, ToSchema)]
struct QueueFigures {
    queue: Queue,
    /// Now.
    count: i64,
    /// Since when the oldest waits now.
    oldest_at: Option<Timestamp>,
    /// Null: the site wants nothing.
    target_minutes: Option<u32>,
    #[serde(flatten)]
    waits: WaitFigures,
}

/// How long it took until somebody decided.
#[derive(Default, Serialize, ToSchema)]
struct WaitFigures {
    decided: i64,
    /// Null: nothing was decided.
    median_seconds: Option<i64>,
    p95_seconds: Option<i64>,
}

impl From<&Waits> for WaitFigures {
    fn from(waits: &Waits) -> Self {
        let seconds = |micros: i64| Some(micros / SECOND);
        Self { decided: waits.decided, median_seconds: seconds(waits.median), p95_seconds: seconds(waits.p95) }
    }
}

#[derive(Serialize, ToSchema)]
struct DayFigures {
    /// Its beginning.
    day: Timestamp,
    queue: Queue,
    entered: i64,
    #[serde(flatten)]
    waits: WaitFigures,
}

#[derive(Serialize, ToSchema)]
struct BreachView {
    queue: Queue,
    target_minutes: i32,
    began_at: Timestamp,
    /// Null: it lasts.
    ended_at: Option<Timestamp>,
}

#[derive(Serialize, ToSchema)]
struct ModeratorFigures {
    account_id: AccountId,
    name: String,
    decisions: i64,
    approved: i64,
    rejected: i64,
    spam: i64,
    /// Taken back.
    undone: i64,
    /// Turned round by somebody else.
    reversed: i64,
    /// The share of both, in percent, to a tenth.
    overturned_percent: Option<f64>,
    /// Decisions that somebody else has looked at without knowing them.
    second_looks: i64,
    second_looks_agreed: i64,
}

#[derive(Serialize, ToSchema)]
struct ExposureView {
    account_id: AccountId,
    /// Its beginning, in UTC.
    day: Timestamp,
    /// Different comments.
    comments: i64,
    /// Those in which a check or a moderator saw abuse, a personal attack or something illegal.
    severe: i64,
}

#[derive(Serialize, ToSchema)]
struct CheckFigures {
    check: String,
    decisions: i64,
    /// Decisions against the comment.
    agreed: i64,
    agreed_percent: Option<f64>,
    /// Decisions to publish it.
    overturned: i64,
}

#[derive(Serialize, ToSchema)]
struct SecondLookFigures {
    looks: i64,
    agreed: i64,
    agreed_percent: Option<f64>,
    /// Cohen's kappa, to a thousandth; null where chance alone would agree always.
    kappa: Option<f64>,
}

/// To a tenth; `None` of nothing.
fn percent(part: i64, whole: i64) -> Option<f64> {
    let tenths = (part * 2_000 + whole).checked_div(2 * whole)?;
    i32::try_from(tenths).ok().map(|tenths| f64::from(tenths) / 10.0)
}

fn day(number: i64) -> Timestamp {
    Timestamp::from_micros(number * DAY)
}

impl From<Figures> for FiguresView {
    fn from(figures: Figures) -> Self {
        let of_queue = |queue: Queue| figures.waits.iter().find(|waits| waits.queue() == Some(queue));
        let queues = figures.queues.iter().map(|now| QueueFigures {
            queue: now.queue,
            count: now.count,
            oldest_at: now.oldest_at,
            target_minutes: now.target_minutes,
            waits: of_queue(now.queue).map(WaitFigures::from).unwrap_or_default(),
        });
        let mut days: BTreeMap<(i64, Queue), DayFigures> = BTreeMap::new();
        let mut at = |number: i64, queue: Queue, set: &dyn Fn(&mut DayFigures)| {
            let empty = || DayFigures { day: day(number), queue, entered: 0, waits: WaitFigures::default() };
            set(days.entry((number, queue)).or_insert_with(empty));
        };
        for entered in &figures.entered_by_day {
            if let Some(queue) = entered.queue() {
                at(entered.day, queue, &|day| day.entered = entered.entered);
            }
        }
        for waits in &figures.waits_by_day {
            if let Some(queue) = waits.queue() {
                at(waits.day, queue, &|day| day.waits = waits.into());
            }
        }
        Self {
            from: figures.from,
            to: figures.to,
            queues: queues.collect(),
            days: days.into_values().collect(),
            breaches: figures.breaches.into_iter().map(BreachView::from).collect(),
            moderators: figures.deciders.into_iter().map(ModeratorFigures::from).collect(),
            exposure: figures.exposure.iter().map(ExposureView::from).collect(),
            checks: figures.checks.into_iter().map(CheckFigures::from).collect(),
            second_looks: figures.second_looks.into(),
        }
    }
}

impl From<Breach> for BreachView {
    fn from(Breach { queue, target_minutes, began_at, ended_at, .. }: Breach) -> Self {
        Self { queue, target_minutes, began_at, ended_at }
    }
}

impl From<Decider> for ModeratorFigures {
    fn from(decider: Decider) -> Self {
        Self {
            account_id: decider.moderator(),
            decisions: decider.decisions,
            approved: decider.approved,
            rejected: decider.rejected,
            spam: decider.spam,
            undone: decider.undone,
            reversed: decider.reversed,
            overturned_percent: percent(decider.undone + decider.reversed, decider.decisions),
            second_looks: decider.second_looks,
            second_looks_agreed: decider.second_looks_agreed,
            name: decider.name,
        }
    }
}

impl From<&Exposure> for ExposureView {
    fn from(exposure: &Exposure) -> Self {
        Self {
            account_id: exposure.moderator(),
            day: day(exposure.day),
            comments: exposure.comments,
            severe: exposure.severe,
        }
    }
}

impl From<OfCheck> for CheckFigures {
    fn from(OfCheck { check_name, decisions, agreed }: OfCheck) -> Self {
        let agreed_percent = percent(agreed, decisions);
        Self { check: check_name, decisions, agreed, agreed_percent, overturned: decisions - agreed }
    }
}

impl From<Agreement> for SecondLookFigures {
    fn from(agreement: Agreement) -> Self {
        let (looks, agreed) = (agreement.looks(), agreement.agreed());
        let kappa = agreement.kappa().map(|kappa| (kappa * 1_000.0).round() / 1_000.0);
        Self { looks, agreed, agreed_percent: percent(agreed, looks), kappa }
    }
}

/// Read the desk's figures
///
/// How long comments waited on each list, what was decided by whom and about what each check had stopped, how much each
/// moderator had to look at, and how far second looks agree. Permission: staff of the site; who is no administrator sees
/// only her or his own of what is told by moderator.
#[utoipa::path(get, path = "/moderation/figures", tag = "moderation", security(("bearer" = [])),
    params(FiguresQuery), responses((status = 200, description = "The figures", body = FiguresView)))]
pub async fn read(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<FiguresQuery>,
) -> Result<HttpResponse, Problem> {
    let figures = read_figures::run(&svc, viewer, &query.site, query.from, query.to).await?;
    Ok(HttpResponse::Ok().json(FiguresView::from(figures)))
}
