//! `postil mail list`, `show` and `retry`

use std::path::PathBuf;

use crate::actions::owed_mails::{self, OwedMail, Shown};
use crate::actions::{Error, Shared};
use crate::app::{dkim, public_url, samples, service};
use crate::clock::Clock;
use crate::config::Config;
use crate::model::ids::MailId;
use crate::model::locale::Locale;
use crate::model::mail::MailState;
use crate::model::page::PageRequest;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Lists mails, newest first.
    List {
        /// queued, sent or dead
        #[arg(long, value_parser = MailState::parse, default_value = "dead")]
        state: MailState,
        /// How many at most.
        #[arg(long, value_parser = clap::value_parser!(i64).range(1..), default_value_t = 100)]
        limit: i64,
    },
    /// Shows one mail: how sending it went, and what it says.
    Show { id: MailId },
    /// Puts dead mails back into the queue; the running server sends them.
    #[command(group(clap::ArgGroup::new("which").required(true)))]
    Retry {
        #[arg(group = "which")]
        id: Option<MailId>,
        /// Every dead mail.
        #[arg(long, group = "which")]
        all_dead: bool,
    },
    /// Writes a sample of every mail into a folder, as messages, HTML and text.
    Samples {
        folder: PathBuf,
        /// en, de, es or fr
        #[arg(long, value_parser = Locale::parse, default_value = "en")]
        locale: Locale,
        /// File with a JSON text on each line: one more set of samples for each, with that text wherever readers write.
        #[arg(long, value_name = "FILE")]
        words: Option<PathBuf>,
    },
    /// Prints the DNS records by which others check the signatures of our mail.
    DkimRecord,
}

pub(super) async fn run(config: &Config, command: Command) -> Result<i32, String> {
    if matches!(command, Command::DkimRecord) {
        let dkim = dkim(config).map_err(|error| error.to_string())?;
        let dkim = dkim.ok_or("mail is not signed: set POSTIL_DKIM_KEYS")?;
        for (name, text) in dkim.records() {
            println!("{name}. IN TXT \"{text}\"");
        }
        return Ok(0);
    }
    let public_url = public_url(config, config.listen);
    if let Command::Samples { folder, locale, words } = &command {
        let count = samples(config, &public_url, folder, *locale, words.as_deref())?;
        println!("{count} mails in {}", folder.display());
        return Ok(0);
    }
    let svc = service(config, Clock::system(), &public_url).map_err(|error| error.to_string())?;
    let done = match command {
        Command::List { state, limit } => list(&svc, state, limit).await,
        Command::Show { id } => owed_mails::show(&svc, id, &public_url).await.map(|shown| print(&shown)),
        Command::Retry { id: Some(id), .. } => {
            owed_mails::retry(&svc, id).await.map(|()| println!("mail {id} is queued again"))
        }
        Command::DkimRecord | Command::Samples { .. } => Ok(()),
        Command::Retry { id: None, .. } => {
            owed_mails::retry_all_dead(&svc).await.map(|count| println!("{count} mails are queued again"))
        }
    };
    done.map(|()| 0).map_err(|error| error.to_string())
}

async fn list(svc: &Shared, state: MailState, limit: i64) -> Result<(), Error> {
    let page = owed_mails::list(svc, state, PageRequest { after: None, limit }).await?;
    for OwedMail { id, kind, recipient, attempts, created_at, last_error, failure, .. } in &page.items {
        let sort = failure.map(|failure| format!("{}: ", failure.as_str())).unwrap_or_default();
        let error = last_error.as_deref().map(|error| format!("  {sort}{error}")).unwrap_or_default();
        println!("{id}  {created_at}  {kind}  {recipient}  attempts {attempts}{error}");
    }
    let more = if page.next.is_some() { "; there are more, see --limit" } else { "" };
    println!("{} mails are {}{more}", page.items.len(), state.as_str());
    Ok(())
}

fn print(Shown { mail, letter }: &Shown) {
    println!("Mail: {}", mail.id);
    println!("State: {}", mail.state.as_str());
    println!("Kind: {}", mail.kind);
    println!("To: {}", mail.recipient);
    println!("Owed since: {}", mail.created_at);
    println!("Attempts: {}", mail.attempts);
    if let Some(error) = &mail.last_error {
        let sort = mail.failure.map(|failure| format!("{}: ", failure.as_str())).unwrap_or_default();
        println!("Last error: {sort}{error}");
    }
    match (mail.state, mail.finished_at) {
        (MailState::Queued, _) => println!("Next attempt: {}", mail.next_attempt_at),
        (MailState::Sent | MailState::Dead, Some(at)) => println!("Finished: {at}"),
        (MailState::Sent | MailState::Dead, None) => {}
    }
    match letter {
        Some(letter) => print!("Subject: {}\n\n{}", letter.subject, letter.text),
        None => println!("\nThere is nothing left to say."),
    }
}
