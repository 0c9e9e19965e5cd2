//! The command line. A file a command; each returns its exit code or one line that says what is wrong.

mod demo;
mod doctor;
mod mail;
mod migrate;
mod seed;
mod serve;
mod site;
mod user;

use clap::{Parser, Subcommand};

use crate::config::{Config, RawConfig};
use crate::telemetry;

/// Self-hosted comments and moderation for news sites.
#[derive(Parser)]
#[command(name = "postil", version)]
struct Cli {
    #[command(flatten)]
    settings: RawConfig,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves an article with comments in every state, from data that is gone when it stops.
    Demo,
    /// Applies missing migrations and serves.
    Serve,
    /// Applies missing migrations.
    Migrate,
    /// Checks that the counters agree with the rows.
    Doctor(doctor::Arguments),
    /// Mails that are owed, sent or given up.
    #[command(subcommand)]
    Mail(mail::Command),
    /// Loads a site, an article, people and comments.
    Seed(seed::Arguments),
    /// Sites.
    #[command(subcommand)]
    Site(site::Command),
    /// People who run the service.
    #[command(subcommand)]
    User(user::Command),
}

/// Runs what the command line asks for; the exit code.
pub fn run() -> i32 {
    let Cli { mut settings, command } = Cli::parse();
    let demo = match command {
        Command::Demo => demo::Folder::make(&mut settings).map(Some),
        _ => Ok(None),
    };
    // Kept to the end: dropping the folder removes it.
    let (_demo, begun) = match demo {
        Ok(folder) => (folder, start(settings)),
        Err(error) => (None, Err(error)),
    };
    match begun.and_then(|(config, runtime)| {
        runtime.block_on(async {
            match command {
                Command::Demo => demo::run(config).await,
                Command::Serve => serve::run(&config).await,
                Command::Migrate => migrate::run(&config),
                Command::Doctor(arguments) => doctor::run(&config, arguments).await,
                Command::Mail(command) => mail::run(&config, command).await,
                Command::Seed(arguments) => seed::run(&config, arguments).await,
                Command::Site(command) => site::run(&config, command).await,
                Command::User(command) => user::run(&config, command).await,
            }
        })
    }) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("postil: {message}");
            2
        }
    }
}

fn start(settings: RawConfig) -> Result<(Config, tokio::runtime::Runtime), String> {
    let config = settings.load().map_err(|error| error.to_string())?;
    telemetry::init_logs(config.log_format, &config.log_filter)?;
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        return Err("another TLS provider is installed already".to_owned());
    }
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    Ok((config, runtime))
}
