//! `postil demo`

use std::net::{SocketAddr, TcpListener};

use tempfile::TempDir;

use super::seed::{Login, Seeds, load, print_logins};
use super::serve::serve;
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, RawConfig};

/// The demo's data. Removed when dropped.
pub(super) struct Folder {
    _data: TempDir,
}

impl Folder {
    /// Makes the folder, and lets no setting lead to other data or real mail.
    pub fn make(settings: &mut RawConfig) -> Result<Self, String> {
        let data = tempfile::Builder::new().prefix("postil-demo-").tempdir();
        let data = data.map_err(|error| format!("cannot make a folder for the demo's data: {error}"))?;
        let path = data.path().display();
        settings.data_dir = Some(path.to_string());
        settings.database_url = Some(format!("sqlite://{path}/postil.db"));
        settings.smtp_url = Some(format!("file://{path}/mail"));
        if settings.config.is_none() {
            // A real server's postil.toml may be here, with its public address.
            let nothing = data.path().join("postil.toml");
            std::fs::write(&nothing, "").map_err(|error| format!("cannot write {}: {error}", nothing.display()))?;
            settings.config = Some(nothing);
        }
        if settings.log.is_none() && std::env::var_os("POSTIL_LOG").is_none() {
            // What the demo says of itself shall not scroll away.
            settings.log = Some("warn".to_owned());
        }
        Ok(Self { _data: data })
    }
}

pub(super) async fn run(mut config: Config) -> Result<i32, String> {
    config.listen = free(config.listen);
    let seeds = Seeds::shipped()?;
    let app = App::build(&config, Clock::system()).map_err(|error| error.to_string())?;
    let origin = app.public_url().to_owned();
    let loaded = load(&config, &seeds, &origin, Clock::system().now()).await?;
    print(&config, &origin, &loaded.logins);
    serve(app.with_demo(loaded.article)).await
}

/// The address, or any free port of it if somebody else has it: a demo is to be seen, wherever.
fn free(wanted: SocketAddr) -> SocketAddr {
    match TcpListener::bind(wanted) {
        Ok(_) => wanted,
        Err(_) => SocketAddr::new(wanted.ip(), 0),
    }
}

fn print(config: &Config, origin: &str, logins: &[Login]) {
    println!();
    println!("  The article with its comments  {origin}/demo");
    println!("  The API, to be tried           {origin}/docs/");
    println!("  Mail is written to             {}", config.data_dir.join("mail").display());
    println!();
    println!("Who can sign in, and with which password:");
    print_logins(logins);
    println!();
    println!("Ctrl-C stops it, and removes all of this.");
    println!();
}
