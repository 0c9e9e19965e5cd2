use std::os::unix::fs::PermissionsExt;

use clap::Parser;
use secrecy::ExposeSecret;

use super::*;

const GOOD_SECRET: &str = "0123456789abcdef0123456789abcdef";
const DOCUMENT: &str = include_str!("../../docs/CONFIGURATION.md");

#[derive(Parser)]
struct CommandLine {
    #[command(flatten)]
    settings: RawConfig,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(clap::Subcommand)]
enum Command {
    Serve,
}

/// One start of the server in a folder of its own.
struct Start {
    folder: tempfile::TempDir,
    flags: Vec<String>,
    variables: Vec<(String, String)>,
}

impl Start {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), flags: Vec::new(), variables: Vec::new() }
    }

    fn file(self, text: &str) -> Self {
        self.file_named("postil.toml", text)
    }

    fn file_named(self, name: &str, text: &str) -> Self {
        std::fs::write(self.folder.path().join(name), text).expect("a file");
        self
    }

    fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    fn flag(mut self, name: &str, value: &str) -> Self {
        self.flags.push(format!("{name}={value}"));
        self
    }

    fn run(&self) -> Result<Config, ConfigError> {
        let arguments = std::iter::once("postil").chain(self.flags.iter().map(String::as_str));
        let settings = CommandLine::try_parse_from(arguments).expect("flags").settings;
        settings.load_from(self.variables.clone(), self.folder.path())
    }

    fn config(&self) -> Config {
        self.run().expect("a configuration")
    }

    /// The one line that tells what is wrong.
    fn error(&self) -> String {
        let line = self.run().expect_err("a wrong setting").to_string();
        assert!(!line.contains('\n'), "{line}");
        line
    }
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("metadata").permissions().mode() & 0o777
}

#[test]
fn nothing_given_means_the_documented_defaults() {
    let start = Start::new();
    let config = start.config();
    let folder = start.folder.path();
    assert!(matches!(&config.database, Database::Sqlite { path } if *path == folder.join("postil.db")));
    assert_eq!(config.database_connections, 4);
    assert_eq!(config.data_dir, folder);
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.public_url, None);
    assert_eq!(config.trusted_proxies, []);
    assert_eq!(config.smtp_url.expose_secret(), format!("file://{}/mail", folder.display()));
    assert_eq!(config.mail_from, "Postil <postil@localhost>");
    assert!(config.rate_limits);
    assert!((1..=8).contains(&config.workers));
    assert_eq!(config.metrics_listen, None);
    assert_eq!((config.log_filter.as_str(), config.log_format), ("info", LogFormat::Text));
    assert_eq!(config.warnings(), Vec::<&str>::new());
}

#[test]
fn a_flag_wins_over_a_variable_and_a_variable_over_the_file() {
    let start = Start::new().file("listen = '10.0.0.1:1'\nworkers = 3\nlog = 'warn'");
    assert_eq!(start.config().listen.to_string(), "10.0.0.1:1");
    let start = start.variable("POSTIL_LISTEN", "10.0.0.2:2").variable("POSTIL_WORKERS", "5");
    assert_eq!(start.config().listen.to_string(), "10.0.0.2:2");
    let start = start.flag("--listen", "10.0.0.3:3");
    let config = start.config();
    assert_eq!(config.listen.to_string(), "10.0.0.3:3");
    assert_eq!((config.workers, config.log_filter.as_str()), (5, "warn"));
}

#[test]
fn flags_may_stand_before_or_after_the_command() {
    for arguments in [["postil", "--workers=2", "serve"], ["postil", "serve", "--workers=2"]] {
        let line = CommandLine::try_parse_from(arguments).expect("flags");
        assert!(matches!(line.command, Some(Command::Serve)));
        assert_eq!(line.settings.workers.as_deref(), Some("2"));
    }
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let start = Start::new().file("workers = 3").variable("POSTIL_WORKERS", "").variable("POSTIL_SECRET", "");
    assert_eq!(start.config().workers, 3);
}

#[test]
fn the_file_is_chosen_by_flag_then_by_variable() {
    let start =
        Start::new().file("workers = 1").file_named("b.toml", "workers = 2").file_named("c.toml", "workers = 3");
    let start = start.variable("POSTIL_CONFIG", "b.toml");
    assert_eq!(start.config().workers, 2);
    assert_eq!(start.flag("--config", "c.toml").config().workers, 3);
}

#[test]
fn a_chosen_file_must_exist() {
    let by_flag = Start::new().flag("--config", "none.toml").error();
    assert!(by_flag.starts_with("settings file none.toml (flag --config) cannot be read"), "{by_flag}");
    let by_variable = Start::new().variable("POSTIL_CONFIG", "none.toml").error();
    assert!(by_variable.contains("(variable POSTIL_CONFIG)"), "{by_variable}");
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_the_known_ones() {
    let line = Start::new().file("# settings\n\nlistn = '127.0.0.1:1'\n").error();
    assert!(line.starts_with("settings file postil.toml, line 3: unknown field `listn`"), "{line}");
    for key in Config::KEYS {
        assert!(line.contains(key), "{key} in {line}");
    }
}

#[test]
fn a_file_that_is_not_toml_or_has_a_wrong_type_is_refused_with_its_line() {
    let line = Start::new().file("workers = 2\nlisten 127.0.0.1\n").error();
    assert!(line.starts_with("settings file postil.toml, line 2: "), "{line}");
    let line = Start::new().file("workers = 2\nrate_limits = false\n").error();
    assert!(line.starts_with("settings file postil.toml, line 2: invalid type: boolean"), "{line}");
}

#[test]
fn an_unknown_variable_is_named_with_the_nearest_known_one() {
    let line = Start::new().variable("POSTIL_LISTN", "127.0.0.1:1").error();
    assert!(line.contains("POSTIL_LISTN is not") && line.contains("nearest is POSTIL_LISTEN)"), "{line}");
    let line = Start::new().variable("POSTIL_DATABASE", "sqlite://x").error();
    assert!(line.contains("nearest is POSTIL_DATABASE_URL)"), "{line}");
}

#[test]
fn variables_of_others_are_left_alone() {
    let start = Start::new().variable("PATH", "/bin").variable("POSTIL_TEST_DATABASE_URL", "postgres://localhost/t");
    start.variable("POSTIL_BIN", "/usr/bin/postil").config();
}

#[test]
fn a_wrong_value_is_told_with_its_source() {
    let wrong = [
        ("database_url", "mysql://localhost"),
        ("database_url", "sqlite::memory:"),
        ("database_url", "sqlite://:memory:"),
        ("database_url", "sqlite://"),
        ("database_url", "sqlite://postil.db?mode=ro"),
        ("database_url", "postgres://"),
        ("database_connections", "0"),
        ("listen", "8080"),
        ("listen", "localhost:8080"),
        ("public_url", "comments.example.org"),
        ("public_url", "ftp://example.org"),
        ("public_url", "https://example.org/?a=b"),
        ("public_url", "https://me:pass@example.org"),
        ("trusted_proxies", "10.0.0.0/33"),
        ("trusted_proxies", "127.0.0.1,proxy.local"),
        ("secret", "short"),
        ("secret_file", "nowhere"),
        ("smtp_url", "mail.example.org"),
        ("smtp_url", "http://mail.example.org"),
        ("smtp_url", "smtp://"),
        ("smtp_url", "file://mail"),
        ("mail_from", "Postil"),
        ("mail_from", "Postil <postil>"),
        ("mail_from", "a@example.org, b@example.org"),
        ("mail_from", "A <a@example.org>, B <b@example.org>"),
        ("rate_limits", "false"),
        ("workers", "many"),
        ("workers", "257"),
        ("metrics_listen", "9100"),
        ("log", "postil=loud"),
        ("log_format", "xml"),
    ];
    for (key, value) in wrong {
        let variable = format!("POSTIL_{}", key.to_uppercase());
        let flag = format!("--{}", key.replace('_', "-"));
        let by_file = Start::new().file(&format!("{key} = {value:?}")).error();
        assert!(by_file.contains(&format!("key {key} in postil.toml")), "{by_file}");
        let by_variable = Start::new().variable(&variable, value).error();
        assert!(by_variable.contains(&format!("variable {variable}")), "{by_variable}");
        let by_flag = Start::new().flag(&flag, value).error();
        assert!(by_flag.contains(&format!("flag {flag}")), "{by_flag}");
    }
}

#[test]
fn an_error_about_a_secret_value_does_not_show_it() {
    for (variable, value) in [
        ("POSTIL_SECRET", "hush-short"),
        ("POSTIL_SMTP_URL", "smtpx://me:hush@host"),
        ("POSTIL_DATABASE_URL", "mysql://me:hush@host/db"),
    ] {
        let line = Start::new().variable(variable, value).error();
        assert!(!line.contains("hush"), "{line}");
    }
}

#[test]
fn good_values_are_understood() {
    let config = Start::new()
        .file("trusted_proxies = ['127.0.0.1', '10.1.2.3/8', 'fd00::/8']\ndatabase_connections = 12")
        .variable("POSTIL_DATABASE_URL", "postgresql://me:pass@db/postil?sslmode=require")
        .variable("POSTIL_PUBLIC_URL", "https://Comments.Example.org/")
        .variable("POSTIL_MAIL_FROM", "Le Journal <c@example.org>")
        .variable("POSTIL_RATE_LIMITS", "off")
        .variable("POSTIL_METRICS_LISTEN", "[::1]:9100")
        .variable("POSTIL_LOG", "postil=debug,warn")
        .variable("POSTIL_LOG_FORMAT", "json")
        .config();
    let ranges: Vec<String> = config.trusted_proxies.iter().map(IpNet::to_string).collect();
    assert_eq!(ranges, ["127.0.0.1/32", "10.0.0.0/8", "fd00::/8"]);
    assert!(matches!(config.database, Database::Postgres { .. }));
    assert_eq!(config.database_connections, 12);
    assert_eq!(config.public_url.as_deref(), Some("https://comments.example.org"));
    assert_eq!(config.mail_from, "Le Journal <c@example.org>");
    assert_eq!(config.log_format, LogFormat::Json);
    assert!(!config.rate_limits && config.warnings().len() == 2);
}

#[test]
fn a_list_may_be_one_text_and_postgres_has_more_connections() {
    let start = Start::new().variable("POSTIL_TRUSTED_PROXIES", "127.0.0.1, ::1");
    let config = start.variable("POSTIL_DATABASE_URL", "postgres://localhost/postil").config();
    assert_eq!(config.trusted_proxies.len(), 2);
    assert_eq!(config.database_connections, 8);
}

#[test]
fn sqlite_paths_are_relative_to_the_data_folder() {
    let start =
        Start::new().variable("POSTIL_DATA_DIR", "var/postil").variable("POSTIL_DATABASE_URL", "sqlite://a/b.db");
    let data = start.folder.path().join("var/postil");
    let config = start.config();
    assert_eq!(config.data_dir, data);
    assert!(matches!(config.database, Database::Sqlite { path } if path == data.join("a/b.db")));
    assert_eq!(mode(&data), 0o700);

    let start = Start::new().flag("--database-url", "sqlite:///tmp/x.db");
    assert!(matches!(start.config().database, Database::Sqlite { path } if path == Path::new("/tmp/x.db")));
}

#[test]
fn a_data_folder_that_cannot_be_created_is_told() {
    let line = Start::new().file_named("taken", "").variable("POSTIL_DATA_DIR", "taken/data").error();
    assert!(line.contains("taken/data cannot be created") && line.contains("POSTIL_DATA_DIR"), "{line}");
}

#[test]
fn printing_settings_shows_no_secret() {
    let start = Start::new()
        .variable("POSTIL_SECRET", "hush-0123456789abcdef0123456789abcdef")
        .variable("POSTIL_SMTP_URL", "smtps://me:hush@mail.example.org")
        .variable("POSTIL_DATABASE_URL", "postgres://me:hush@db/postil");
    let printed = format!("{:?}", start.config());
    assert!(!printed.contains("hush"), "{printed}");
    let raw = RawConfig { secret: Some("hush".to_owned()), ..RawConfig::default() };
    assert_eq!(format!("{raw:?}"), "RawConfig { .. }");
}

#[test]
fn the_secret_is_made_once_and_kept_for_its_owner() {
    let start = Start::new();
    let first = start.config().secret;
    let path = start.folder.path().join("secret");
    assert_eq!(mode(&path), 0o600);
    assert_eq!(first.expose_secret().len(), 43);
    assert_eq!(start.config().secret.expose_secret(), first.expose_secret());
    assert_ne!(Start::new().config().secret.expose_secret(), first.expose_secret());
    assert_eq!(std::fs::read_dir(start.folder.path()).expect("a folder").count(), 1, "no draft is left over");
}

#[test]
fn a_secret_open_to_others_or_too_short_is_refused() {
    let start = Start::new().file_named("secret", GOOD_SECRET);
    let path = start.folder.path().join("secret");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("mode");
    let line = start.error();
    assert!(line.contains("open to other users (mode 640)") && line.contains("chmod 600"), "{line}");

    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("mode");
    assert_eq!(start.config().secret.expose_secret(), GOOD_SECRET);
    std::fs::write(&path, "").expect("a file");
    assert!(start.error().contains("at least 32 characters"));
}

#[test]
fn starts_at_the_same_time_agree_on_the_secret() {
    for _ in 0..20 {
        let start = Start::new();
        let barrier = std::sync::Barrier::new(4);
        let begin = || {
            barrier.wait();
            start.config().secret.expose_secret().to_owned()
        };
        let secrets: Vec<String> = std::thread::scope(|threads| {
            let handles: Vec<_> = (0..4).map(|_| threads.spawn(begin)).collect();
            handles.into_iter().map(|handle| handle.join().expect("a secret")).collect()
        });
        assert!(secrets.iter().all(|secret| *secret == secrets[0]));
    }
}

#[test]
fn a_secret_may_come_from_a_file_but_not_twice() {
    let start = Start::new().file_named("key", &format!("{GOOD_SECRET}\n")).file("secret_file = 'key'");
    assert_eq!(start.config().secret.expose_secret(), GOOD_SECRET);
    assert!(!start.folder.path().join("secret").exists());
    let line = start.variable("POSTIL_SECRET", GOOD_SECRET).error();
    assert!(line.contains("POSTIL_SECRET") && line.contains("key secret_file") && line.contains("keep one"), "{line}");
}

#[test]
fn names_follow_one_rule_and_every_setting_is_documented() {
    for (key, variable) in Config::KEYS.iter().zip(Config::VARIABLES) {
        assert_eq!(*variable, format!("POSTIL_{}", key.to_uppercase()));
        let row = format!("| `--{}` | `{variable}` | `{key}` |", key.replace('_', "-"));
        assert!(DOCUMENT.contains(&row), "docs/CONFIGURATION.md has no row that begins with {row}");
    }
}

#[test]
fn the_example_in_the_document_is_accepted() {
    let example = DOCUMENT.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let config = Start::new().file(example).flag("--data-dir", "data").config();
    assert_eq!(config.public_url.as_deref(), Some("https://comments.example.org"));
}

#[test]
fn help_names_the_variable_of_every_flag() {
    let help = <CommandLine as clap::CommandFactory>::command().render_long_help().to_string();
    for variable in Config::VARIABLES.iter().chain(&["POSTIL_CONFIG"]) {
        assert!(help.contains(&format!("[{variable}]")), "{variable} is missing in\n{help}");
    }
}
