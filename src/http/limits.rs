//! How much one network address may ask: a class of routes each its own budget, told in `RateLimit-*` headers.
//!
//! What one author may write is a site's rule and lives in the database; this is against floods, and a node's own.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::error::Problem;
use super::extract;
use super::pages::{self, PageError};

/// Requests after which addresses that have long been quiet are forgotten.
const FORGET_EVERY: u32 = 50_000;

type Limiter = RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, DefaultClock, StateInformationMiddleware>;

/// A budget that fills up at an even pace.
struct Budget {
    limiter: Limiter,
    burst: u32,
    period: Duration,
    clock: DefaultClock,
}

impl Budget {
    fn new(burst: u32, a_minute: u32) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(a_minute).unwrap_or(NonZeroU32::MIN))
            .allow_burst(NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN));
        let limiter = RateLimiter::keyed(quota).with_middleware::<StateInformationMiddleware>();
        Self { limiter, burst, period: quota.replenish_interval(), clock: DefaultClock::default() }
    }

    /// What is left, or how long to wait.
    fn spend(&self, address: IpAddr) -> Result<u32, Duration> {
        match self.limiter.check_key(&address) {
            Ok(state) => Ok(state.remaining_burst_capacity()),
            Err(until) => Err(until.wait_time_from(self.clock.now())),
        }
    }
}

/// The budgets.
pub struct Limits {
    /// Passwords and mailed links: each costs a hash or a mail.
    credentials: Budget,
    writes: Budget,
    /// A newsroom's moderators may share one address.
    reads: Budget,
    asked: AtomicU32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            credentials: Budget::new(20, 20),
            writes: Budget::new(120, 240),
            reads: Budget::new(600, 3_000),
            asked: AtomicU32::new(0),
        }
    }
}

impl Limits {
    fn of(&self, method: &Method, path: &str) -> Option<&Budget> {
        const CREDENTIALS: &[&str] = &[
            "/api/v1/accounts",
            "/api/v1/sessions",
            "/api/v1/password-resets",
            "/account/sign",
            "/account/verify",
            "/account/address",
            "/account/reset",
            "/account/forgot",
            "/account/password",
            "/account/email",
            "/account/delete",
            "/setup",
        ];
        let in_frame = path.starts_with("/embed/") && path.ends_with("/session");
        let credentials = match *method {
            Method::POST if in_frame => true,
            Method::POST => CREDENTIALS.iter().any(|start| path.starts_with(start)),
            Method::PATCH | Method::DELETE => path == "/api/v1/me",
            _ => false,
        };
        match *method {
            _ if path == "/healthz" || path == "/readyz" => None,
            _ if credentials => Some(&self.credentials),
            Method::GET | Method::HEAD | Method::OPTIONS => Some(&self.reads),
            _ => Some(&self.writes),
        }
    }

    fn forget_the_quiet(&self) {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            for budget in [&self.credentials, &self.writes, &self.reads] {
                budget.limiter.retain_recent();
            }
        }
    }
}

/// Answers 429 when the address has spent its budget.
pub async fn limit(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(limits) = request.app_data::<Data<Limits>>().cloned() else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let address = extract::network(request.request());
    let budget = limits.of(request.method(), extract::path(request.request()));
    let (Some(address), Some(budget)) = (address, budget) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    limits.forget_the_quiet();
    match budget.spend(household(address)) {
        Ok(left) => {
            let mut response = next.call(request).await?.map_into_boxed_body();
            let refill = budget.period * (budget.burst - left.min(budget.burst));
            tell(response.headers_mut(), budget.burst, left, refill);
            Ok(response)
        }
        Err(wait) => {
            let mut response = if pages::is_page(extract::path(request.request())) {
                HttpResponse::from_error(PageError::too_many_requests())
            } else {
                let detail = "too much from this address; wait a little";
                HttpResponse::from_error(Problem::new(StatusCode::TOO_MANY_REQUESTS, detail))
            };
            tell(response.headers_mut(), budget.burst, 0, wait);
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds(wait)));
            Ok(request.into_response(response))
        }
    }
}

fn tell(headers: &mut HeaderMap, limit: u32, left: u32, reset: Duration) {
    headers.insert(HeaderName::from_static("ratelimit-limit"), HeaderValue::from(limit));
    headers.insert(HeaderName::from_static("ratelimit-remaining"), HeaderValue::from(left));
    headers.insert(HeaderName::from_static("ratelimit-reset"), HeaderValue::from(seconds(reset)));
}

/// Rounded up.
fn seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

/// Of IPv6 the /64 that one household has.
pub fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_household_has_one_budget() {
        let budget = Budget::new(2, 1);
        let first = household("2001:db8:1:2::1".parse().expect("an address"));
        let second = household("2001:db8:1:2:ffff::9".parse().expect("an address"));
        let stranger = household("2001:db8:1:3::1".parse().expect("an address"));
        assert_eq!(budget.spend(first), Ok(1));
        assert_eq!(budget.spend(second), Ok(0));
        assert!(budget.spend(first).is_err_and(|wait| wait > Duration::ZERO));
        assert_eq!(budget.spend(stranger), Ok(1));
    }

    #[test]
    fn passwords_have_a_budget_of_their_own() {
        let limits = Limits::default();
        let burst = |method: Method, path: &str| limits.of(&method, path).map(|budget| budget.burst);
        assert_eq!(burst(Method::POST, "/api/v1/sessions"), Some(20));
        assert_eq!(burst(Method::POST, "/api/v1/sites/x/comments"), Some(120));
        assert_eq!(burst(Method::POST, "/embed/x/session"), Some(20));
        assert_eq!(burst(Method::GET, "/api/v1/sessions"), Some(600));
        assert_eq!(burst(Method::PATCH, "/api/v1/me"), Some(20));
        assert_eq!(burst(Method::PATCH, "/api/v1/me/notifications"), Some(120));
        assert_eq!(burst(Method::GET, "/healthz"), None);
    }
}
