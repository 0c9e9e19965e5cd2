//! The HTTP server.

use std::net::TcpListener;

use actix_web::dev::ServerHandle;
use actix_web::middleware::DefaultHeaders;
use actix_web::{App, HttpServer, web};
use ipnet::IpNet;

use super::extract::TrustedProxies;
use super::routes;
use crate::actions::Shared;

/// What the server is told beside the service.
pub struct Settings {
    pub workers: usize,
    pub trusted_proxies: Vec<IpNet>,
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
    let server = HttpServer::new(move || {
        App::new()
            .app_data(svc.clone())
            .app_data(proxies.clone())
            .wrap(
                DefaultHeaders::new()
                    .add(("X-Content-Type-Options", "nosniff"))
                    .add(("Referrer-Policy", "no-referrer"))
                    .add(("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")),
            )
            .configure(routes::configure)
    })
    .workers(settings.workers)
    .disable_signals()
    .shutdown_timeout(20)
    .listen(listener)?
    .run();
    Ok((server.handle(), server))
}
