//! The moderators' desk. Permission on each page: staff of the site, unless the file says otherwise; who is not signed in is
//! led to sign in.
//!
//! A page of the desk is a file here, a template that extends `desk/layout.html` and begins with a [`Desk`], and forms that
//! [`Visitor::must_have_sent`] checks.

mod act;
mod appeals;
mod author;
mod comment;
mod done;
mod evidence;
mod figures;
mod filters;
mod item;
mod lists;
mod log;
mod looks;
mod mail;
mod measure;
mod members;
mod notes;
mod office;
mod queue;
mod reports;
mod rules;
mod said;
mod sanctions;
mod search;
mod sentence;
mod site;
mod sites;
mod texts;
mod timeline;
mod veil;
mod written;

use std::borrow::Borrow;

use actix_web::web::{Data, Path, ServiceConfig, post};
use actix_web::{HttpRequest, HttpResponse, ResponseError};

use super::frame::Frame;
use super::visitor::Visitor;
use super::{PageError, elsewhere, get, page_at};
use crate::actions::{self, Service, Site, Viewer, read_queue};
use crate::http::api::events;
use crate::model::page::PageRequest;
use crate::model::queue::Queue;

/// Sites that the desk's list of them shows.
const SITES: i64 = 200;
/// Canned texts that a page offers; a site has no more.
const MOST_TEXTS: i64 = 500;

/// The menu below the lists: addresses and messages.
pub const PLACES: &[(&str, &str)] = &[
    ("search", "desk-search"),
    ("second-looks", "desk-second-looks"),
    ("reports", "desk-reports"),
    ("appeals", "desk-appeals"),
    ("sanctions", "desk-sanctions"),
    ("log", "desk-log"),
    ("figures", "desk-figures"),
    ("texts", "desk-texts"),
    ("rules", "desk-rules"),
    ("site", "desk-site"),
];

/// What only administrators have.
pub const OFFICES: &[(&str, &str)] = &[("members", "desk-members"), ("sites", "desk-sites"), ("mail", "desk-mail")];

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/desk", "GET, HEAD").route(get().to(entrance)))
        .service(
            page_at("/desk/{site}/queues/{queue}", "GET, HEAD, POST")
                .route(get().to(queue::read))
                .route(post().to(queue::act)),
        )
        .service(
            page_at("/desk/{site}/comments/{id}", "GET, HEAD, POST")
                .route(get().to(comment::read))
                .route(post().to(act::act)),
        )
        .service(page_at("/desk/{site}/undo", "POST").route(post().to(done::take_back)))
        .service(page_at("/desk/{site}/veil", "POST").route(post().to(veil::choose)))
        .service(page_at("/desk/{site}/second-looks", "GET, HEAD").route(get().to(looks::read)))
        .service(page_at("/desk/{site}/second-looks/{id}", "POST").route(post().to(looks::act)))
        .service(page_at("/desk/{site}/events", "GET, HEAD").route(get().to(stream)))
        .service(page_at("/desk/{site}", "GET, HEAD").route(get().to(site_entrance)))
        .configure(search::configure)
        .configure(author::configure)
        .configure(reports::configure)
        .configure(appeals::configure)
        .configure(sanctions::configure)
        .configure(log::configure)
        .configure(figures::configure)
        .configure(rules::configure)
        .configure(texts::configure)
        .configure(members::configure)
        .configure(sites::configure)
        .configure(site::configure)
        .configure(mail::configure);
}

/// What is around every page of the desk; `templates/desk/layout.html` shows it.
pub struct Desk {
    pub frame: Frame,
    pub site: Site,
    /// All of the viewer's sites.
    pub sites: Vec<Site>,
    /// The lists and how many comments are on each.
    pub sizes: Vec<read_queue::QueueSize>,
    /// The link in the menu that leads to this page: `pending`, `search` and so on.
    pub place: &'static str,
    pub is_administrator: bool,
}

impl Desk {
    /// With whoever is signed in. Errors: the way to sign in; 404 and 403 for a site that is not the viewer's.
    pub async fn of(
        svc: &Data<Service>,
        visitor: &Visitor,
        slug: &str,
        place: &'static str,
    ) -> Result<(Self, Viewer), PageError> {
        let viewer = visitor.signed_in()?;
        let site = actions::site(svc, viewer.clone(), slug).await?;
        let frame = Frame { site_name: site.name.clone(), ..Frame::of(svc, visitor).await? };
        let desk = Self {
            frame,
            site,
            sites: sites(svc, &viewer).await?,
            sizes: read_queue::sizes(svc, viewer.clone(), slug).await?,
            place,
            is_administrator: viewer.is_administrator(),
        };
        Ok((desk, viewer))
    }

    pub fn queue_name(&self, queue: impl Borrow<Queue>) -> String {
        self.frame.w.say(&format!("queue-{}", queue.borrow().as_str()))
    }

    /// The address of a page of this site's desk.
    pub fn at(&self, path: &str) -> String {
        format!("/desk/{}/{path}", self.site.slug)
    }
}

async fn sites(svc: &Data<Service>, viewer: &Viewer) -> Result<Vec<Site>, PageError> {
    Ok(actions::sites(svc, viewer.clone(), PageRequest { after: None, limit: SITES }).await?.items)
}

/// The first of the viewer's sites.
async fn entrance(svc: Data<Service>, visitor: Visitor) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    let to = match sites(&svc, &viewer).await?.into_iter().next() {
        Some(site) => format!("/desk/{}", site.slug),
        None if viewer.is_administrator() => "/setup/site".to_owned(),
        None => return Err(actions::Error::Forbidden.into()),
    };
    Ok(visitor.remembered(elsewhere(&to)))
}

async fn site_entrance(svc: Data<Service>, visitor: Visitor, site: Path<String>) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    actions::site(&svc, viewer, &site).await?;
    Ok(visitor.remembered(elsewhere(&format!("/desk/{site}/queues/{}", Queue::Pending.as_str()))))
}

/// How the lists and claims change, as the API's stream tells it, for the desk's own script.
async fn stream(
    request: HttpRequest,
    svc: Data<Service>,
    visitor: Visitor,
    site: Path<String>,
) -> Result<HttpResponse, PageError> {
    let viewer = visitor.signed_in()?;
    let site = site.into_inner();
    Ok(events::desk_events(&request, &svc, viewer, site).await.unwrap_or_else(|problem| problem.error_response()))
}
