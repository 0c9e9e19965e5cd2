//! Second looks: what another moderator has decided on is looked at without knowing what that was. Permission: staff of the
//! site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::done::{After, Done, back_with};
use super::evidence::{Piece, hard_to_read, pieces};
use super::said::named;
use super::{Desk, veil};
use crate::actions::once::Recorder;
use crate::actions::second_look::{self, Compared, ToLookAt};
use crate::actions::{Error, Service};
use crate::http::pages::thread::name_of;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere, show};
use crate::model::decision::Reason;
use crate::model::finding::Finding;
use crate::model::ids::SecondLookId;
use crate::model::page::{Cursor, PageRequest};
use crate::model::second_look::Verdict;
use crate::model::time::Timestamp;

const A_PAGE: i64 = 25;

#[derive(Template)]
#[template(path = "desk/second_looks.html")]
struct LooksPage {
    desk: Desk,
    items: Vec<ToLookAt>,
    next: Option<String>,
    /// An administrator's: where two moderators did not agree.
    disagreed: Vec<Compared>,
    now: Timestamp,
    unveiled: bool,
    done: Option<Done>,
    problem: Option<String>,
}

impl LooksPage {
    fn message(&self, start: &str, name: &str) -> String {
        named(self.desk.frame.w, start, name)
    }

    fn name(&self, item: &ToLookAt) -> String {
        let (comment, name) = &item.listed;
        name_of(name.clone(), comment.guest_name.clone(), self.desk.frame.w)
    }

    fn pieces<'a>(&self, item: &'a ToLookAt) -> Vec<Piece<'a>> {
        pieces(&item.listed.0.body, &item.findings)
    }

    fn why(&self, finding: &Finding) -> String {
        format!("{}: {}", self.message("check", &finding.check), finding.message)
    }

    fn veil(&self, item: &ToLookAt) -> Option<String> {
        let reason = hard_to_read(&item.findings, std::iter::empty()).filter(|_| !self.unveiled)?;
        Some(self.desk.frame.w.with("desk-veil", "why", &self.message("reason", reason.as_str())))
    }

    fn ago(&self, at: &Timestamp) -> String {
        self.desk.frame.w.ago(*at, self.now)
    }

    const fn reasons(&self) -> &'static [Reason] {
        Reason::ALL
    }

    fn first(&self, compared: &Compared) -> String {
        self.said(compared.first_name.as_deref(), Some(compared.look.first_verdict), compared.look.first_reason)
    }

    fn second(&self, compared: &Compared) -> String {
        self.said(compared.second_name.as_deref(), compared.look.verdict, compared.look.reason)
    }

    fn said(&self, name: Option<&str>, verdict: Option<Verdict>, reason: Option<Reason>) -> String {
        let name = name.map_or_else(|| self.desk.frame.w.say("desk-somebody"), str::to_owned);
        let verdict = verdict.map(|verdict| self.message("desk-verdict", verdict.as_str())).unwrap_or_default();
        let reason = reason.map(|reason| format!(" ({})", self.message("reason", reason.as_str()))).unwrap_or_default();
        format!("{name}: {verdict}{reason}")
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Part {
    cursor: String,
}

pub async fn read(
    svc: Data<Service>,
    site: Path<String>,
    visitor: Visitor,
    part: Query<Part>,
    after: Query<After>,
) -> Result<HttpResponse, PageError> {
    answer(&svc, &visitor, &site, &part, (StatusCode::OK, None, after.notice(visitor.w))).await
}

async fn answer(
    svc: &Data<Service>,
    visitor: &Visitor,
    site: &str,
    part: &Part,
    (status, problem, done): (StatusCode, Option<String>, Option<Done>),
) -> Result<HttpResponse, PageError> {
    let (desk, viewer) = Desk::of(svc, visitor, site, "second-looks").await?;
    let request = PageRequest { after: Cursor::parse(&part.cursor).ok(), limit: A_PAGE };
    let open = second_look::open(svc, viewer.clone(), site, request).await?;
    let disagreed = if viewer.is_administrator() {
        second_look::disagreed(svc, viewer.clone(), site, PageRequest { after: None, limit: A_PAGE }).await?.items
    } else {
        Vec::new()
    };
    let page = LooksPage {
        desk,
        items: open.items,
        next: open.next.map(|next| format!("?cursor={}", next.encode())),
        disagreed,
        now: svc.clock.now(),
        unveiled: veil::is_off(visitor, &viewer),
        done,
        problem,
    };
    Ok(visitor.remembered(show(status, &page)?))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Answer {
    csrf: String,
    verdict: String,
    reason: String,
}

pub async fn act(
    svc: Data<Service>,
    path: Path<(String, SecondLookId)>,
    visitor: Visitor,
    given: Form<Answer>,
) -> Result<HttpResponse, PageError> {
    let (site, id) = path.into_inner();
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &given.csrf)?;
    let verdict = Verdict::parse(&given.verdict).map_err(|_| PageError::nowhere())?;
    // The reason is for what is not approved; one that was chosen first says nothing then.
    let reason = Reason::parse(&given.reason).ok().filter(|_| verdict != Verdict::Approve);
    match second_look::answer(&svc, viewer, id, (verdict, reason), Recorder::none()).await {
        Ok(_) => Ok(visitor.remembered(elsewhere(&back_with(&format!("/desk/{site}/second-looks"), "kept=looked")))),
        Err(Error::Conflict(_)) => {
            let problem = Some(visitor.w.say("desk-look-late"));
            answer(&svc, &visitor, &site, &Part::default(), (StatusCode::CONFLICT, problem, None)).await
        }
        Err(error) => Err(error.into()),
    }
}
