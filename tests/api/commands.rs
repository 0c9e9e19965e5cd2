//! The program's commands as a person runs them.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use crate::app::{Backend, raw_config};

/// The seeds, wherever a command runs: tests start in the package's folder.
fn seeds() -> String {
    std::env::current_dir().expect("the package").join("seeds").to_str().expect("UTF-8").to_owned()
}

#[test]
fn seeds_load_once_on_sqlite() {
    seeds_load_once(Backend::Sqlite);
}

#[test]
fn seeds_load_once_on_postgres() {
    seeds_load_once(Backend::Postgres);
}

/// The program with none of the caller's settings, its data in `folder`.
pub fn postil(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("POSTIL_") {
            command.env_remove(name);
        }
    }
    command.env("POSTIL_DATA_DIR", folder).env("POSTIL_LOG", "warn").current_dir(folder);
    command
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), output.stderr.as_slice()].concat()).into_owned()
}

fn seeds_load_once(backend: Backend) {
    let folder = tempfile::tempdir().expect("a folder");
    let database = raw_config(backend, folder.path()).database_url;
    let run = |arguments: &[&str]| {
        let mut command = postil(folder.path());
        if let Some(url) = &database {
            command.env("POSTIL_DATABASE_URL", url);
        }
        command.args(arguments).output().expect("it runs")
    };
    let wrong = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(seeds()).expect("seeds") {
        let entry = entry.expect("an entry");
        std::fs::copy(entry.path(), wrong.path().join(entry.file_name())).expect("copied");
    }
    std::fs::write(wrong.path().join("people.toml"), "[[person]]\nkey = \"zoe\"\n").expect("written");
    let refused = run(&["seed", wrong.path().to_str().expect("UTF-8")]);
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused));
    assert!(text(&refused).contains("people.toml") && text(&refused).contains("name"), "{}", text(&refused));

    let loaded = run(&["seed", &seeds()]);
    assert_eq!(loaded.status.code(), Some(0), "{}", text(&loaded));
    assert!(text(&loaded).contains("ines.oakley@example.org"), "{}", text(&loaded));
    let doctor = run(&["doctor"]);
    assert_eq!(doctor.status.code(), Some(0), "{}", text(&doctor));
    let doctor = run(&["doctor", "--verify-log"]);
    assert_eq!(doctor.status.code(), Some(0), "{}", text(&doctor));
    assert!(text(&doctor).contains("ok    the log of "), "{}", text(&doctor));
    let again = run(&["seed", &seeds()]);
    assert_eq!(again.status.code(), Some(2), "{}", text(&again));
    assert!(text(&again).contains("loaded once"), "{}", text(&again));

    let queued = run(&["mail", "list", "--state", "queued"]);
    assert!(text(&queued).contains("reply") && text(&queued).contains("comment_published"), "{}", text(&queued));
    let shown = text(&queued).lines().find(|line| line.contains("reply")).expect("a reply").to_owned();
    let id = shown.split_whitespace().next().expect("an id").to_owned();
    let shown = run(&["mail", "show", &id]);
    assert!(text(&shown).contains("replied to you"), "{}", text(&shown));
    let alive = run(&["mail", "retry", &id]);
    assert_ne!(alive.status.code(), Some(0), "only dead mails are tried again: {}", text(&alive));
}

/// Stops it whatever happens.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[tokio::test]
async fn the_demo_shows_comments_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = postil(folder.path());
    command.env("TMPDIR", folder.path()).env_remove("POSTIL_DATA_DIR");
    let elsewhere = tempfile::tempdir().expect("a folder");
    std::fs::write(elsewhere.path().join("postil.toml"), "public_url = \"https://real.example\"").expect("written");
    command.current_dir(elsewhere.path());
    command.args(["demo", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
    let mut demo = Running(command.spawn().expect("it runs"));
    let mut output = BufReader::new(demo.0.stdout.take().expect("output"));
    let mut said = Vec::new();
    while !said.iter().any(|line: &String| line.starts_with("listening on ")) {
        let mut line = String::new();
        assert_ne!(output.read_line(&mut line).expect("text"), 0, "it ended: {said:?}");
        said.push(line.trim_end().to_owned());
    }
    let url = said.iter().find_map(|line| line.strip_prefix("listening on ")).expect("an address").to_owned();
    assert!(said.iter().any(|line| line.contains("ines.oakley@example.org")), "{said:?}");
    assert!(said.iter().any(|line| line.contains("administrator")), "{said:?}");
    assert!(
        said.iter().any(|line| line.ends_with(&format!("{url}/demo"))),
        "a real server's settings are not its own: {said:?}"
    );
    let page = reqwest::get(format!("{url}/demo")).await.expect("an answer");
    assert_eq!(page.status(), 200);
    let page = page.text().await.expect("a page");
    assert!(page.contains("/embed.js") && page.contains("61,400 cubic metres"), "{page}");

    let stopped = Command::new("kill").args(["-TERM", &demo.0.id().to_string()]).status().expect("kill");
    assert!(stopped.success());
    assert_eq!(demo.0.wait().expect("an end").code(), Some(0));
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").collect();
    assert!(left.is_empty(), "{left:?}");
}
