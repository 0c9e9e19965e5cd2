//! A server of somebody else's on this machine: it answers as it is told to, and remembers what it was asked.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    /// By name in lower case.
    pub headers: HashMap<String, String>,
    pub body: String,
}

impl Request {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The fields of a form.
    pub fn form(&self) -> HashMap<String, String> {
        url::form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl Reply {
    pub fn ok(body: impl Into<String>) -> Self {
        Self { status: 200, headers: Vec::new(), body: body.into() }
    }

    pub fn error(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: String::new() }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

type Answers = Box<dyn FnMut(&Request) -> Reply + Send>;

/// Serves until the process ends: each connection has a thread, which is gone with its other end.
#[derive(Clone)]
pub struct OtherServer {
    pub port: u16,
    asked: Arc<Mutex<Vec<Request>>>,
    answers: Arc<Mutex<Answers>>,
}

impl OtherServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let answers: Answers = Box::new(|_| Reply::error(500));
        let server = Self { port, asked: Arc::default(), answers: Arc::new(Mutex::new(answers)) };
        let serving = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let serving = serving.clone();
                std::thread::spawn(move || serving.talk(&stream));
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on it answers this way.
    pub fn answers(&self, answers: impl FnMut(&Request) -> Reply + Send + 'static) {
        *self.answers.lock().expect("unpoisoned") = Box::new(answers);
    }

    /// All that it was asked at the path, oldest first.
    pub fn asked(&self, path: &str) -> Vec<Request> {
        self.asked.lock().expect("unpoisoned").iter().filter(|request| request.path == path).cloned().collect()
    }

    /// Waits until it was asked that often at the path.
    pub async fn asked_times(&self, path: &str, times: usize) -> Vec<Request> {
        const ROUNDS: usize = 4_000;
        for _ in 0..ROUNDS {
            let asked = self.asked(path);
            if asked.len() >= times {
                return asked;
            }
            // Not a wait for time to pass: the worker gets its turn, and it is looked again.
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("it was asked {:?} at {path} and not {times} times", self.asked(path));
    }

    fn talk(&self, stream: &TcpStream) {
        let mut reader = BufReader::new(stream);
        let Some(request) = read(&mut reader) else { return };
        self.asked.lock().expect("unpoisoned").push(request.clone());
        let reply = (self.answers.lock().expect("unpoisoned"))(&request);
        let mut head =
            format!("HTTP/1.1 {} -\r\nContent-Length: {}\r\nConnection: close\r\n", reply.status, reply.body.len());
        for (name, value) in &reply.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        // Whoever has hung up does not want to know.
        let mut writer = stream;
        drop(writer.write_all(format!("{head}\r\n{}", reply.body).as_bytes()));
    }
}

fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let path = lines.first()?.split(' ').nth(1)?.to_owned();
    let headers: HashMap<String, String> = lines[1..]
        .iter()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { path, headers, body: String::from_utf8(body).ok()? })
}
