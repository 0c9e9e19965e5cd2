//! Server-sent events: what a page that is open wants to hear. An event tells how things are, not what happened, so that
//! whoever was away and comes back (`Last-Event-ID`) needs only the present one.

use std::collections::HashMap;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream::unfold;
use tokio::sync::watch::Receiver;

use super::error::Problem;
use super::extract;
use super::limits::household;
use crate::actions::{Error, Service};

/// Streams of one network address, and of all. Browsers open one a tab; a newsroom may share one address.
const OF_ADDRESS: usize = 40;
const IN_ALL: usize = 8_192;
/// Of these, for moderators alone.
const FOR_STAFF: usize = 512;
/// A line is sent at least this often, so that proxies keep the connection and a client that is gone is noticed.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// What changes all the time is told once in so long.
const PAUSE: Duration = Duration::from_millis(700);
/// Many who hear of the same change do not ask at the same moment: so many milliseconds apart at most.
const APART: u64 = 1_500;
/// Then the client comes back, and is asked again who it is.
const LASTS: Duration = Duration::from_secs(600);
/// For what a client waits before it comes back, in milliseconds.
const RETRY: u32 = 3_000;

/// How many streams are open, by address.
#[derive(Default, Clone)]
pub struct Streams(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One of them, until it is dropped.
struct Place {
    streams: Streams,
    address: IpAddr,
}

impl Streams {
    fn enter(&self, address: IpAddr, is_staff: bool) -> Option<Place> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = if is_staff { IN_ALL } else { IN_ALL - FOR_STAFF };
        if open.values().sum::<usize>() >= room {
            return None;
        }
        let count = open.entry(address).or_default();
        if *count >= OF_ADDRESS {
            return None;
        }
        *count += 1;
        Some(Place { streams: self.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// How things are: a name that differs whenever they do, and the data. `None`: there is nothing to tell any more.
pub type Now = Option<(String, String)>;
type Reading = Pin<Box<dyn Future<Output = Result<Now, Error>>>>;

/// What a stream tells.
pub struct Telling<F: Fn() -> Reading> {
    /// The event's type.
    pub event: &'static str,
    /// Told whenever there may be something new.
    pub changed: Receiver<u64>,
    /// The viewer is of the staff.
    pub is_staff: bool,
    /// Looked at without being told, at most this often.
    pub every: Duration,
    pub read: F,
}

struct State<F: Fn() -> Reading> {
    telling: Telling<F>,
    closing: Receiver<bool>,
    ends: tokio::time::Instant,
    last: String,
    is_new: bool,
    _place: Place,
}

/// The stream's answer. Errors: 429 where too many are open.
pub fn answer<F>(request: &HttpRequest, svc: &Data<Service>, telling: Telling<F>) -> Result<HttpResponse, Problem>
where
    F: Fn() -> Reading + 'static,
{
    let streams = request.app_data::<Data<Streams>>().ok_or_else(|| Problem::from(Error::Busy))?;
    let address = extract::network(request).ok_or_else(|| Problem::from(Error::Busy))?;
    let Some(place) = streams.enter(household(address), telling.is_staff) else {
        let problem =
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "too many streams are open; ask now and then instead");
        let mut response = HttpResponse::from_error(problem);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("60"));
        return Ok(response);
    };
    let last = request.headers().get("Last-Event-ID").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let ends = tokio::time::Instant::from_std(svc.clock.monotonic() + LASTS);
    let state = State { telling, closing: svc.closing.subscribe(), ends, last, is_new: true, _place: place };
    let lines = unfold(Some(state), |state| async move {
        let mut state = state?;
        let bytes = next(&mut state).await?;
        Some((Ok::<Bytes, actix_web::Error>(bytes), Some(state)))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-store"))
        // Proxies are not to wait for more.
        .insert_header((HeaderName::from_static("x-accel-buffering"), "no"))
        .streaming(Box::pin(lines)))
}

/// What is sent next; `None`: the end.
async fn next<F: Fn() -> Reading>(state: &mut State<F>) -> Option<Bytes> {
    if std::mem::take(&mut state.is_new) {
        let first = read(state).await?;
        return Some(Bytes::from(format!("retry: {RETRY}\n\n{}", first.unwrap_or_default())));
    }
    let heartbeat = tokio::time::sleep(HEARTBEAT);
    tokio::pin!(heartbeat);
    loop {
        let every = state.telling.every;
        tokio::select! {
            _ = state.closing.wait_for(|closing| *closing) => return None,
            () = tokio::time::sleep_until(state.ends) => return None,
            () = &mut heartbeat => return Some(Bytes::from_static(b":\n\n")),
            changed = state.telling.changed.changed() => {
                changed.ok()?;
                let apart = Duration::from_millis(rand::random_range(0..APART));
                tokio::time::sleep(if state.telling.is_staff { PAUSE } else { PAUSE + apart }).await;
            }
            () = tokio::time::sleep(every) => {}
        }
        state.telling.changed.borrow_and_update();
        if let Some(event) = read(state).await? {
            return Some(Bytes::from(event));
        }
    }
}

/// The event, if there is anything new; the outer `None`: the end.
async fn read<F: Fn() -> Reading>(state: &mut State<F>) -> Option<Option<String>> {
    match (state.telling.read)().await {
        Ok(Some((id, data))) if id != state.last => {
            let event = format!("id: {id}\nevent: {}\ndata: {data}\n\n", state.telling.event);
            state.last = id;
            Some(Some(event))
        }
        Ok(Some(_)) | Err(Error::Busy) => Some(None),
        Ok(None) => None,
        Err(error) => {
            tracing::warn!(%error, "a stream of events ends");
            None
        }
    }
}
