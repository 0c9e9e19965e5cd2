//! The body of a request, and its `Idempotency-Key`.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::Problem;
use crate::actions::once::{Answer, Once, Recorder, Render, scope_of};
use crate::actions::{self, Error, Service, Shared, Viewer};

/// Most characters of a key: a UUID needs 36.
const KEY_CHARS: usize = 128;

/// The header, for the API's description.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "read by the derive alone; the extractor is `Input`")]
pub struct IdempotencyKey {
    /// Drawn by the client for each new thing. A request that is repeated with its key makes nothing new and is
    /// answered as the first one was, for 24 hours.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 128, pattern = "^[!-~]+$")]
    idempotency_key: Option<String>,
}

/// A JSON body.
pub struct Input<T> {
    pub value: T,
    key: Option<(String, String)>,
}

impl<T> Input<T> {
    /// The body, and what recognises the request when `viewer` sends it again.
    pub fn keyed(self, viewer: Option<&Viewer>) -> (T, Keyed) {
        let scope = scope_of(viewer);
        (self.value, Keyed(self.key.map(|(key, fingerprint)| Once { scope, key, fingerprint })))
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Input<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let bytes = Bytes::from_request(&request, payload);
        Box::pin(async move {
            let json =
                request.mime_type().ok().flatten().is_some_and(|mime| {
                    mime.subtype() == "json" || mime.suffix().is_some_and(|suffix| suffix == "json")
                });
            if !json {
                let detail = "the body must be JSON and say so: Content-Type: application/json";
                return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail).into());
            }
            let bytes = bytes.await.map_err(unread)?;
            let key = key_of(&request, &bytes)?;
            let mut reader = serde_json::Deserializer::from_slice(&bytes);
            let value = serde_path_to_error::deserialize(&mut reader).map_err(misread)?;
            reader.end().map_err(|error| Problem::new(StatusCode::BAD_REQUEST, error.to_string()))?;
            Ok(Self { value, key })
        })
    }
}

fn unread(error: actix_web::Error) -> actix_web::Error {
    match error.as_error::<PayloadError>() {
        Some(PayloadError::Overflow) => {
            let detail =
                "the body is larger than is taken here: 64 KiB, for many decisions at once and for templates 1 MiB";
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail).into()
        }
        _ => Problem::new(StatusCode::BAD_REQUEST, "the body could not be read").into(),
    }
}

/// Not JSON: 400. JSON of another shape: 422 and the field.
fn misread(error: serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let path = error.path().to_string();
    let error = error.into_inner();
    if !error.is_data() {
        return Problem::new(StatusCode::BAD_REQUEST, format!("the body is not JSON: {error}"));
    }
    Problem::misread(&path, &error.to_string())
}

fn key_of(request: &HttpRequest, body: &[u8]) -> Result<Option<(String, String)>, Problem> {
    let Some(header) = request.headers().get("Idempotency-Key") else { return Ok(None) };
    let key = header.to_str().ok().filter(|key| (1..=KEY_CHARS).contains(&key.len()));
    let key = key.ok_or_else(|| Problem::field("Idempotency-Key", "must have 1 to 128 visible ASCII characters"))?;
    let svc = request.app_data::<Data<Service>>().ok_or_else(|| Problem::from(Error::Busy))?;
    let parts = [request.method().as_str().as_bytes(), request.uri().path().as_bytes(), body];
    Ok(Some((key.to_owned(), actions::fingerprint(svc, &parts))))
}

/// What recognises a request, if it wants to be recognised.
pub struct Keyed(Option<Once>);

/// How a request was answered.
pub struct Answered {
    pub answer: Answer,
    /// As the first such request was.
    pub replayed: bool,
}

impl Keyed {
    /// What recognises the piece of that number of a request that is done in several. No key of a client has a space.
    pub fn piece(&self, number: usize) -> Self {
        Self(self.0.clone().map(|once| Once { key: format!("{} {number}", once.key), ..once }))
    }

    /// Answers as the first such request was answered, or acts. `render` makes the answer.
    pub async fn answer<T, F>(
        self,
        svc: &Shared,
        render: Render<T>,
        action: impl FnOnce(Recorder<T>) -> F,
    ) -> Result<HttpResponse, Problem>
    where
        F: Future<Output = actions::Result<T>>,
    {
        Ok(self.run(svc, render, action).await?.respond())
    }

    /// As [`Keyed::answer`], for whoever makes something of several answers.
    pub async fn run<T, F>(
        self,
        svc: &Shared,
        render: Render<T>,
        action: impl FnOnce(Recorder<T>) -> F,
    ) -> Result<Answered, Problem>
    where
        F: Future<Output = actions::Result<T>>,
    {
        let first = |answer| Answered { answer, replayed: false };
        let replayed = |answer| Answered { answer, replayed: true };
        let Some(once) = self.0 else { return Ok(first(render(&action(Recorder::none()).await?)?)) };
        if let Some(answer) = once.answered(svc).await? {
            return Ok(replayed(answer));
        }
        match action(Recorder::new(Some(once.clone()), render)).await {
            Ok(made) => Ok(first(render(&made)?)),
            // The first request may have been answered meanwhile, and be the reason: a text that was just posted.
            Err(error) => match once.answered(svc).await? {
                Some(answer) => Ok(replayed(answer)),
                None => Err(error.into()),
            },
        }
    }
}

/// What a handler's rendering of its action's result comes to.
pub type Rendered = actions::Result<Answer>;

/// An answer of a status and a JSON document.
pub fn json<T: Serialize>(status: StatusCode, body: &T) -> Rendered {
    Ok(Answer { status: status.as_u16(), body: serde_json::to_string(body)? })
}

impl Answered {
    pub fn respond(self) -> HttpResponse {
        let status = StatusCode::from_u16(self.answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = HttpResponse::build(status).content_type("application/json").body(self.answer.body);
        if self.replayed {
            let name = actix_web::http::header::HeaderName::from_static("idempotency-replayed");
            response.headers_mut().insert(name, actix_web::http::header::HeaderValue::from_static("true"));
        }
        response
    }
}
