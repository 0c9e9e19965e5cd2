//! Servers of others, called over HTTP: what they are told and what their answers mean.
//!
//! Which addresses may be called is looked at when a name has been resolved, and the connection goes to the very
//! addresses that were looked at. Nothing here knows when to call; that is the jobs'. A new kind of server is a file
//! here and a variant of `model::checker::Checker`.

pub mod akismet;
pub mod external;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::HeaderMap;
use reqwest::{Client, redirect};

use crate::model::checker::{Access, Checker, KeyState, Opinion, Question, Task};
use crate::model::outbound::{Outbound, Scheme};
use crate::model::time::Timestamp;

const PATIENCE: Duration = Duration::from_secs(10);
const PATIENCE_TO_CONNECT: Duration = Duration::from_secs(5);
/// Bytes of an answer.
const MOST_BYTES: usize = 64 * 1024;
const USER_AGENT: &str = concat!("Postil/", env!("CARGO_PKG_VERSION"), " | Postil/", env!("CARGO_PKG_VERSION"));

/// Why a server gave no answer that counts; a sentence without secrets. Worth another attempt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CallError(pub String);

/// What a server answered.
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// Calls servers, and keeps connections to them.
pub struct Caller {
    outbound: Outbound,
    akismet: String,
    /// Errors: why there is no way out; the server runs without one.
    https: Result<Client, String>,
    http: Result<Client, String>,
}

impl Caller {
    /// `akismet`: where Akismet answers. Contacts no server. Errors come when something is called.
    pub fn new(outbound: Outbound, akismet: &str) -> Self {
        let client = |scheme| client(&outbound, scheme);
        Self {
            https: client(Scheme::Https),
            http: client(Scheme::Http),
            akismet: akismet.trim_end_matches('/').to_owned(),
            outbound,
        }
    }

    /// Asks or tells a server. Of what it was told it has no opinion.
    pub async fn put(&self, question: &Question, now: Timestamp) -> Result<Option<Opinion>, CallError> {
        match (question.access.settings.checker(), question.task) {
            (Checker::Akismet, Task::Check) => akismet::check(self, question).await.map(Some),
            (Checker::Akismet, Task::Spam | Task::Ham) => akismet::submit(self, question).await.map(|()| None),
            (Checker::External, _) => external::check(self, question, now).await.map(Some),
        }
    }

    /// Whether Akismet knows the key.
    pub async fn verify(&self, access: &Access) -> Result<KeyState, CallError> {
        akismet::verify(self, access).await
    }

    async fn post(&self, url: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Result<Reply, CallError> {
        let target = self.outbound.parse(url).map_err(|message| CallError(format!("its address {message}")))?;
        let client = match target.scheme {
            Scheme::Https => &self.https,
            Scheme::Http => &self.http,
        };
        let client = client.as_ref().map_err(|error| CallError(error.clone()))?;
        let mut request = client.post(target.url).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = request.send().await.map_err(|error| failed(&error))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|error| failed(&error))? {
            if body.len() + piece.len() > MOST_BYTES {
                return Err(CallError(format!("its answer has more than {MOST_BYTES} bytes")));
            }
            body.extend_from_slice(&piece);
        }
        Ok(Reply { status, headers, body })
    }
}

fn client(outbound: &Outbound, scheme: Scheme) -> Result<Client, String> {
    Client::builder()
        .user_agent(USER_AGENT)
        .timeout(PATIENCE)
        .connect_timeout(PATIENCE_TO_CONNECT)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .https_only(scheme == Scheme::Https)
        .dns_resolver(Arc::new(Lookup { outbound: outbound.clone(), scheme }))
        .build()
        .map_err(|error| format!("TLS could not be set up; are CA certificates installed? ({})", root_cause(&error)))
}

/// Without the address: a query in it may be secret.
fn failed(error: &reqwest::Error) -> CallError {
    if error.is_timeout() {
        return CallError("it did not answer in time".to_owned());
    }
    CallError(format!("it could not be asked: {}", root_cause(error)))
}

fn root_cause(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), root_cause)
}

/// Looks names up, and gives out only what may be called.
struct Lookup {
    outbound: Outbound,
    scheme: Scheme,
}

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        let (outbound, scheme) = (self.outbound.clone(), self.scheme);
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            // All of them: a name that leads to both worlds was made to.
            if !found.iter().all(|found| outbound.allows(scheme, found.ip())) {
                // Without the address: whoever reads this may not know the private network.
                let why = "its name leads into a private network, which may not be called";
                return Err(Box::new(CallError(why.to_owned())).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
