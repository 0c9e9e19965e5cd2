//! The shape of the house: which room may import which, and the rules that no compiler knows.
//!
//! To let a room use another, change `ROOMS`. What is read is the source text without comments, strings and test code.

#[path = "architecture/source.rs"]
mod source;

use std::collections::BTreeSet;
use std::fs;

use source::{entries, imports, name_of, read, root, rust_files, source_files};

/// Every room and the rooms it may import. A row may only name rows below it, so imports run one way.
const ROOMS: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    ("cli", &["app", "actions", "store", "config", "clock", "telemetry", "model"]),
    (
        "app",
        &[
            "http",
            "jobs",
            "actions",
            "store",
            "notifications",
            "texts",
            "mail",
            "calls",
            "auth",
            "config",
            "clock",
            "telemetry",
            "model",
        ],
    ),
    ("http", &["actions", "moderation", "notifications", "texts", "clock", "telemetry", "model"]),
    ("jobs", &["actions", "store", "notifications", "mail", "calls", "auth", "clock", "telemetry", "model"]),
    ("actions", &["store", "moderation", "notifications", "auth", "clock", "telemetry", "model"]),
    ("store", &["model"]),
    ("moderation", &["model"]),
    ("notifications", &["texts", "mail", "model"]),
    ("texts", &["model"]),
    ("mail", &["model"]),
    ("calls", &["model"]),
    ("auth", &["model"]),
    ("telemetry", &["config", "model"]),
    ("config", &["model"]),
    ("clock", &["model"]),
    ("model", &[]),
];

/// Crates that one room alone may name.
const FENCED_CRATES: &[(&str, &str)] = &[
    ("diesel", "store"),
    ("diesel_async", "store"),
    ("diesel_migrations", "store"),
    ("libsqlite3_sys", "store"),
    ("tokio_postgres", "store"),
    ("tokio_postgres_rustls", "store"),
    ("reqwest", "calls"),
    ("actix_web", "http"),
    ("actix_cors", "http"),
    ("utoipa_actix_web", "http"),
    ("utoipa_swagger_ui", "http"),
];

/// Calls that read the ambient clock, and the one room that may make them.
const AMBIENT_CLOCK: &[&str] = &[
    "SystemTime::now",
    "Instant::now",
    "OffsetDateTime::now_utc",
    "OffsetDateTime::now_local",
    "UtcDateTime::now",
    "Utc::now",
    "Local::now",
    "dsl::now",
];
const CLOCK_ROOM: &str = "clock";

/// Lines of a file under `src`, test code not counted.
const MAX_LINES: usize = 400;

const BACKENDS: [&str; 2] = ["sqlite", "postgres"];

#[test]
fn rooms_import_only_what_the_table_allows() {
    let mut problems = Vec::new();
    for file in source_files() {
        let room = file.room();
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            problems.push(format!("{}: `{room}` is not a room of the table", file.name));
            continue;
        };
        for import in imports(&file.tokens, &file.module_path()) {
            if import.room != room && is_room(&import.room) && !allowed.contains(&import.room.as_str()) {
                problems.push(format!("{}:{}: {room} -> {}", file.name, import.line, import.room));
            }
        }
    }
    none(&problems, "imports that the table ROOMS of tests/architecture.rs does not allow");
}

#[test]
fn the_table_runs_one_way() {
    let mut problems = Vec::new();
    for (index, (room, allowed)) in ROOMS.iter().enumerate() {
        for import in *allowed {
            if !ROOMS.iter().skip(index + 1).any(|(below, _)| below == import) {
                problems.push(format!("{room} -> {import}"));
            }
        }
    }
    none(&problems, "edges of the table ROOMS that do not lead to a row below");
}

#[test]
fn fenced_crates_stay_in_their_room() {
    let mut problems = Vec::new();
    for file in source_files() {
        let room = file.room();
        for token in &file.tokens {
            if let Some((name, home)) = FENCED_CRATES.iter().find(|(name, _)| *name == token.text)
                && *home != room
            {
                problems.push(format!("{}:{}: {room} names {name}, which belongs to {home}", file.name, token.line));
            }
        }
    }
    none(&problems, "crates named outside their room");
}

#[test]
fn only_the_clock_reads_the_time() {
    let mut problems = Vec::new();
    for file in source_files().iter().filter(|file| file.room() != CLOCK_ROOM) {
        for window in file.tokens.windows(3) {
            let call: String = window.iter().map(|token| token.text.as_str()).collect();
            if AMBIENT_CLOCK.contains(&call.as_str()) {
                problems.push(format!("{}:{}: {call}", file.name, window[0].line));
            }
        }
    }
    none(&problems, "readings of the ambient clock (take the time as an argument, or ask `clock::Clock`)");
}

/// A cached test program may be run in another checkout than it was compiled in.
#[test]
fn nothing_keeps_the_folder_it_was_compiled_in() {
    let baked = ["env!(\"CARGO_", "MANIFEST_DIR\")"].concat();
    let problems: Vec<String> = ["src", "tests"]
        .iter()
        .flat_map(|folder| rust_files(folder))
        .filter(|path| read(path).contains(&baked))
        .map(|path| path.display().to_string())
        .collect();
    none(&problems, "paths of the compiling checkout (tests start in the package's folder: a relative path will do)");
}

#[test]
fn no_source_file_is_too_long() {
    let problems: Vec<String> = source_files()
        .iter()
        .filter(|file| file.lines > MAX_LINES)
        .map(|file| format!("{}: {} lines", file.name, file.lines))
        .collect();
    none(&problems, &format!("files of more than {MAX_LINES} lines (is there a second thing in it?)"));
}

#[test]
fn every_migration_exists_for_both_backends() {
    let folders = BACKENDS.map(|backend| root().join("migrations").join(backend));
    let names: BTreeSet<String> =
        folders.iter().flat_map(|folder| entries(folder)).map(|path| name_of(&path)).collect();
    assert!(!names.is_empty(), "no migrations under {} or {}", folders[0].display(), folders[1].display());
    let mut problems = Vec::new();
    for folder in &folders {
        for name in &names {
            for script in ["up.sql", "down.sql"] {
                let path = folder.join(name).join(script);
                if fs::read_to_string(&path).is_ok_and(|sql| !sql.trim().is_empty()) {
                    continue;
                }
                problems.push(format!("{} is missing or empty", path.display()));
            }
        }
    }
    none(&problems, "migrations that are not whole");
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest = read(&root().join("Cargo.toml"));
    let mut in_dependencies = false;
    let mut problems = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            in_dependencies = line.trim_end_matches(']').ends_with("dependencies");
        } else if in_dependencies && is_dependency(line) && !has_reason(line) {
            problems.push(format!("Cargo.toml:{}: {line}", index + 1));
        }
    }
    none(&problems, "dependencies without a `# reason` on their line");
}

/// Whether a line of a dependencies section starts an entry, rather than being blank, a comment or a continuation.
fn is_dependency(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '"')
}

fn has_reason(line: &str) -> bool {
    let outside_strings: String = line.split('"').step_by(2).collect();
    outside_strings.split_once('#').is_some_and(|(_, reason)| !reason.trim().is_empty())
}

fn is_room(name: &str) -> bool {
    ROOMS.iter().any(|(room, _)| *room == name)
}

fn none(problems: &[String], what: &str) {
    assert!(problems.is_empty(), "{what}:\n  {}", problems.join("\n  "));
}
