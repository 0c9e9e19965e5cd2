//! `postil serve`

use std::io::Write;

use tokio::signal::unix::{SignalKind, signal};

use crate::actions::setup;
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;

pub(super) async fn run(config: &Config) -> Result<i32, String> {
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    let app = App::build(config, Clock::system()).map_err(|error| error.to_string())?;
    if let Some(token) = setup::begin(&app.service()).await.map_err(|error| error.to_string())? {
        let to = format!("{}/setup?token={}", app.public_url(), token.expose());
        tracing::warn!("there is no account yet: make the first administrator at {to}");
    }
    serve(app).await
}

/// Says where it listens, and serves until it is told to stop.
pub(super) async fn serve(app: App) -> Result<i32, String> {
    let address = app.local_address().map_err(|error| error.to_string())?;
    let mut terminate = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(|error| error.to_string())?;
    let mut out = std::io::stdout();
    writeln!(out, "listening on http://{address}").and_then(|()| out.flush()).map_err(|error| error.to_string())?;
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
    };
    app.run(stop).await.map_err(|error| error.to_string())?;
    Ok(0)
}
