//! `postil site create`

use crate::actions::create_site::{self, NewSite};
use crate::actions::once::Recorder;
use crate::app::service;
use crate::clock::Clock;
use crate::config::Config;
use crate::model::site::Policy;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Makes a site.
    Create {
        /// Its name in addresses: a-z, 0-9 and dashes.
        #[arg(long)]
        slug: String,
        #[arg(long)]
        name: String,
        /// Where its pages are, such as https://news.example; can be given several times.
        #[arg(long = "origin", required = true)]
        origins: Vec<String>,
        /// Whose comments wait for a moderator: open, first-time or all.
        #[arg(long, value_parser = Policy::parse)]
        policy: Option<Policy>,
    },
}

pub(super) async fn run(config: &Config, command: Command) -> Result<i32, String> {
    let Command::Create { slug, name, origins, policy } = command;
    let svc = service(config, Clock::system(), "http://localhost").map_err(|error| error.to_string())?;
    let new = NewSite { slug, name, origins, policy };
    let site = create_site::run(&svc, new, Recorder::none()).await.map_err(|error| error.to_string())?;
    println!("site {} made", site.slug);
    Ok(0)
}
