//! What the server tells about itself: its log and its metrics.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

mod metrics;

pub use metrics::Metrics;

/// Sends the log to standard error; standard output stays free for what commands print.
///
/// Errors: `filter` is not a list of directives, or the log has been set up before.
pub fn init_logs(format: LogFormat, filter: &str) -> Result<(), String> {
    let filter = EnvFilter::builder().parse(filter).map_err(|error| format!("log filter {filter:?}: {error}"))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match format {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| format!("the log cannot be set up: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_cannot_be_read_is_refused_with_its_text() {
        let refused = init_logs(LogFormat::Text, "postil=loud").expect_err("no such level");
        assert!(refused.contains("postil=loud"), "{refused}");
    }

    #[test]
    fn the_log_is_set_up_once() {
        init_logs(LogFormat::Json, "off").ok();
        let again = init_logs(LogFormat::Json, "off").expect_err("the log is set up");
        assert!(again.starts_with("the log cannot be set up"), "{again}");
    }
}
