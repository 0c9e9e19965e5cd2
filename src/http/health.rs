//! For those who run the server: is it alive, is it ready, what does it count.

use std::net::TcpListener;

use actix_web::dev::ServerHandle;
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};

use super::error::Problem;
use crate::actions::{Service, Shared, keep_house};

/// Permission: anyone.
pub async fn healthy() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// 503 while the database does not answer. Permission: anyone.
pub async fn ready(svc: Data<Service>) -> Result<HttpResponse, Problem> {
    keep_house::ready(&svc).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"))
}

async fn metrics(svc: Data<Service>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(svc.metrics.render())
}

/// Serves `/metrics` on a listener of its own, which readers cannot reach.
/// Errors: the listener cannot be used.
pub fn serve_metrics(
    svc: Shared,
    listener: TcpListener,
) -> std::io::Result<(ServerHandle, impl Future<Output = std::io::Result<()>>)> {
    let svc = Data::from(svc);
    let server = HttpServer::new(move || App::new().app_data(svc.clone()).route("/metrics", web::get().to(metrics)))
        .workers(1)
        .disable_signals()
        .listen(listener)?
        .run();
    Ok((server.handle(), server))
}
