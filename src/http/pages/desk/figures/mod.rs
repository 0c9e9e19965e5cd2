//! The desk's figures; what each of them means stands in `docs/MODERATION.md`. Permission: staff of the site; what is said of
//! moderators, each of itself and administrators of all. The actions check it.

mod chart;
mod period;

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query, ServiceConfig};
use askama::Template;

use self::chart::{Chart, Stand};
use self::period::Asked;
use super::Desk;
use crate::actions::Service;
use crate::actions::read_figures::{self, Breach, Decider, Figures, OfCheck, Outcomes, QueueNow, Waits};
use crate::http::pages::desk::rules::check_name;
use crate::http::pages::field::Errors;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, get, page_at, show};
use crate::model::appeal::AppealOutcome;
use crate::model::comment::Status;
use crate::model::report::ReportOutcome;
use crate::model::time::{DAY, MINUTE, Timestamp};

pub fn configure(config: &mut ServiceConfig) {
    config.service(page_at("/desk/{site}/figures", "GET, HEAD").route(get().to(read)));
}

#[derive(Template)]
#[template(path = "desk/figures.html")]
struct FiguresPage {
    desk: Desk,
    asked: Asked,
    errors: Errors,
    /// `None`: the period is none.
    shown: Option<Shown>,
    now: Timestamp,
}

struct Shown {
    figures: Figures,
    charts: [Chart; 2],
    reasons: Vec<Bar>,
    reports: Vec<Bar>,
    appeals: Vec<Bar>,
}

/// A number with its share of the largest or of all.
struct Bar {
    label: String,
    tone: &'static str,
    count: i64,
    percent: i64,
}

/// States of comments, with the tone that each has in charts.
const STATES: &[(Status, &str)] = &[
    (Status::Published, "good"),
    (Status::Pending, "wait"),
    (Status::Rejected, "bad"),
    (Status::Spam, "dull"),
    (Status::Deleted, "none"),
];

async fn read(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let (desk, viewer) = Desk::of(&svc, &visitor, &site, "figures").await?;
    let (asked, w, now) = (asked.into_inner(), visitor.w, svc.clock.now());
    let read = match asked.period(now) {
        Ok((from, to)) => match read_figures::run(&svc, viewer.clone(), &site, Some(from), Some(to)).await {
            Ok(figures) => {
                let outcomes = read_figures::outcomes(&svc, viewer, &site, Some(from), Some(to)).await?;
                Ok(shown(w, figures, outcomes))
            }
            Err(error) => Err(Errors::of_fields(error)?),
        },
        Err(errors) => Err(errors),
    };
    let (status, shown, errors) = match read {
        Ok(shown) => (StatusCode::OK, Some(shown), Errors::default()),
        Err(errors) => (StatusCode::UNPROCESSABLE_ENTITY, None, errors),
    };
    let page = FiguresPage { desk, asked, errors, shown, now };
    Ok(visitor.remembered(show(status, &page)?))
}

fn shown(w: Words, figures: Figures, outcomes: Outcomes) -> Shown {
    let days = (figures.from.micros() / DAY, (figures.to.micros() - 1) / DAY);
    let Outcomes { comments, reasons, reports, appeals } = outcomes;
    let mut sent = ByDay::new(days, STATES.len());
    for row in comments {
        // What muted authors write counts as they are told.
        let status = Status::parse(&row.status).map(Status::told);
        let at = STATES.iter().position(|(of, _)| status == Ok(*of));
        sent.add(row.day, at, row.count);
    }
    let mut work = ByDay::new(days, 2);
    figures.entered_by_day.iter().for_each(|row| work.add(row.day, Some(0), row.entered));
    figures.waits_by_day.iter().for_each(|row| work.add(row.day, Some(1), row.decided));
    let states: Vec<(&str, String)> =
        STATES.iter().map(|(status, tone)| (*tone, w.say(&format!("figures-{}", status.as_str())))).collect();
    let work_series = [("wait", w.say("figures-entered")), ("good", w.say("figures-decided"))];
    let report_ends = ReportOutcome::ALL.iter().map(|outcome| outcome.as_str());
    let appeal_ends = AppealOutcome::ALL.iter().map(|outcome| outcome.as_str());
    Shown {
        charts: [
            Chart::new(w, ("sent", w.say("figures-sent")), Stand::Stacked, &states, days.0, &sent.counts),
            Chart::new(w, ("work", w.say("figures-work")), Stand::Abreast, &work_series, days.0, &work.counts),
        ],
        reasons: bars(
            reasons
                .into_iter()
                .map(|row| (w.say(&format!("reason-{}", row.reason.replace('_', "-"))), "bad", row.count))
                .collect(),
        ),
        reports: outcomes_of(w, "report", report_ends, reports),
        appeals: outcomes_of(w, "appeal", appeal_ends, appeals),
        figures,
    }
}

/// What is open first, then what became of the others.
fn outcomes_of(
    w: Words,
    what: &str,
    ends: impl Iterator<Item = &'static str>,
    rows: Vec<read_figures::OfOutcome>,
) -> Vec<Bar> {
    let of: BTreeMap<Option<String>, i64> = rows.into_iter().map(|row| (row.outcome, row.count)).collect();
    let open = (w.say("figures-open"), "wait", of.get(&None).copied().unwrap_or(0));
    let tone = |end: &str| match end {
        "confirmed" | "overturned" => "bad",
        "dismissed" | "upheld" => "good",
        _ => "none",
    };
    let closed = ends.map(|end| {
        let count = of.get(&Some(end.to_owned())).copied().unwrap_or(0);
        (w.say(&format!("figures-{what}-{end}")), tone(end), count)
    });
    bars(std::iter::once(open).chain(closed).collect())
}

fn bars(rows: Vec<(String, &'static str, i64)>) -> Vec<Bar> {
    let most = rows.iter().map(|(_, _, count)| *count).max().unwrap_or(0).max(1);
    rows.into_iter().map(|(label, tone, count)| Bar { label, tone, count, percent: count * 100 / most }).collect()
}

struct ByDay {
    first: i64,
    counts: Vec<Vec<i64>>,
}

impl ByDay {
    fn new((first, last): (i64, i64), series: usize) -> Self {
        let days = usize::try_from(last - first + 1).unwrap_or(0);
        Self { first, counts: vec![vec![0; series]; days] }
    }

    fn add(&mut self, day: i64, series: Option<usize>, count: i64) {
        let day = usize::try_from(day - self.first).ok().and_then(|at| self.counts.get_mut(at));
        if let Some(of) = day.zip(series).and_then(|(day, at)| day.get_mut(at)) {
            *of += count;
        }
    }
}

impl FiguresPage {
    fn w(&self) -> Words {
        self.desk.frame.w
    }

    fn span(&self, micros: &i64) -> String {
        self.w().age(*micros / MINUTE)
    }

    /// How long the oldest entry waits.
    fn age(&self, oldest: &Timestamp) -> String {
        self.span(&(self.now.micros() - oldest.micros()))
    }

    fn target<T: Copy + Into<i64>>(&self, minutes: &T) -> String {
        self.w().age((*minutes).into())
    }

    fn last_days(&self, days: &i64) -> String {
        self.w().count("figures-last-days", *days)
    }

    fn span_of(&self, figures: &Figures) -> String {
        let (from, to) = (self.w().moment(figures.from), self.w().moment(figures.to));
        self.w().with_two("figures-span", ("from", &from), ("to", &to))
    }

    /// `None`: nobody has looked a second time.
    fn second_looks(&self, figures: &Figures) -> Option<String> {
        let looks = figures.second_looks.looks();
        let agreed = percent(&figures.second_looks.agreed(), &looks)?;
        let (looks, agreed) = (looks.to_string(), agreed.to_string());
        Some(self.w().with_two("figures-second-looks", ("looks", &looks), ("percent", &agreed)))
    }

    fn check_name(&self, check: &str) -> String {
        check_name(self.w(), check)
    }
}

impl Shown {
    fn waits(&self, now: &QueueNow) -> Option<&Waits> {
        self.figures.waits.iter().find(|waits| waits.queue() == Some(now.queue))
    }

    fn breaches(&self) -> &[Breach] {
        &self.figures.breaches
    }

    fn breach_count(&self) -> i64 {
        i64::try_from(self.figures.breaches.len()).unwrap_or(i64::MAX)
    }

    fn deciders(&self) -> &[Decider] {
        &self.figures.deciders
    }

    fn checks(&self) -> &[OfCheck] {
        &self.figures.checks
    }

    /// Whether the oldest entry waits longer than it may.
    fn is_late(&self, queue: &QueueNow, now: Timestamp) -> bool {
        let Some((oldest, target)) = queue.oldest_at.zip(queue.target_minutes) else { return false };
        now.micros() - oldest.micros() > i64::from(target) * MINUTE
    }
}

/// Rounded; `None` of nothing.
fn percent(part: &i64, whole: &i64) -> Option<i64> {
    (part * 200 + whole).checked_div(2 * whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts;

    #[test]
    fn every_outcome_has_a_name() {
        let reports = ReportOutcome::ALL.iter().map(|it| format!("figures-report-{}", it.as_str()));
        let appeals = AppealOutcome::ALL.iter().map(|it| format!("figures-appeal-{}", it.as_str()));
        let states = STATES.iter().map(|(status, _)| format!("figures-{}", status.as_str()));
        for name in reports.chain(appeals).chain(states) {
            assert!(texts::has(&name), "{name}");
        }
    }

    #[test]
    fn what_is_of_another_day_is_not_counted() {
        let mut days = ByDay::new((10, 12), 2);
        for (day, series) in [(9, Some(0)), (10, Some(0)), (12, Some(1)), (12, None), (13, Some(1))] {
            days.add(day, series, 4);
        }
        assert_eq!(days.counts, [[4, 0], [0, 0], [0, 4]]);
        assert_eq!((percent(&1, &3), percent(&2, &3), percent(&0, &0)), (Some(33), Some(67), None));
    }
}
