//! `postil doctor`

use crate::app::service;
use crate::clock::Clock;
use crate::config::Config;
use crate::store::log::{self, Broken, Verified};
use crate::store::{StoreError, doctor};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Rebuild the counters that are wrong.
    #[arg(long)]
    repair: bool,
    /// Follow the chain of every site's log of decisions, and name the first row that is not as it was written.
    #[arg(long)]
    verify_log: bool,
}

/// Exit code 1 if something is wrong and was not mended.
pub(super) async fn run(config: &Config, arguments: Arguments) -> Result<i32, String> {
    let svc = service(config, Clock::system(), "http://localhost").map_err(|error| error.to_string())?;
    let text = |error: StoreError| error.to_string();
    if arguments.repair {
        svc.store.write(doctor::mend).await.map_err(text)?;
    }
    let examined = svc.store.read(doctor::examine).await.map_err(text)?;
    let mut code = 0;
    for rule in examined {
        if rule.broken.is_empty() {
            println!("ok    {}", rule.what);
            continue;
        }
        code = 1;
        let first: Vec<String> = rule.broken.iter().take(5).map(ToString::to_string).collect();
        let advice = if rule.mendable { "; postil doctor --repair rebuilds it" } else { "" };
        println!("WRONG {}: {} rows, such as {}{advice}", rule.what, rule.broken.len(), first.join(", "));
    }
    if arguments.verify_log {
        for verified in svc.store.read(log::verify).await.map_err(text)? {
            code = code.max(tell(&verified));
        }
    }
    Ok(code)
}

fn tell(verified: &Verified) -> i32 {
    let Verified { site, rows, head, broken } = verified;
    let Some(Broken { sequence, id, what }) = broken else {
        println!("ok    the log of {site}: {rows} rows, the last of hash {head}");
        return 0;
    };
    let id = id.map_or_else(String::new, |id| format!(" (decision {id})"));
    println!("WRONG the log of {site}: row {sequence}{id} {what}");
    1
}
