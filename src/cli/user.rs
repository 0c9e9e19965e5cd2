//! `postil user create`

use std::io::BufRead;

use crate::actions::create_user::{self, NewUser};
use crate::app::service;
use crate::clock::Clock;
use crate::config::Config;
use crate::model::account::Role;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Makes an account for somebody who runs the service.
    Create {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        /// administrator or moderator
        #[arg(long, value_parser = staff_role)]
        role: Role,
        /// The slug of the site that a moderator looks after.
        #[arg(long)]
        site: Option<String>,
        /// Read the password from the first line of standard input.
        #[arg(long, required = true)]
        password_stdin: bool,
    },
}

fn staff_role(text: &str) -> Result<Role, String> {
    match Role::parse(text) {
        Ok(role @ (Role::Administrator | Role::Moderator)) => Ok(role),
        _ => Err("must be administrator or moderator".to_owned()),
    }
}

pub(super) async fn run(config: &Config, command: Command) -> Result<i32, String> {
    let Command::Create { email, name, role, site, password_stdin: _ } = command;
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password).map_err(|error| error.to_string())?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    let svc = service(config, Clock::system(), "http://localhost").map_err(|error| error.to_string())?;
    let new = NewUser { email, name, role, site, password };
    let id = create_user::run(&svc, new).await.map_err(|error| error.to_string())?;
    println!("account {id} made");
    Ok(0)
}
