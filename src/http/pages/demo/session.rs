//! Who is reading: the cookies, and signing in and out.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::http::header::USER_AGENT;
use actix_web::web::{Data, Form, ServiceConfig, post};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::elsewhere;
use crate::actions::{self, Error, Service, Viewer, browser, sign_in};
use crate::http::pages::{PageError, get, page_at, show};
use crate::model::article::Article;

const SESSION: &str = "postil_session";
const SEED: &str = "postil_seed";
/// As long as a session that is not used.
const SIGNED_IN_FOR: Duration = Duration::days(30);

/// Where the visitor finds the form.
const FORM: &str = "/demo#respond";

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(
            page_at("/demo/sign-in", "GET, HEAD, POST").route(get().to(sign_in_page)).route(post().to(sign_in_visitor)),
        )
        .service(page_at("/demo/sign-out", "POST").route(post().to(sign_out)));
}

/// Whoever looks at a page.
pub struct Visitor {
    /// `None`: a guest.
    pub viewer: Option<Viewer>,
    credential: Option<String>,
    seed: String,
    /// Cookies that the browser does not have yet, or has to forget.
    news: Vec<Cookie<'static>>,
}

impl Visitor {
    pub async fn of(request: &HttpRequest, svc: &Data<Service>) -> Result<Self, PageError> {
        let secure = request.app_data::<Data<Article>>().is_some_and(|demo| demo.url.starts_with("https://"));
        let mut news = Vec::new();
        let credential = request.cookie(SESSION).map(|cookie| cookie.value().to_owned());
        let viewer = match &credential {
            Some(credential) => browser::viewer(svc, credential).await?,
            None => None,
        };
        if credential.is_some() && viewer.is_none() {
            news.push(forgotten(secure));
        }
        let credential = credential.filter(|_| viewer.is_some());
        let seed = match request.cookie(SEED) {
            Some(cookie) if !cookie.value().is_empty() => cookie.value().to_owned(),
            _ => {
                let seed = browser::new_seed();
                news.push(cookie(SEED, seed.clone(), secure));
                seed
            }
        };
        Ok(Self { viewer, credential, seed, news })
    }

    pub fn form_token(&self, svc: &Service) -> String {
        browser::form_token(svc, &self.seed, self.credential.as_deref())
    }

    /// The answer with the cookies it has to bring.
    pub fn remembered(&self, mut response: HttpResponse) -> HttpResponse {
        for cookie in &self.news {
            if let Err(error) = response.add_cookie(cookie) {
                tracing::error!(%error, "a cookie could not be written");
            }
        }
        response
    }
}

/// Whether a form came from a page that this visitor was shown.
pub fn is_ours(svc: &Service, visitor: &Visitor, csrf: &str) -> bool {
    browser::is_form_token(svc, csrf, &visitor.seed, visitor.credential.as_deref())
}

fn cookie(name: &'static str, value: String, secure: bool) -> Cookie<'static> {
    Cookie::build(name, value).path("/demo").http_only(true).same_site(SameSite::Lax).secure(secure).finish()
}

fn forgotten(secure: bool) -> Cookie<'static> {
    let mut gone = cookie(SESSION, String::new(), secure);
    gone.make_removal();
    gone
}

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage<'a> {
    site_name: &'a str,
    csrf: String,
    email: &'a str,
    error: Option<&'a str>,
}

/// What the form brings.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Credentials {
    csrf: String,
    email: String,
    password: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SignOut {
    csrf: String,
}

async fn sign_in_page(
    request: HttpRequest,
    svc: Data<Service>,
    demo: Data<Article>,
) -> Result<HttpResponse, PageError> {
    let visitor = Visitor::of(&request, &svc).await?;
    form(&svc, &demo, &visitor, StatusCode::OK, "", None).await
}

async fn form(
    svc: &Data<Service>,
    demo: &Article,
    visitor: &Visitor,
    status: StatusCode,
    email: &str,
    error: Option<&str>,
) -> Result<HttpResponse, PageError> {
    let site = actions::front(svc, &demo.site).await?;
    let page = SignInPage { site_name: &site.name, csrf: visitor.form_token(svc), email, error };
    Ok(visitor.remembered(show(status, &page)?))
}

async fn sign_in_visitor(
    request: HttpRequest,
    svc: Data<Service>,
    demo: Data<Article>,
    written: Form<Credentials>,
) -> Result<HttpResponse, PageError> {
    let visitor = Visitor::of(&request, &svc).await?;
    let Credentials { csrf, email, password } = written.into_inner();
    if !is_ours(&svc, &visitor, &csrf) {
        let error = Some("This page was open for too long, or cookies are switched off. Please try again.");
        return form(&svc, &demo, &visitor, StatusCode::FORBIDDEN, &email, error).await;
    }
    let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    match browser::start_session(&svc, &email, &password, agent).await {
        Ok(credential) => {
            let mut session = cookie(SESSION, credential, demo.url.starts_with("https://"));
            session.set_max_age(SIGNED_IN_FOR);
            let mut response = visitor.remembered(elsewhere(FORM));
            response.add_cookie(&session).map_err(|error| PageError::internal(&error.to_string()))?;
            Ok(response)
        }
        Err(Error::Unauthenticated) => {
            let error = Some("The email address or the password is not right.");
            form(&svc, &demo, &visitor, StatusCode::UNAUTHORIZED, &email, error).await
        }
        Err(Error::Busy) => {
            let error = Some("Many people are signing in at the moment. Please try again in a minute.");
            form(&svc, &demo, &visitor, StatusCode::SERVICE_UNAVAILABLE, &email, error).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn sign_out(
    request: HttpRequest,
    svc: Data<Service>,
    demo: Data<Article>,
    written: Form<SignOut>,
) -> Result<HttpResponse, PageError> {
    let visitor = Visitor::of(&request, &svc).await?;
    if !is_ours(&svc, &visitor, &written.csrf) {
        let detail = "This page was open for too long. Go back to the article, load it again, and sign out there.";
        return Err(PageError::new(StatusCode::FORBIDDEN, "You are still signed in", detail));
    }
    if let Some(viewer) = visitor.viewer.clone() {
        sign_in::end(&svc, viewer).await?;
    }
    let mut response = elsewhere(FORM);
    let gone = forgotten(demo.url.starts_with("https://"));
    response.add_cookie(&gone).map_err(|error| PageError::internal(&error.to_string()))?;
    Ok(response)
}
