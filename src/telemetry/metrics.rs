//! Counters, gauges and durations in the Prometheus text format.
//!
//! To add one: a field, its line in `Metrics::new`, a method named after the event, a row of the test's list.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use prometheus::core::Collector;
use prometheus::{
    Gauge, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry, Result,
    TextEncoder,
};

use crate::model::time::Timestamp;

/// Upper bounds in seconds: a cached thread takes well under a millisecond, a password check some hundred.
const DURATION_BUCKETS: [f64; 13] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];
/// Any other method a client makes up is counted as `OTHER`, so that nobody can fill the memory with series.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const OTHER_METHOD: &str = "OTHER";

/// All metrics of one server. Label values come from code (`published`, `approve`, a route pattern), never from input.
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
    /// The series of `requests` and `durations` by route pattern.
    routes: RwLock<HashMap<String, Vec<Series>>>,
    comments: IntCounterVec,
    decisions: IntCounterVec,
    mails: IntCounterVec,
    mail_queue: IntGauge,
    mail_dead: IntGauge,
    remote_checks: IntCounterVec,
    remote_checks_waiting: IntGauge,
    password_queue_rejected: IntCounter,
    write_queue_rejected: IntCounter,
    thread_cache_hits: IntCounter,
    thread_cache_misses: IntCounter,
}

/// Where requests of one route, method and status are counted.
#[derive(Clone)]
struct Series {
    method: &'static str,
    status: u16,
    requests: IntCounter,
    durations: Histogram,
}

impl Metrics {
    /// Errors: none with the names below; a name given twice would be one.
    pub fn new(started: Timestamp) -> Result<Self> {
        let registry = Registry::new();
        let start = in_registry(
            &registry,
            Gauge::new("process_start_time_seconds", "Start of the process, seconds since the Unix epoch")?,
        )?;
        start.set(Duration::from_micros(started.micros().unsigned_abs()).as_secs_f64());

        let counter = |name: &str, help: &str| in_registry(&registry, IntCounter::new(name, help)?);
        let gauge = |name: &str, help: &str| in_registry(&registry, IntGauge::new(name, help)?);
        let counters = |name: &str, help: &str, labels: &[&str]| {
            in_registry(&registry, IntCounterVec::new(Opts::new(name, help), labels)?)
        };
        let durations = HistogramOpts::new("http_request_duration_seconds", "Time to answer a request")
            .buckets(DURATION_BUCKETS.to_vec());

        Ok(Self {
            requests: counters("http_requests_total", "Requests answered", &["method", "route", "status"])?,
            durations: in_registry(&registry, HistogramVec::new(durations, &["method", "route"])?)?,
            routes: RwLock::default(),
            comments: counters("comments_total", "Comments received, by the status they got", &["status"])?,
            decisions: counters("decisions_total", "Decisions on comments", &["action"])?,
            mails: counters("mails_total", "Attempts to send a mail", &["outcome"])?,
            mail_queue: gauge("mail_queue", "Mails waiting to be sent")?,
            mail_dead: gauge("mail_dead", "Mails given up, waiting for a person")?,
            remote_checks: counters(
                "remote_checks_total",
                "Questions to other servers about comments, by what became of them",
                &["checker", "outcome"],
            )?,
            remote_checks_waiting: gauge("remote_checks_waiting", "Questions that other servers have not answered")?,
            password_queue_rejected: counter(
                "password_queue_rejected_total",
                "Requests refused because too many passwords were being checked",
            )?,
            write_queue_rejected: counter(
                "write_queue_rejected_total",
                "Writes refused because too many were waiting for the database",
            )?,
            thread_cache_hits: counter("thread_cache_hits_total", "Thread pages answered from the cache")?,
            thread_cache_misses: counter("thread_cache_misses_total", "Thread pages that had to be built")?,
            registry,
        })
    }

    /// A request was answered. `route` is the pattern (`/comments/{id}`), never the path that was asked for.
    pub fn request_answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let method = METHODS.into_iter().find(|known| *known == method).unwrap_or(OTHER_METHOD);
        if !self.count_known(method, route, status, took) {
            self.resolve(method, route, status);
            self.count_known(method, route, status, took);
        }
    }

    /// A comment got `status` when it was posted.
    pub fn comment_received(&self, status: &str) {
        count(&self.comments, &[status]);
    }

    pub fn decision_made(&self, action: &str) {
        count(&self.decisions, &[action]);
    }

    /// An attempt to send a mail ended, such as in `sent`, `retry` or `dead`.
    pub fn mail_attempted(&self, outcome: &str) {
        count(&self.mails, &[outcome]);
    }

    /// How many mails wait to be sent, and how many were given up.
    pub fn set_mail_queue(&self, queued: i64, dead: i64) {
        self.mail_queue.set(queued);
        self.mail_dead.set(dead);
    }

    /// An attempt to ask another server ended, such as in `passed`, `found`, `retry` or `failed`.
    pub fn remote_check_ended(&self, checker: &str, outcome: &str) {
        count(&self.remote_checks, &[checker, outcome]);
    }

    pub fn set_remote_checks_waiting(&self, waiting: i64) {
        self.remote_checks_waiting.set(waiting);
    }

    pub fn password_queue_rejected(&self) {
        self.password_queue_rejected.inc();
    }

    pub fn write_queue_rejected(&self) {
        self.write_queue_rejected.inc();
    }

    pub fn thread_cache_hit(&self) {
        self.thread_cache_hits.inc();
    }

    pub fn thread_cache_missed(&self) {
        self.thread_cache_misses.inc();
    }

    /// Everything in the text format, version 0.0.4.
    pub fn render(&self) -> String {
        TextEncoder::new().encode_to_string(&self.registry.gather()).unwrap_or_else(|error| {
            tracing::error!(%error, "metrics cannot be written");
            String::new()
        })
    }

    /// Counts the request if its series has been resolved.
    fn count_known(&self, method: &str, route: &str, status: u16, took: Duration) -> bool {
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        let known =
            routes.get(route).and_then(|all| all.iter().find(|one| one.status == status && one.method == method));
        if let Some(series) = known {
            series.requests.inc();
            series.durations.observe(took.as_secs_f64());
        }
        known.is_some()
    }

    fn resolve(&self, method: &'static str, route: &str, status: u16) {
        let requests = self.requests.get_metric_with_label_values(&[method, route, &status.to_string()]);
        let durations = self.durations.get_metric_with_label_values(&[method, route]);
        let (Ok(requests), Ok(durations)) = (requests, durations) else { return };
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        let series = routes.entry(route.to_owned()).or_default();
        if !series.iter().any(|one| one.status == status && one.method == method) {
            series.push(Series { method, status, requests, durations });
        }
    }
}

fn in_registry<C: Collector + Clone + 'static>(registry: &Registry, collector: C) -> Result<C> {
    registry.register(Box::new(collector.clone()))?;
    Ok(collector)
}

/// Counts in the series of the labels.
fn count(counters: &IntCounterVec, labels: &[&str]) {
    match counters.get_metric_with_label_values(labels) {
        Ok(counter) => counter.inc(),
        Err(error) => tracing::error!(%error, ?labels, "metric cannot be counted"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metrics() -> Metrics {
        Metrics::new(Timestamp::from_micros(1_700_000_000_500_000)).expect("metrics")
    }

    #[test]
    fn every_event_is_rendered_under_its_name() {
        let metrics = metrics();
        metrics.request_answered("GET", "/comments/{id}", 200, Duration::from_millis(3));
        metrics.request_answered("GET", "/comments/{id}", 200, Duration::from_millis(40));
        metrics.request_answered("GET", "/comments/{id}", 404, Duration::from_micros(100));
        metrics.comment_received("published");
        metrics.decision_made("approve");
        metrics.mail_attempted("sent");
        metrics.set_mail_queue(7, 2);
        metrics.remote_check_ended("akismet", "passed");
        metrics.set_remote_checks_waiting(3);
        metrics.password_queue_rejected();
        metrics.write_queue_rejected();
        metrics.thread_cache_hit();
        metrics.thread_cache_hit();
        metrics.thread_cache_missed();

        let text = metrics.render();
        for line in [
            r#"http_requests_total{method="GET",route="/comments/{id}",status="200"} 2"#,
            r#"http_requests_total{method="GET",route="/comments/{id}",status="404"} 1"#,
            r#"http_request_duration_seconds_bucket{method="GET",route="/comments/{id}",le="0.005"} 2"#,
            r#"http_request_duration_seconds_count{method="GET",route="/comments/{id}"} 3"#,
            r#"comments_total{status="published"} 1"#,
            r#"decisions_total{action="approve"} 1"#,
            r#"mails_total{outcome="sent"} 1"#,
            "mail_queue 7",
            r#"remote_checks_total{checker="akismet",outcome="passed"} 1"#,
            "remote_checks_waiting 3",
            "mail_dead 2",
            "password_queue_rejected_total 1",
            "write_queue_rejected_total 1",
            "thread_cache_hits_total 2",
            "thread_cache_misses_total 1",
            "process_start_time_seconds 1700000000.5",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
        }
    }

    #[test]
    fn made_up_methods_share_one_series() {
        let metrics = metrics();
        metrics.request_answered("BREW", "/", 405, Duration::ZERO);
        metrics.request_answered("WHISK", "/", 405, Duration::ZERO);
        let text = metrics.render();
        assert!(text.contains(r#"http_requests_total{method="OTHER",route="/",status="405"} 2"#), "{text}");
        assert!(!text.contains("BREW"), "{text}");
    }

    #[test]
    fn requests_of_many_threads_are_all_counted() {
        let metrics = metrics();
        std::thread::scope(|threads| {
            for _ in 0..4 {
                threads.spawn(|| {
                    for status in [200, 201, 404, 500].into_iter().cycle().take(400) {
                        metrics.request_answered("POST", "/sites", status, Duration::ZERO);
                    }
                });
            }
        });
        let text = metrics.render();
        assert!(text.contains(r#"http_requests_total{method="POST",route="/sites",status="500"} 400"#), "{text}");
        assert!(text.contains(r#"http_request_duration_seconds_count{method="POST",route="/sites"} 1600"#), "{text}");
    }
}
