//! `TestApp`: the real program on a free port with data of its own, spoken to over HTTP.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use postil::actions::Shared;
use postil::actions::create_site::{self, NewSite};
use postil::actions::create_user::{self, NewUser};
use postil::actions::once::Recorder;
use postil::app::{App, address};
use postil::clock::Clock;
use postil::config::{Config, RawConfig};
use postil::model::account::Role;
use postil::model::article::Article;
use postil::model::site::Policy;
use postil::store::{Address, Conn, Store, StoreError, doctor, log};
use serde_json::{Value, json};

pub const PASSWORD: &str = "seven herons at low tide";
pub const ARTICLE: &str = "https://news.example/2026/harbour";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// Makes two tests of one: on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn on_sqlite() {
                crate::app::run(crate::app::Backend::Sqlite, super::$name);
            }

            #[test]
            fn on_postgres() {
                crate::app::run(crate::app::Backend::Postgres, super::$name);
            }
        }
    )+};
}
pub(crate) use on_both_databases;

/// The same for tests that move the time.
macro_rules! on_both_databases_with_a_clock {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn on_sqlite() {
                crate::app::run_with_a_clock(crate::app::Backend::Sqlite, super::$name);
            }

            #[test]
            fn on_postgres() {
                crate::app::run_with_a_clock(crate::app::Backend::Postgres, super::$name);
            }
        }
    )+};
}
pub(crate) use on_both_databases_with_a_clock;

pub struct TestApp {
    pub service: Shared,
    base: String,
    metrics: String,
    client: reqwest::Client,
    folder: Arc<tempfile::TempDir>,
    address: Address,
}

/// An account that is signed in.
#[derive(Clone)]
pub struct Person {
    pub token: String,
    pub refresh_token: String,
}

impl Person {
    pub async fn account_id(&self, app: &TestApp) -> String {
        app.get("/api/v1/me", Some(self)).await.text("id").to_owned()
    }
}

pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    /// A member of the body that is a string.
    pub fn text(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.body))
    }
}

/// The settings of an app whose data is in `folder`.
pub fn config(backend: Backend, folder: &std::path::Path) -> Config {
    raw_config(backend, folder).load_from([], folder).expect("settings")
}

/// The settings of an app whose data is in `folder`, to be adjusted. On PostgreSQL the database is a new one.
pub fn raw_config(backend: Backend, folder: &std::path::Path) -> RawConfig {
    let database_url = match backend {
        Backend::Sqlite => None,
        Backend::Postgres => Some(new_postgres_database()),
    };
    RawConfig {
        data_dir: Some(folder.display().to_string()),
        database_url,
        listen: Some("127.0.0.1:0".to_owned()),
        metrics_listen: Some("127.0.0.1:0".to_owned()),
        workers: Some("1".to_owned()),
        database_connections: Some("2".to_owned()),
        ..RawConfig::default()
    }
}

fn new_postgres_database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("POSTIL_TEST_POSTGRES").expect("POSTIL_TEST_POSTGRES: run the tests by tests/run");
    let name = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let made = std::process::Command::new("psql")
        .args(["-q", "-v", "ON_ERROR_STOP=1", &server, "-c", &format!("CREATE DATABASE {name}")])
        .status()
        .expect("psql runs");
    assert!(made.success(), "a database for the test");
    format!("{}/{name}", server.rsplit_once('/').expect("a database URL").0)
}

/// Runs one test against a fresh app and stops it gracefully.
pub fn run<F, T>(backend: Backend, test: F)
where
    F: FnOnce(TestApp) -> T,
    T: Future<Output = TestApp>,
{
    run_with(backend, Clock::system(), |_| {}, test);
}

/// Runs one test against a fresh app whose clock stands still until the test moves it.
pub fn run_with_a_clock<F, T>(backend: Backend, test: F)
where
    F: FnOnce(TestApp, Clock) -> T,
    T: Future<Output = TestApp>,
{
    let clock = Clock::fixed(Clock::system().now());
    run_with(backend, clock.clone(), |_| {}, |app| test(app, clock));
}

/// Runs one test against a fresh app of its own clock and settings.
pub fn run_with<F, T>(backend: Backend, clock: Clock, adjust: impl FnOnce(&mut RawConfig), test: F)
where
    F: FnOnce(TestApp) -> T,
    T: Future<Output = TestApp>,
{
    run_dressed(backend, clock, adjust, |app| app, test);
}

/// Runs one test against a fresh app that shows an article, as the demo does.
pub fn run_with_article<F, T>(backend: Backend, article: Article, test: F)
where
    F: FnOnce(TestApp) -> T,
    T: Future<Output = TestApp>,
{
    run_dressed(backend, Clock::system(), |_| {}, |app| app.with_demo(article), test);
}

fn run_dressed<F, T>(
    backend: Backend,
    clock: Clock,
    adjust: impl FnOnce(&mut RawConfig),
    dress: impl FnOnce(App) -> App,
    test: F,
) where
    F: FnOnce(TestApp) -> T,
    T: Future<Output = TestApp>,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let mut raw = raw_config(backend, folder.path());
        adjust(&mut raw);
        let config = raw.load_from([], folder.path()).expect("settings");
        let app = dress(App::build(&config, clock).expect("an app"));
        let (test_app, stop, server) = start(app, &folder, address(&config));
        let test_app = test(test_app).await;
        drop(test_app.client);
        stop.send(()).expect("the server still runs");
        server.await.expect("no panic").expect("a graceful stop");
    });
}

pub type Server = tokio::task::JoinHandle<std::io::Result<()>>;

pub fn start(
    app: App,
    folder: &Arc<tempfile::TempDir>,
    address: Address,
) -> (TestApp, tokio::sync::oneshot::Sender<()>, Server) {
    let base = format!("http://{}", app.local_address().expect("an address"));
    let metrics = app.metrics_address().expect("an address").expect("a listener");
    let metrics = format!("http://{metrics}/metrics");
    let service = app.service();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(app.run(async move {
        let _gone = stopped.await;
    }));
    let folder = Arc::clone(folder);
    (TestApp { service, base, metrics, client: reqwest::Client::new(), folder, address }, stop, server)
}

/// Runs one test against two nodes of one PostgreSQL.
pub fn run_two_nodes<F, T>(test: F)
where
    F: FnOnce(TestApp, TestApp) -> T,
    T: Future<Output = (TestApp, TestApp)>,
{
    run_two_nodes_with(|_| {}, test);
}

/// Runs one test against two nodes of one PostgreSQL, with settings of their own.
pub fn run_two_nodes_with<F, T>(adjust: impl FnOnce(&mut RawConfig), test: F)
where
    F: FnOnce(TestApp, TestApp) -> T,
    T: Future<Output = (TestApp, TestApp)>,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let mut raw = raw_config(Backend::Postgres, folder.path());
        // Both are reached by one address, which is in the tokens.
        raw.public_url = Some("http://comments.example".to_owned());
        adjust(&mut raw);
        let config = raw.load_from([], folder.path()).expect("settings");
        let node = || App::build(&config, Clock::system()).expect("an app");
        let (one, stop_one, first) = start(node(), &folder, address(&config));
        let (two, stop_two, second) = start(node(), &folder, address(&config));
        let (one, two) = test(one, two).await;
        for (app, stop, server) in [(one, stop_one, first), (two, stop_two, second)] {
            drop(app.client);
            stop.send(()).expect("the server still runs");
            server.await.expect("no panic").expect("a graceful stop");
        }
    });
}

impl TestApp {
    /// A request to be completed and sent, for tests that look at headers.
    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method.parse().expect("a method"), format!("{}{path}", self.base))
    }

    pub fn metrics_url(&self) -> &str {
        &self.metrics
    }

    pub async fn send(&self, method: &str, path: &str, who: Option<&Person>, body: Option<Value>) -> Answer {
        self.send_with(&[], method, path, who, body).await
    }

    /// As `send`, with headers.
    pub async fn send_with(
        &self,
        headers: &[(&str, &str)],
        method: &str,
        path: &str,
        who: Option<&Person>,
        body: Option<Value>,
    ) -> Answer {
        let mut request = self.request(method, path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(person) = who {
            request = request.bearer_auth(&person.token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        if headers.get("content-type").is_some_and(|kind| kind == "text/event-stream") {
            // It has no end.
            return Answer { status, headers, body: Value::Null };
        }
        let text = response.text().await.expect("a body");
        Answer { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
    }

    pub async fn get(&self, path: &str, who: Option<&Person>) -> Answer {
        self.send("GET", path, who, None).await
    }

    pub async fn post(&self, path: &str, who: Option<&Person>, body: Value) -> Answer {
        self.send("POST", path, who, Some(body)).await
    }

    pub async fn put(&self, path: &str, who: &Person, body: Value) -> Answer {
        self.send("PUT", path, Some(who), Some(body)).await
    }

    pub async fn patch(&self, path: &str, who: &Person, body: Value) -> Answer {
        self.send("PATCH", path, Some(who), Some(body)).await
    }

    pub async fn delete(&self, path: &str, who: &Person) -> Answer {
        self.send("DELETE", path, Some(who), None).await
    }

    /// What a node does when it starts.
    pub fn migrate_again(&self) {
        Store::migrate(&self.address).expect("migrated");
    }

    pub async fn site(&self, slug: &str, policy: Policy) {
        let new = NewSite {
            slug: slug.to_owned(),
            name: format!("The {slug}"),
            origins: vec!["https://news.example".to_owned()],
            policy: Some(policy),
        };
        let site = create_site::run(&self.service, new, Recorder::none()).await.expect("a site");
        // Mails about decisions leave at once; tests of undoing set a window of their own.
        let mut rules: Value = serde_json::from_str(&site.rules).expect("rules");
        rules["undo_seconds"] = json!(0);
        let rules = rules.to_string().replace('\'', "''");
        self.sql(&format!("UPDATE sites SET rules = '{rules}' WHERE id = {}", site.id)).await;
    }

    /// Changes the data behind the program's back.
    pub async fn sql(&self, statements: &str) {
        let statements = statements.to_owned();
        let run = move |tx: &mut Conn| Ok::<_, StoreError>(tx.batch_execute(&statements)?);
        self.service.store.write(run).await.expect("run");
    }

    pub async fn moderator(&self, site: &str, name: &str) -> Person {
        self.account(Role::Moderator, Some(site), name).await
    }

    pub async fn administrator(&self, name: &str) -> Person {
        self.account(Role::Administrator, None, name).await
    }

    /// An account made from the command line, signed in.
    pub async fn account(&self, role: Role, site: Option<&str>, name: &str) -> Person {
        let email = format!("{name}@desk.example");
        let new = NewUser {
            email: email.clone(),
            name: name.to_owned(),
            role,
            site: site.map(str::to_owned),
            password: PASSWORD.to_owned(),
        };
        create_user::run(&self.service, new).await.expect("an account");
        self.sign_in(&email).await
    }

    /// The counters agree with the rows they count, and the log is as it was written.
    pub async fn is_healthy(&self) {
        let examined = self.service.store.read(doctor::examine).await.expect("examined");
        for rule in examined {
            assert!(rule.broken.is_empty(), "{}: {:?}", rule.what, rule.broken);
        }
        for log in self.service.store.read(log::verify).await.expect("verified") {
            assert!(log.broken.is_none(), "the log of {}: {:?}", log.site, log.broken);
        }
    }

    /// Signs up over the API, uses the mailed link, signs in.
    pub async fn reader(&self, name: &str) -> Person {
        let email = format!("{name}@readers.example");
        let asked = json!({"email": email, "password": PASSWORD, "display_name": name});
        assert_eq!(self.post("/api/v1/accounts", None, asked).await.status, 202);
        let token = self.mailed_token(&email, "/account/verify?").await;
        assert_eq!(self.post("/api/v1/accounts/verify", None, json!({"token": token})).await.status, 204);
        self.sign_in(&email).await
    }

    /// The token of the link in a mail to `recipient` that leads to `page`.
    pub async fn mailed_token(&self, recipient: &str, page: &str) -> String {
        let mail = self.mail_to(recipient, &format!("{page}token=")).await;
        let token = mail.split("token=").nth(1).expect("a link").split_whitespace().next();
        token.expect("a token").to_owned()
    }

    pub async fn sign_in(&self, email: &str) -> Person {
        let answer = self.post("/api/v1/sessions", None, json!({"email": email, "password": PASSWORD})).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        let text = |name: &str| answer.body[name].as_str().expect(name).to_owned();
        Person { token: text("access_token"), refresh_token: text("refresh_token") }
    }

    /// The decoded text of the mail to `recipient` that has `wanted` in it, once it has been sent.
    pub async fn mail_to(&self, recipient: &str, wanted: &str) -> String {
        const ROUNDS: usize = 2_000;
        for _ in 0..ROUNDS {
            let found = self.mails_to(recipient).into_iter().find(|mail| mail.contains(wanted));
            if let Some(mail) = found {
                return mail;
            }
            // Not a wait for time to pass: the worker gets its turn, and the folder is looked at again.
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("no mail to {recipient} with {wanted:?}; there are {:?}", self.mails_to(recipient));
    }

    pub fn mails_to(&self, recipient: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.folder.path().join("mail")) else { return Vec::new() };
        let mails = entries.map(|entry| entry.expect("an entry").path());
        let mails = mails.filter(|path| path.extension().is_some_and(|ending| ending == "eml"));
        let texts = mails.map(|path| unfold(&std::fs::read_to_string(path).expect("a mail")));
        texts.filter(|mail| mail.contains(recipient)).collect()
    }
}

/// Undoes what quoted-printable did to long lines and equals signs.
fn unfold(mail: &str) -> String {
    mail.replace("=\r\n", "").replace("=3D", "=")
}
