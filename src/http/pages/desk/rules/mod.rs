//! The site's rules: `form` is what the page lets one set, `table` its part about checks, `trial` what would have come of
//! it, `checkers` the servers of others. Permission: staff of the site; the actions check it.

mod checkers;
mod form;
mod table;
mod trial;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query, ServiceConfig, post};
use askama::Template;

use self::form::{Entered, Group};
use self::table::Row;
pub use self::table::check_name;
use self::trial::Trial;
use super::Desk;
use super::office::{Done, expected};
use crate::actions::checkers::Shown;
use crate::actions::{Error, Service, change_site};
use crate::http::pages::field::{Errors, Field, Input};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere, get, page_at, show};
use crate::moderation::Rules;

/// Days that rules are tried on when nobody says which.
const USUAL_DAYS: &str = "7";

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/desk/{site}/rules", "GET, HEAD, POST").route(get().to(read)).route(post().to(send)))
        .configure(checkers::configure);
}

#[derive(Template)]
#[template(path = "desk/rules.html")]
struct RulesPage {
    desk: Desk,
    revision: i32,
    groups: Vec<Group>,
    checks: Vec<Row>,
    /// What is wrong with a level's waived checks.
    waives: Vec<String>,
    days: Field,
    trial: Option<Trial>,
    checkers: Vec<checkers::Form>,
    done: Option<String>,
    notice: Option<String>,
    /// (field, label, message)
    wrong: Vec<(String, String, String)>,
}

impl RulesPage {
    fn levels(&self) -> Vec<String> {
        form::LEVELS.iter().map(|level| table::level_name(self.desk.frame.w, *level)).collect()
    }

    fn waiting(&self, checker: &Shown) -> String {
        self.desk.frame.w.count("rules-checker-waiting", checker.waiting)
    }
}

async fn read(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    done: Query<Done>,
) -> Result<HttpResponse, PageError> {
    Page::default().answer(&svc, &visitor, &site, &done).await
}

/// What the page shows besides what is stored.
#[derive(Default)]
struct Page {
    status: Option<StatusCode>,
    entered: Option<Entered>,
    errors: Errors,
    trial: Option<Trial>,
    /// A message of `texts`.
    notice: Option<&'static str>,
    checker: checkers::Written,
}

impl Page {
    async fn answer(
        self,
        svc: &Data<Service>,
        visitor: &Visitor,
        site: &str,
        done: &Done,
    ) -> Result<HttpResponse, PageError> {
        let (desk, viewer) = Desk::of(svc, visitor, site, "rules").await?;
        let w = visitor.w;
        let stored: Rules = serde_json::from_str(&desk.site.rules).map_err(Error::from)?;
        let entered = match self.entered {
            Some(entered) => entered,
            None => Entered::of(&stored)?,
        };
        let errors = &self.errors;
        let groups = form::groups(w, &entered, errors);
        let checks = table::rows(w, &entered, errors);
        let days = match entered.one("days") {
            "" => USUAL_DAYS,
            days => days,
        };
        let days = Field::new("days", Input::Number, w.say("rules-days")).filled(days, errors);
        let wrong = form::wrong(&groups, &checks, &days, errors);
        let page = RulesPage {
            revision: desk.site.revision,
            groups,
            checks,
            waives: form::LEVELS
                .iter()
                .map(|level| errors.of(&form::waives(*level)))
                .filter(|it| !it.is_empty())
                .collect(),
            days,
            trial: self.trial,
            checkers: checkers::forms(svc, viewer, site, w, &self.checker, errors).await?,
            done: done.message(w),
            notice: self.notice.map(|notice| w.say(notice)),
            wrong,
            desk,
        };
        Ok(visitor.remembered(show(self.status.unwrap_or(StatusCode::OK), &page)?))
    }
}

/// One button tries the rules, the other one saves them.
async fn send(
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
    sent: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    let entered = Entered(sent.into_inner());
    visitor.must_have_sent(&svc, entered.one("csrf"))?;
    let shown = match entered.update() {
        Err(errors) => Page { status: Some(StatusCode::UNPROCESSABLE_ENTITY), errors, ..Page::default() },
        Ok(update) if entered.one("what") == "save" => {
            match change_site::rules(&svc, viewer, &site, update, expected(entered.one("revision"))).await {
                Ok(_) => return Ok(visitor.remembered(elsewhere(&format!("/desk/{site}/rules?done=saved")))),
                Err(error) => refused(error)?,
            }
        }
        Ok(update) => {
            let days = entered.one("days").trim().parse().unwrap_or(0);
            match trial::run(&svc, viewer, &site, update, days).await {
                Ok(simulated) => Page { trial: Some(Trial::of(visitor.w, days, *simulated)), ..Page::default() },
                Err(error) => refused(error)?,
            }
        }
    };
    Page { entered: Some(entered), ..shown }.answer(&svc, &visitor, &site, &Done::default()).await
}

/// Errors: what the page cannot show.
fn refused(error: Error) -> Result<Page, Error> {
    match error {
        Error::Stale | Error::Conflict(_) => {
            Ok(Page { status: Some(StatusCode::CONFLICT), notice: Some("office-overtaken"), ..Page::default() })
        }
        Error::Busy => Ok(Page {
            status: Some(StatusCode::SERVICE_UNAVAILABLE),
            notice: Some("rules-trial-busy"),
            ..Page::default()
        }),
        error => {
            let errors = form::as_named(Errors::of_fields(error)?);
            Ok(Page { status: Some(StatusCode::UNPROCESSABLE_ENTITY), errors, ..Page::default() })
        }
    }
}
