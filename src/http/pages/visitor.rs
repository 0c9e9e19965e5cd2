//! Who looks at a page: the cookies, the session they stand for, and the language.

use std::future::Future;
use std::pin::Pin;

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderValue, SET_COOKIE};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};

use super::PageError;
use super::words::Words;
use crate::actions::{Service, Viewer, browser};
use crate::http::extract;
use crate::model::locale::Locale;
use crate::model::preferences::Preferences;

/// How long a browser keeps who wants to see everything at once at the desk.
const KEPT: Duration = Duration::days(365);

/// As long as a session that is not used.
const SIGNED_IN_FOR: Duration = Duration::days(30);

/// Whoever looks at a page. Handlers take it as an argument, and send every answer through [`Visitor::remembered`].
pub struct Visitor {
    /// `None`: nobody is signed in.
    pub viewer: Option<Viewer>,
    pub w: Words,
    /// Path and query of what is looked at; of a form that was sent, nothing.
    here: String,
    credential: Option<String>,
    seed: String,
    /// The account that wants nothing veiled at the desk, as the browser keeps it.
    unveiled: Option<String>,
    jar: Jar,
    /// The browser had a cookie of ours.
    is_known: bool,
    /// Whether a page of ours sent the request, as far as the browser says.
    from_own_page: Option<bool>,
    /// Cookies that the browser does not have yet, or has to forget.
    news: Vec<HeaderValue>,
}

/// How cookies are called and sent. Those of pages inside other sites' pages are a set of their own, kept by each of these
/// sites apart: browsers send no others there.
#[derive(Debug, Clone, Copy)]
struct Jar {
    secure: bool,
    framed: bool,
}

impl Jar {
    fn of(request: &HttpRequest, svc: &Service) -> Self {
        Self { secure: svc.public_url.starts_with("https://"), framed: extract::path(request).starts_with("/embed/") }
    }

    /// By plain HTTP, on a developer's machine, there is no third party and one set will do.
    const fn session(self) -> &'static str {
        match (self.secure, self.framed) {
            (true, true) => "__Host-postil-framed",
            (true, false) => "__Host-postil",
            (false, _) => "postil",
        }
    }

    const fn seed(self) -> &'static str {
        match (self.secure, self.framed) {
            (true, true) => "__Host-postil-framed-seed",
            (true, false) => "__Host-postil-seed",
            (false, _) => "postil-seed",
        }
    }

    const fn unveiled(self) -> &'static str {
        if self.secure { "__Host-postil-unveiled" } else { "postil-unveiled" }
    }

    fn cookie(self, name: &'static str, value: String) -> Cookie<'static> {
        let same_site = if self.secure && self.framed { SameSite::None } else { SameSite::Lax };
        Cookie::build(name, value).path("/").http_only(true).same_site(same_site).secure(self.secure).finish()
    }

    fn session_cookie(self, credential: String) -> Cookie<'static> {
        let mut cookie = self.cookie(self.session(), credential);
        cookie.set_max_age(SIGNED_IN_FOR);
        cookie
    }

    fn header(self, cookie: &Cookie<'_>) -> Option<HeaderValue> {
        let partitioned = if self.secure && self.framed { "; Partitioned" } else { "" };
        HeaderValue::from_str(&format!("{cookie}{partitioned}")).ok()
    }
}

impl Visitor {
    pub async fn of(request: &HttpRequest, svc: &Data<Service>) -> Result<Self, PageError> {
        let jar = Jar::of(request, svc);
        let mut news = Vec::new();
        let mut cookies = vec![jar.session()];
        if jar.framed {
            // Where the browser sends it, the session of the service's own pages is as good.
            cookies.push(Jar { framed: false, ..jar }.session());
        }
        let mut signed_in = None;
        for credential in cookies.into_iter().filter_map(|name| request.cookie(name)) {
            let credential = credential.value().to_owned();
            if let Some((viewer, is_prolonged)) = browser::viewer(svc, &credential).await? {
                if is_prolonged {
                    news.extend(jar.header(&jar.session_cookie(credential.clone())));
                }
                signed_in = Some((viewer, credential));
                break;
            }
        }
        if signed_in.is_none() && request.cookie(jar.session()).is_some() {
            news.extend(forgotten(jar));
        }
        let mut is_known = true;
        let seed = match request.cookie(jar.seed()) {
            Some(cookie) if !cookie.value().is_empty() => cookie.value().to_owned(),
            _ => {
                is_known = signed_in.is_some();
                let seed = browser::new_seed();
                news.extend(jar.header(&jar.cookie(jar.seed(), seed.clone())));
                seed
            }
        };
        let from_own_page = extract::from_own_page(request, &svc.public_url);
        let (viewer, credential) = signed_in.unzip();
        let w = Words(locale(request, viewer.as_ref()));
        let here = match *request.method() {
            Method::GET => request.uri().path_and_query().map_or("", |here| here.as_str()).to_owned(),
            _ => String::new(),
        };
        let unveiled = request.cookie(jar.unveiled()).map(|cookie| cookie.value().to_owned());
        Ok(Self { viewer, w, here, credential, seed, unveiled, jar, is_known, from_own_page, news })
    }

    /// The same, in the language of the page from which the form came.
    pub fn speaking(self, lang: &str) -> Self {
        Self { w: Locale::preferred(lang).map_or(self.w, Words), ..self }
    }

    /// What each form carries in its field `csrf`.
    pub fn csrf(&self, svc: &Service) -> String {
        browser::form_token(svc, &self.seed, self.credential.as_deref())
    }

    /// Whether a form came from a page that this visitor was shown.
    pub fn sent(&self, svc: &Service, csrf: &str) -> bool {
        browser::is_form_token(svc, csrf, &self.seed, self.credential.as_deref())
    }

    /// Whether this browser was shown anything before, so that pages differ for it.
    pub const fn is_known(&self) -> bool {
        self.is_known
    }

    /// Somebody of whom nothing is known, who reads the same language: for pages that are the same for all.
    pub fn as_stranger(&self) -> Self {
        Self {
            viewer: None,
            w: self.w,
            here: String::new(),
            credential: None,
            seed: String::new(),
            unveiled: None,
            jar: self.jar,
            is_known: false,
            from_own_page: None,
            news: Vec::new(),
        }
    }

    /// As [`Self::sent`]. A guest's form may also be from a page that was the same for all: who is not signed in can do
    /// nothing by such a form that a stranger could not do as well. But other sites' pages are not to use their visitors'
    /// networks for it.
    pub fn sent_maybe_as_guest(&self, svc: &Service, csrf: &str) -> bool {
        let is_guests = self.credential.is_none() && csrf == browser::form_token(svc, "", None);
        self.sent(svc, csrf) || (is_guests && self.from_own_page != Some(false))
    }

    /// Whether the browser says that a page of ours sent the request: for what puts a session into a browser.
    pub fn is_from_own_page(&self) -> bool {
        self.from_own_page == Some(true)
    }

    /// Errors: 403 for a form from elsewhere.
    pub fn must_have_sent(&self, svc: &Service, csrf: &str) -> Result<(), PageError> {
        if self.sent(svc, csrf) { Ok(()) } else { Err(PageError::stale_form()) }
    }

    /// Whoever is signed in. Errors: the way to sign in, and back to this page.
    pub fn signed_in(&self) -> Result<Viewer, PageError> {
        self.viewer.clone().ok_or_else(|| PageError::sign_in(&self.here))
    }

    /// The answer with the cookies it has to bring.
    pub fn remembered(&self, mut response: HttpResponse) -> HttpResponse {
        for cookie in &self.news {
            response.headers_mut().append(SET_COOKIE, cookie.clone());
        }
        response
    }

    /// The account that the browser keeps as one that wants nothing veiled.
    pub fn kept_unveiled(&self) -> Option<&str> {
        self.unveiled.as_deref()
    }

    /// The answer after which the browser keeps that account, or none, as one that wants nothing veiled.
    pub fn keeping_unveiled(&self, response: HttpResponse, account: Option<String>) -> HttpResponse {
        let mut cookie = self.jar.cookie(self.jar.unveiled(), account.clone().unwrap_or_default());
        match account {
            Some(_) => cookie.set_max_age(KEPT),
            None => cookie.make_removal(),
        }
        let mut response = self.remembered(response);
        if let Some(header) = self.jar.header(&cookie) {
            response.headers_mut().append(SET_COOKIE, header);
        }
        response
    }

    /// The answer after which the browser is signed in by `credential`.
    pub fn signing_in(&self, response: HttpResponse, credential: String) -> HttpResponse {
        let session = self.jar.session_cookie(credential);
        let mut response = self.remembered(response);
        if let Some(header) = self.jar.header(&session) {
            response.headers_mut().append(SET_COOKIE, header);
        }
        response
    }

    /// The answer after which the browser is not signed in.
    pub fn signing_out(&self, response: HttpResponse) -> HttpResponse {
        let mut response = self.remembered(response);
        if let Some(header) = forgotten(self.jar) {
            response.headers_mut().append(SET_COOKIE, header);
        }
        response
    }
}

fn forgotten(jar: Jar) -> Option<HeaderValue> {
    let mut gone = jar.cookie(jar.session(), String::new());
    gone.make_removal();
    jar.header(&gone)
}

/// What the address asks for (`lang`), else the account's choice, else what the browser prefers.
pub fn locale(request: &HttpRequest, viewer: Option<&Viewer>) -> Locale {
    let query = url::form_urlencoded::parse(request.query_string().as_bytes());
    let asked = query.filter(|(name, _)| name == "lang").find_map(|(_, value)| Locale::preferred(&value));
    let chosen = || {
        let preferences: Preferences = serde_json::from_str(&viewer?.account.preferences).ok()?;
        preferences.locale
    };
    let preferred = || Locale::preferred(request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?);
    asked.or_else(chosen).or_else(preferred).unwrap_or_default()
}

impl FromRequest for Visitor {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let svc = request.app_data::<Data<Service>>().cloned();
            let svc = svc.ok_or_else(|| PageError::internal("pages have no service"))?;
            Ok(Self::of(&request, &svc).await?)
        })
    }
}
