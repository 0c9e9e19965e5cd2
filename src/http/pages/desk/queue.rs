//! The lists that moderators work through, and decisions on many of their comments at once.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use askama::Template;

use super::Desk;
use super::done::{After, Done, back_after, back_with};
use super::filters::Filters;
use super::item::{ItemView, Setting};
use super::said::named;
use super::{MOST_TEXTS, veil};
use crate::actions::decide_many::{self, Item};
use crate::actions::once::Recorder;
use crate::actions::{Error, Service, Viewer, canned_texts, claim, read_queue};
use crate::http::pages::visitor::Visitor;
use crate::http::pages::{PageError, elsewhere, show};
use crate::model::decision::{Action, Reason};
use crate::model::ids::CommentId;
use crate::model::page::{Page, PageRequest};
use crate::model::queue::Queue;
use crate::moderation::phases;

/// Comments of a page.
const A_PAGE: i64 = 25;
/// Comments that are claimed at once.
const A_HANDFUL: i64 = 10;

#[derive(Template)]
#[template(path = "desk/queue.html")]
struct QueuePage {
    desk: Desk,
    queue: Queue,
    filters: Filters,
    items: Vec<ItemView>,
    /// Where the next page is.
    next: Option<String>,
    done: Option<Done>,
    /// The form for many, as it was filled in.
    many: Many,
    errors: Vec<(String, String)>,
    unveiled: bool,
    set: Arc<Setting>,
}

impl QueuePage {
    fn count(&self) -> i64 {
        self.desk.sizes.iter().find(|size| size.queue == self.queue).map_or(0, |size| size.count)
    }

    fn error_for(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }

    fn message(&self, start: &str, name: &str) -> String {
        named(self.desk.frame.w, start, name)
    }

    const fn reasons(&self) -> &'static [Reason] {
        Reason::ALL
    }

    fn checks(&self) -> Vec<&'static str> {
        phases::names()
    }

    /// The list's address with other filters.
    fn with(&self, name: &str, value: &str) -> String {
        format!("?{}", self.filters.but(name, value).query())
    }
}

/// What the form for many brings.
#[derive(Debug, Default)]
struct Many {
    csrf: String,
    what: String,
    reason: String,
    canned_text: String,
    note: String,
    /// Comments and the revisions that were looked at.
    chosen: Vec<(CommentId, i32)>,
}

impl Many {
    /// Pairs, since the boxes all have one name.
    fn of(pairs: Vec<(String, String)>) -> Self {
        let mut many = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "csrf" => many.csrf = value,
                "what" => many.what = value,
                "reason" => many.reason = value,
                "canned_text" => many.canned_text = value,
                "note" => many.note = value,
                "item" => many.chosen.extend(chosen(&value)),
                _ => {}
            }
        }
        many
    }

    fn has(&self, id: CommentId) -> bool {
        self.chosen.iter().any(|(chosen, _)| *chosen == id)
    }
}

/// `id:revision`.
fn chosen(value: &str) -> Option<(CommentId, i32)> {
    let (id, revision) = value.split_once(':')?;
    Some((id.parse().ok()?, revision.parse().ok()?))
}

/// Which list of which site.
struct Place<'a> {
    svc: &'a Data<Service>,
    visitor: &'a Visitor,
    site: &'a str,
    queue: Queue,
    filters: &'a Filters,
}

impl Place<'_> {
    /// The list's address, with its filters.
    fn address(&self) -> String {
        let query = self.filters.query();
        let separator = if query.is_empty() { "" } else { "?" };
        format!("/desk/{}/queues/{}{separator}{query}", self.site, self.queue.as_str())
    }

    async fn items(&self, viewer: &Viewer) -> Result<Page<read_queue::QueueItem>, Error> {
        let question = self.filters.question(self.queue, viewer.id())?;
        let request = PageRequest { after: self.filters.after(), limit: A_PAGE };
        read_queue::page(self.svc, viewer.clone(), self.site, question, request).await
    }

    async fn answer(
        &self,
        status: StatusCode,
        many: Many,
        mut errors: Vec<(String, String)>,
        done: Option<Done>,
    ) -> Result<HttpResponse, PageError> {
        let Self { svc, visitor, site, queue, filters } = *self;
        let (desk, viewer) = Desk::of(svc, visitor, site, queue.as_str()).await?;
        let mut status = status;
        let page = match self.items(&viewer).await {
            Ok(page) => page,
            Err(Error::Invalid(wrong)) => {
                status = StatusCode::UNPROCESSABLE_ENTITY;
                errors.extend(wrong.0.into_iter().map(|error| (error.field, error.message)));
                Page { items: Vec::new(), next: None }
            }
            Err(error) => return Err(error.into()),
        };
        let texts = canned_texts::list(svc, viewer.clone(), site, None, PageRequest { after: None, limit: MOST_TEXTS });
        let unveiled = veil::is_off(visitor, &viewer);
        let set = Arc::new(Setting {
            w: visitor.w,
            now: svc.clock.now(),
            site: site.to_owned(),
            csrf: desk.frame.csrf.clone(),
            back: self.address(),
            viewer: viewer.id(),
            texts: texts.await?.items,
            unveiled,
            narrow: narrow(filters),
            alone: false,
        });
        let all = filters.chooses_all();
        let shown = |item: read_queue::QueueItem| {
            let chosen = all || many.has(item.listed.0.id);
            ItemView::of(item, &set).chosen(chosen)
        };
        let next = page.next.map(|next| format!("?{}", filters.but("cursor", &next.encode()).query()));
        let items = page.items.into_iter().map(shown).collect();
        let filters = filters.clone();
        let page = QueuePage { desk, queue, filters, items, next, done, many, errors, unveiled, set };
        Ok(visitor.remembered(show(status, &page)?))
    }
}

/// To be followed by one filter.
fn narrow(filters: &Filters) -> String {
    match filters.sort.as_str() {
        "" => "?".to_owned(),
        _ => format!("?{}&", Filters::default().but("sort", filters.sort().as_str()).query()),
    }
}

pub async fn read(
    svc: Data<Service>,
    path: Path<(String, String)>,
    visitor: Visitor,
    filters: Query<Filters>,
    after: Query<After>,
) -> Result<HttpResponse, PageError> {
    let (site, queue) = path.into_inner();
    let queue = Queue::parse(&queue).map_err(|_| PageError::nowhere())?;
    let place = Place { svc: &svc, visitor: &visitor, site: &site, queue, filters: &filters };
    place.answer(StatusCode::OK, Many::default(), Vec::new(), after.notice(visitor.w)).await
}

/// Decides on what was chosen, or claims what comes next.
pub async fn act(
    svc: Data<Service>,
    path: Path<(String, String)>,
    visitor: Visitor,
    filters: Query<Filters>,
    pairs: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, PageError> {
    let (site, queue) = path.into_inner();
    let queue = Queue::parse(&queue).map_err(|_| PageError::nowhere())?;
    let many = Many::of(pairs.into_inner());
    let viewer = visitor.signed_in()?;
    visitor.must_have_sent(&svc, &many.csrf)?;
    let place = Place { svc: &svc, visitor: &visitor, site: &site, queue, filters: &filters };
    if many.what == "take" {
        return take(&place, viewer).await;
    }
    let Ok(action) = Action::parse(&many.what) else { return Err(PageError::nowhere()) };
    decide(&place, viewer, action, many).await
}

async fn take(place: &Place<'_>, viewer: Viewer) -> Result<HttpResponse, PageError> {
    let question = place.filters.but("mine", "").question(place.queue, viewer.id()).map_err(Error::from)?;
    let taken = claim::take(place.svc, viewer, place.site, question, A_HANDFUL, Recorder::none()).await?;
    let mine = Filters::default().but("mine", "yes");
    let mine = Place { filters: &mine, ..*place };
    Ok(place.visitor.remembered(elsewhere(&back_with(&mine.address(), &format!("taken={}", taken.len())))))
}

async fn decide(place: &Place<'_>, viewer: Viewer, action: Action, many: Many) -> Result<HttpResponse, PageError> {
    let w = place.visitor.w;
    if many.chosen.is_empty() {
        let errors = vec![("items".to_owned(), w.say("desk-choose-some"))];
        return place.answer(StatusCode::UNPROCESSABLE_ENTITY, many, errors, None).await;
    }
    let request = |revision: i32| crate::actions::decide::Request {
        action,
        reason: Reason::parse(&many.reason).ok(),
        note: Some(many.note.clone()),
        canned_text: many.canned_text.parse().ok(),
        revision,
        overrides_claim: false,
    };
    let items = many.chosen.iter().take(decide_many::PIECE);
    let items = items.map(|(comment, revision)| Item { comment: *comment, request: request(*revision) }).collect();
    let outcomes = decide_many::run(place.svc, viewer, items, Recorder::none()).await?;
    // What is wrong with the form is wrong for each of them.
    if let Some((_, Err(Error::Invalid(wrong)))) = outcomes.iter().find(|(_, it)| matches!(it, Err(Error::Invalid(_))))
    {
        let errors = wrong.0.iter().map(|error| (error.field.clone(), error.message.clone())).collect();
        return place.answer(StatusCode::UNPROCESSABLE_ENTITY, many, errors, None).await;
    }
    if outcomes.iter().all(|(_, outcome)| matches!(outcome, Err(Error::Forbidden))) {
        return Err(Error::Forbidden.into());
    }
    Ok(place.visitor.remembered(elsewhere(&back_after(&place.address(), action, &outcomes))))
}
