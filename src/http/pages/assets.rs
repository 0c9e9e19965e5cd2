//! The pages' style sheets, scripts and icon, inside the binary. Their addresses change with their content, so that a browser may
//! keep them for good.

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, ETAG, EntityTag, IF_NONE_MATCH, IfNoneMatch, VARY};
use actix_web::web::{Path, ServiceConfig};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};

use super::{PageError, get, page_at};
use crate::http::packed::{Effort, Packed};

pub struct Asset {
    name: &'static str,
    content_type: &'static str,
    content: Packed,
    /// The beginning of the content's SHA-256 in hex.
    hash: String,
    /// Where it is, with the hash.
    pub href: String,
}

macro_rules! assets {
    ($($(#[$doc:meta])* $constant:ident $name:literal $content_type:literal $($file:literal)+;)+) => {
        $($(#[$doc])* pub static $constant: LazyLock<Asset> = LazyLock::new(|| {
            Asset::new($name, $content_type, &[$(include_bytes!(concat!("../assets/", $file))),+])
        });)+

        fn find(name: &str) -> Option<&'static Asset> {
            [$(&*$constant),+].into_iter().find(|asset| asset.name == name)
        }
    };
}

assets! {
    STYLE "postil.css" "text/css; charset=utf-8" "base.css" "postil.css" "account.css";
    THREAD_STYLE "thread.css" "text/css; charset=utf-8" "base.css" "thread.css";
    /// Besides `STYLE`, at the desk.
    DESK_STYLE "desk.css" "text/css; charset=utf-8" "desk.css" "people.css" "office.css";
    ICON "favicon.svg" "image/svg+xml" "favicon.svg";
    /// Sends forms and puts what comes back in its place; other modules import it.
    LIVE "live.js" "text/javascript; charset=utf-8" "live.js";
    THREAD "thread.js" "text/javascript; charset=utf-8" "thread.js";
    DESK "desk.js" "text/javascript; charset=utf-8" "desk.js";
    HAND_OVER "hand-over.js" "text/javascript; charset=utf-8" "hand-over.js";
    /// What articles include.
    LOADER "embed.js" "text/javascript; charset=utf-8" "embed.js";
}

impl Asset {
    fn new(name: &'static str, content_type: &'static str, files: &[&[u8]]) -> Self {
        let content = files.concat();
        let digest = Sha256::digest(&content);
        let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let href = format!("/assets/{name}?v={hash}");
        Self { name, content_type, content: Packed::of(content, Effort::High), hash, href }
    }
}

pub fn configure(config: &mut ServiceConfig) {
    config
        .service(page_at("/assets/{name}", "GET, HEAD").route(get().to(asset)))
        .service(page_at("/embed.js", "GET, HEAD").route(get().to(loader)));
}

/// The loader at the address that articles name; it is looked at again after an hour.
async fn loader(request: HttpRequest) -> Result<HttpResponse, PageError> {
    served(&request, &LOADER, "public, max-age=3600")
}

async fn asset(request: HttpRequest, name: Path<String>) -> Result<HttpResponse, PageError> {
    let asset = find(&name).ok_or_else(PageError::nowhere)?;
    let by_content = request.query_string().strip_prefix("v=") == Some(asset.hash.as_str());
    served(&request, asset, if by_content { "public, max-age=31536000, immutable" } else { "no-cache" })
}

fn served(request: &HttpRequest, asset: &'static Asset, keep: &'static str) -> Result<HttpResponse, PageError> {
    let tag = EntityTag::new_weak(asset.hash.clone());
    let known = match request.get_header::<IfNoneMatch>() {
        Some(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Some(IfNoneMatch::Any) => request.headers().contains_key(IF_NONE_MATCH),
        None => false,
    };
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((CACHE_CONTROL, keep)).insert_header((ETAG, tag)).insert_header((VARY, "Accept-Encoding"));
    if known {
        return Ok(response.finish());
    }
    let (encoding, body) = asset.content.accepted(request);
    if let Some(encoding) = encoding {
        response.insert_header((CONTENT_ENCODING, encoding));
    }
    Ok(response.content_type(asset.content_type).body(body.clone()))
}
