//! What a guest wants to be remembered by the form: name, address, website. It stays in the browser.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{HeaderValue, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

const NAME: &str = "postil-guest";
const KEPT: Duration = Duration::days(365);

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Guest {
    pub name: String,
    pub email: String,
    pub website: String,
}

/// `None`: nobody is remembered.
pub fn of(request: &HttpRequest) -> Option<Guest> {
    let bytes = URL_SAFE_NO_PAD.decode(request.cookie(NAME)?.value()).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Remembers the guest, or forgets whoever was.
pub fn set(response: &mut HttpResponse, guest: Option<&Guest>, secure: bool) {
    let value = guest.and_then(|guest| serde_json::to_vec(guest).ok()).map(|json| URL_SAFE_NO_PAD.encode(json));
    // Inside of another site's page browsers send it only so.
    let same_site = if secure { SameSite::None } else { SameSite::Lax };
    let mut cookie = Cookie::build(NAME, value.clone().unwrap_or_default())
        .path("/embed/")
        .http_only(true)
        .secure(secure)
        .same_site(same_site)
        .max_age(KEPT)
        .finish();
    if value.is_none() {
        cookie.make_removal();
    }
    let partitioned = if secure { "; Partitioned" } else { "" };
    if let Ok(header) = HeaderValue::from_str(&format!("{cookie}{partitioned}")) {
        response.headers_mut().append(SET_COOKIE, header);
    }
}
