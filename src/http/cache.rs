//! Ready answers: the bytes of public threads, as JSON and as pages, kept until something in them changes.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderValue, VARY,
};
use actix_web::{HttpRequest, HttpResponse};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tokio::sync::Mutex;

use super::conditional::{self, etag_of};
use super::error::Problem;
use super::packed::{Effort, Packed};
use super::pages;
use crate::actions::{Error, Service};
use crate::model::ids::ThreadId;
use crate::model::locale::Locale;

/// Bytes of all entries together.
const CAPACITY: u64 = 16 * 1024 * 1024;
const ENTRIES: usize = 4_096;
/// Pages that may be built at once, each for everybody who asks for it.
const BUILDERS: usize = 64;
/// A command may change the database file behind the server's back, and the news of another node may be lost.
const LIFE: Duration = Duration::from_secs(15);
/// Browsers ask each time, which costs nothing if nothing changed; a CDN may answer for five seconds by itself.
const PUBLIC: &str = "public, max-age=0, s-maxage=5, stale-while-revalidate=30";

/// A page as it was rendered.
pub struct Page {
    pub bytes: Vec<u8>,
    /// What it shows; `None` if nobody has commented.
    pub thread: Option<ThreadId>,
    /// Whose pages may show it inside of them; of JSON none.
    pub origins: Vec<String>,
}

/// What is asked for, beside the path and the query.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Json,
    /// A page for people, in this language.
    Page(Locale),
}

impl Kind {
    fn key(self, request: &HttpRequest) -> String {
        let asked = request.uri().path_and_query().map_or("", |asked| asked.as_str());
        match self {
            Self::Json => asked.to_owned(),
            Self::Page(locale) => format!("{} {asked}", locale.as_str()),
        }
    }
}

struct Ready {
    moment: u64,
    thread: Option<ThreadId>,
    built: Instant,
    etag: HeaderValue,
    content_type: HeaderValue,
    /// Of a page.
    policy: Option<HeaderValue>,
    packed: Packed,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<Box<str>, Arc<Ready>> for ByBytes {
    fn weight(&self, key: &Box<str>, ready: &Arc<Ready>) -> u64 {
        (key.len() + ready.packed.size() + 256) as u64
    }
}

/// Keyed by path and query as they were asked for.
pub struct ThreadCache {
    ready: Cache<Box<str>, Arc<Ready>, ByBytes>,
    builders: Vec<Mutex<()>>,
    hasher: RandomState,
}

impl Default for ThreadCache {
    fn default() -> Self {
        Self {
            ready: Cache::with_weighter(ENTRIES, CAPACITY, ByBytes),
            builders: (0..BUILDERS).map(|_| Mutex::new(())).collect(),
            hasher: RandomState::new(),
        }
    }
}

impl ThreadCache {
    /// The page that was asked for, from the cache or by `build`, of which one runs at a time.
    pub async fn answer<F>(
        &self,
        svc: &Service,
        request: &HttpRequest,
        kind: Kind,
        build: impl FnOnce() -> F,
    ) -> Result<HttpResponse, actix_web::Error>
    where
        F: Future<Output = Result<Page, actix_web::Error>>,
    {
        let key = kind.key(request);
        let key = key.as_str();
        if let Some(ready) = self.fresh(svc, key) {
            svc.metrics.thread_cache_hit();
            return Ok(respond(&ready, request));
        }
        let builder = usize::try_from(self.hasher.hash_one(key)).unwrap_or(0) % BUILDERS;
        let _building = self.builders[builder].lock().await;
        if let Some(ready) = self.fresh(svc, key) {
            svc.metrics.thread_cache_hit();
            return Ok(respond(&ready, request));
        }
        svc.metrics.thread_cache_missed();
        let moment = svc.changes.moment();
        let built = svc.clock.monotonic();
        let page = build().await?;
        let ready = actix_web::web::block(move || pack(page, kind, moment, built))
            .await
            .map_err(|_| Problem::from(Error::Busy))?;
        let ready = Arc::new(ready);
        self.ready.insert(key.into(), Arc::clone(&ready));
        Ok(respond(&ready, request))
    }

    fn fresh(&self, svc: &Service, key: &str) -> Option<Arc<Ready>> {
        let ready = self.ready.get(key)?;
        let unchanged = svc.changes.none_since(ready.moment, ready.thread);
        (unchanged && svc.clock.monotonic().duration_since(ready.built) < LIFE).then_some(ready)
    }
}

fn pack(page: Page, kind: Kind, moment: u64, built: Instant) -> Ready {
    let (content_type, policy) = match kind {
        Kind::Json => ("application/json", None),
        Kind::Page(_) => ("text/html; charset=utf-8", HeaderValue::from_str(&pages::policy_for(&page.origins)).ok()),
    };
    Ready {
        content_type: HeaderValue::from_static(content_type),
        policy,
        moment,
        thread: page.thread,
        built,
        etag: etag_of(&page.bytes),
        packed: Packed::of(page.bytes, Effort::Low),
    }
}

fn respond(ready: &Ready, request: &HttpRequest) -> HttpResponse {
    let (name, body) = ready.packed.accepted(request);
    let unchanged = conditional::matches(request.headers(), &ready.etag);
    let mut response = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    let (keep, vary) = match &ready.policy {
        None => (PUBLIC, "Accept-Encoding"),
        // The same address shows more to whoever is signed in.
        Some(policy) => {
            response.insert_header((CONTENT_SECURITY_POLICY, policy.clone()));
            ("private, no-cache", "Accept-Encoding, Accept-Language, Cookie")
        }
    };
    response
        .insert_header((CACHE_CONTROL, HeaderValue::from_static(keep)))
        .insert_header((VARY, HeaderValue::from_static(vary)))
        .insert_header((ETAG, ready.etag.clone()));
    if unchanged {
        return response.finish();
    }
    if let Some(name) = name {
        response.insert_header((CONTENT_ENCODING, HeaderValue::from_static(name)));
    }
    response.insert_header((CONTENT_TYPE, ready.content_type.clone())).body(body.clone())
}
