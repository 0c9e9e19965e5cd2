//! The HTTP server.

use std::net::TcpListener;

use actix_web::dev::ServerHandle;
use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::{App, HttpServer, web};
use ipnet::IpNet;

use super::cache::ThreadCache;
use super::cors::by_site_origins;
use super::extract::TrustedProxies;
use super::limits::{Limits, limit};
use super::live::Streams;
use super::observe::observe;
use super::pages;
use super::routes;
use crate::actions::Shared;
use crate::model::article::Article;

/// What the server is told beside the service.
pub struct Settings {
    pub workers: usize,
    pub trusted_proxies: Vec<IpNet>,
    /// The article of a demo, shown at `/demo`.
    pub demo: Option<Article>,
}

/// Serves on the listener until the returned handle stops it; what is being answered then is answered.
/// Errors: the listener cannot be used.
pub fn serve(
    svc: Shared,
    listener: TcpListener,
    settings: Settings,
) -> std::io::Result<(ServerHandle, impl Future<Output = std::io::Result<()>>)> {
    let svc = web::Data::from(svc);
    let proxies = web::Data::new(TrustedProxies(settings.trusted_proxies));
    let limits = svc.rate_limits.then(|| web::Data::new(Limits::default()));
    let threads = web::Data::new(ThreadCache::default());
    let streams = web::Data::new(Streams::default());
    let demo = settings.demo.map(web::Data::new);
    let server = HttpServer::new(move || {
        let mut app = App::new();
        if let Some(limits) = &limits {
            app = app.app_data(limits.clone());
        }
        // The last one is the outermost.
        app.app_data(svc.clone())
            .app_data(proxies.clone())
            .app_data(threads.clone())
            .app_data(streams.clone())
            .wrap(from_fn(limit))
            .wrap(from_fn(pages::in_readers_words))
            .wrap(by_site_origins(svc.clone()))
            .wrap(
                DefaultHeaders::new()
                    .add(("X-Content-Type-Options", "nosniff"))
                    .add(("Referrer-Policy", "no-referrer"))
                    .add(("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"))
                    .add(("Cross-Origin-Resource-Policy", "cross-origin")),
            )
            .wrap(from_fn(observe))
            .configure(|config| demo.iter().for_each(|demo| pages::demo::configure(config, demo)))
            .configure(routes::configure)
    })
    .workers(settings.workers)
    .disable_signals()
    .shutdown_timeout(20)
    .listen(listener)?
    .run();
    Ok((server.handle(), server))
}
