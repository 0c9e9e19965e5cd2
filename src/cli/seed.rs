//! `postil seed DIR`

use std::path::PathBuf;

use crate::app::public_url;
use crate::clock::Clock;
use crate::config::Config;

mod files;
mod load;

pub(super) use files::Seeds;
pub(super) use load::{Login, load};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A folder with site.toml, article.toml, article.html, people.toml and comments.toml.
    folder: PathBuf,
}

pub(super) async fn run(config: &Config, arguments: Arguments) -> Result<i32, String> {
    let seeds = Seeds::read(&arguments.folder)?;
    let origin = public_url(config, config.listen);
    let loaded = load(config, &seeds, &origin, Clock::system().now()).await?;
    println!("site {} made, with {} comments under {}", loaded.article.site, seeds.comments.len(), loaded.article.url);
    print_logins(&loaded.logins);
    Ok(0)
}

pub(super) fn print_logins(logins: &[Login]) {
    for Login { name, email, role, password } in logins {
        println!("  {:<13}  {email:<30}  {password}  {name}", role.as_str());
    }
}
