//! The way to a mail server, on connections that are kept for the next mail.
//!
//! Connections are held here and not in lettre's pool: that takes a connection back even when a send was abandoned
//! half-way, and the late answer to one mail would then pass for the answer to the next.

use std::sync::Mutex;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use tokio::time::timeout;

use super::SendError;
use super::message::Composed;
use super::smtp_url::{Security, Server};
use crate::model::bounce;
use crate::model::mail::Failure;

/// For getting a connection, and again for handing over one mail; both and the farewell are shorter than a lease.
const PATIENCE: Duration = Duration::from_secs(30);
const FAREWELL: Duration = Duration::from_secs(5);
const KEPT_CONNECTIONS: usize = 8;

/// A mail server and the connections to it that are free.
pub(super) struct Relay {
    server: Server,
    tls: Option<TlsParameters>,
    hello: ClientId,
    free: Mutex<Vec<AsyncSmtpConnection>>,
}

impl Relay {
    /// Errors: the system's certificate roots cannot be read.
    pub fn new(server: Server) -> Result<Self, String> {
        let tls = match server.security {
            Security::Plain => None,
            Security::StartTls | Security::Tls => Some(TlsParameters::new(server.host.clone()).map_err(|error| {
                format!("TLS to the mail server could not be set up; are CA certificates installed? ({error})")
            })?),
        };
        Ok(Self { server, tls, hello: ClientId::default(), free: Mutex::default() })
    }

    pub async fn send(&self, message: &Composed) -> Result<(), SendError> {
        let mut connection = timeout(PATIENCE, self.connection())
            .await
            .map_err(|_| SendError::unreachable(Failure::Timeout, "the mail server did not answer in time".to_owned()))?
            .map_err(|(failure, error)| {
                SendError::unreachable(failure, format!("no connection to the mail server: {}", described(&error)))
            })?;
        match timeout(PATIENCE, deliver(&mut connection, message)).await {
            Ok(Ok(())) => {
                self.keep(connection);
                Ok(())
            }
            Ok(Err(error)) => {
                // A farewell that is not answered changes nothing: the mail has its outcome.
                timeout(FAREWELL, connection.abort()).await.ok();
                Err(error)
            }
            Err(_) => {
                let text = "the mail server stopped answering within a mail".to_owned();
                Err(SendError::again(Failure::Timeout, text))
            }
        }
    }

    /// A free connection that still answers, or a new one.
    async fn connection(&self) -> Result<AsyncSmtpConnection, (Failure, Error)> {
        while let Some(mut connection) = self.take() {
            if connection.test_connected().await {
                return Ok(connection);
            }
        }
        let implicit = self.tls.clone().filter(|_| self.server.security == Security::Tls);
        let first = if implicit.is_some() { Failure::Tls } else { Failure::Connection };
        let address = (self.server.host.as_str(), self.server.port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(address, Some(PATIENCE), &self.hello, implicit, None)
            .await
            .map_err(|error| (if error.is_tls() { Failure::Tls } else { unconnected(first, &error) }, error))?;
        if let (Security::StartTls, Some(tls)) = (self.server.security, &self.tls) {
            connection.starttls(tls.clone(), &self.hello).await.map_err(|error| (Failure::Tls, error))?;
        }
        if let Some(credentials) = &self.server.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await.map_err(|error| (Failure::Login, error))?;
        }
        Ok(connection)
    }

    fn take(&self) -> Option<AsyncSmtpConnection> {
        self.free.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).pop()
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut free = self.free.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if free.len() < KEPT_CONNECTIONS {
            free.push(connection);
        }
    }
}

/// Where nobody listens there is no TLS either.
fn unconnected(first: Failure, error: &Error) -> Failure {
    let refused = root_cause(error).to_lowercase();
    if refused.contains("refused") || refused.contains("unreachable") || refused.contains("lookup") {
        Failure::Connection
    } else {
        first
    }
}

async fn deliver(connection: &mut AsyncSmtpConnection, message: &Composed) -> Result<(), SendError> {
    let envelope = &message.envelope;
    let parameters = parameters(connection, message)?;
    // The sender is ours: its refusal is a matter of configuration, which can be mended while the mail waits.
    connection.command(Mail::new(envelope.from().cloned(), parameters)).await.map_err(|error| {
        let failure = if error.is_permanent() { Failure::MailRefused } else { failure_of(&error) };
        SendError::again(failure, format!("the mail server did not take the sender: {}", described(&error)))
    })?;
    for recipient in envelope.to() {
        let rcpt = Rcpt::new(recipient.clone(), Vec::new());
        connection.command(rcpt).await.map_err(|error| refused("the recipient", of_recipient(&error), &error))?;
    }
    connection.command(Data).await.map_err(|error| refused("the message", Failure::MailRefused, &error))?;
    connection.message(&message.bytes).await.map_err(|error| refused("the message", Failure::MailRefused, &error))?;
    Ok(())
}

/// What the server has to be told about addresses outside ASCII (RFC 6531).
fn parameters(connection: &AsyncSmtpConnection, message: &Composed) -> Result<Vec<MailParameter>, SendError> {
    let envelope = &message.envelope;
    if envelope.from().into_iter().chain(envelope.to()).all(|address| AsRef::<str>::as_ref(address).is_ascii()) {
        return Ok(Vec::new());
    }
    if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
        let why = "the mail server takes no addresses with letters outside ASCII";
        return Err(SendError::never(Failure::MailRefused, why.to_owned()));
    }
    Ok(vec![MailParameter::SmtpUtfEight, MailParameter::Body(MailBodyParameter::EightBitMime)])
}

/// An address that takes no mail, or a matter between the servers or of a full mailbox, which may be mended.
fn of_recipient(error: &Error) -> Failure {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    let of_the_address = match enhanced_code(error) {
        Some(enhanced) => bounce::is_of_the_address(&enhanced),
        // 552: too much is stored there.
        None => code != "552",
    };
    if of_the_address { Failure::RecipientRefused } else { Failure::MailRefused }
}

fn refused(what: &str, failure: Failure, error: &Error) -> SendError {
    let text = format!("the mail server did not take {what}: {}", described(error));
    if error.is_permanent() { SendError::never(failure, text) } else { SendError::again(failure_of(error), text) }
}

fn failure_of(error: &Error) -> Failure {
    if error.is_transient() {
        Failure::Deferred
    } else if error.is_timeout() {
        Failure::Timeout
    } else {
        Failure::Connection
    }
}

/// The error without the server's own words, which like to repeat the recipient's address: of an answer only the
/// codes are kept.
fn described(error: &Error) -> String {
    if let Some(code) = error.status() {
        return match enhanced_code(error) {
            Some(enhanced) => format!("answer {code} {enhanced}"),
            None => format!("answer {code}"),
        };
    }
    if error.is_response() { "an answer that is not SMTP".to_owned() } else { root_cause(error) }
}

/// What the chain of errors began with; the links above it only say "connection error" again.
fn root_cause(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), root_cause)
}

/// What the server's answer begins with after its code, if that is an enhanced status code.
fn enhanced_code(error: &Error) -> Option<String> {
    let text = std::error::Error::source(error)?.to_string();
    text.split_whitespace().next().filter(|word| is_enhanced_code(word)).map(str::to_owned)
}

/// Whether `word` is an enhanced status code such as `5.1.1` (RFC 3463).
fn is_enhanced_code(word: &str) -> bool {
    let number = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|digit| digit.is_ascii_digit());
    word.split('.').count() == 3 && word.split('.').all(number)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::{TcpListener, TcpStream};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, mpsc};

    use crate::mail::{Again, Content, Mailer, Outgoing};
    use crate::model::ids::MailId;
    use crate::model::mail::Failure;
    use crate::model::time::Timestamp;

    /// A mail server on this machine: answers by what the command begins with, keeps what it was sent.
    struct Server {
        url: String,
        connections: Arc<AtomicUsize>,
        messages: mpsc::Receiver<String>,
    }

    fn serve(answers: &'static [(&'static str, &'static str)]) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let connections = Arc::new(AtomicUsize::new(0));
        let (sender, messages) = mpsc::channel();
        let count = connections.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                count.fetch_add(1, Ordering::SeqCst);
                talk(stream.expect("a connection"), answers, &sender);
            }
        });
        Server { url, connections, messages }
    }

    fn talk(mut stream: TcpStream, answers: &[(&str, &str)], messages: &mpsc::Sender<String>) {
        let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
        stream.write_all(b"220 ready\r\n").expect("written");
        while let Some(Ok(line)) = lines.next() {
            let answer =
                answers.iter().find(|(start, _)| line.starts_with(start)).map_or("250 ok", |(_, answer)| answer);
            write!(stream, "{answer}\r\n").expect("written");
            if line == "QUIT" {
                return;
            }
            if line == "DATA" && answer.starts_with('3') {
                let text: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                messages.send(text.join("\n")).expect("received");
                stream.write_all(b"250 2.0.0 queued\r\n").expect("written");
            }
        }
    }

    fn mailer(url: &str) -> Mailer {
        Mailer::from_url(url, "post@news.example", "news.example").expect("a mailer")
    }

    fn mail(to: &str) -> Outgoing {
        let content = Content { subject: "Hello".to_owned(), text: "one\n.\ntwo".to_owned(), html: "<p>".to_owned() };
        let created_at = Timestamp::from_micros(1_790_000_000_000_000);
        Outgoing {
            id: MailId::from(7),
            to: to.to_owned(),
            content,
            kind: "x".into(),
            created_at,
            to_name: None,
            from_name: None,
            list: None,
            continues: Vec::new(),
            feedback: String::new(),
            bounces_to: None,
        }
    }

    #[tokio::test]
    async fn mails_arrive_whole_over_one_connection() {
        let server = serve(&[("DATA", "354 go on")]);
        let mailer = mailer(&server.url);
        for _ in 0..3 {
            mailer.send(&mail("ida@reader.example")).await.expect("sent");
            let text = server.messages.recv().expect("a message");
            assert!(text.contains("Message-ID: <postil.7@news.example>") && text.contains("two"), "{text}");
        }
        assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn only_a_refused_mail_is_given_up() {
        const GONE: &str = "550 5.1.1 <ida@reader.example>: Recipient address rejected";
        for (answers, permanent, says) in [
            (&[("RCPT", GONE)][..], true, "recipient: answer 550 5.1.1"),
            (&[("RCPT", "451 4.7.1 <ida@reader.example> greylisted")][..], false, "recipient: answer 451 4.7.1"),
            (&[("DATA", "554 ida@reader.example no")][..], true, "message: answer 554"),
            (&[("MAIL", "553 5.7.1 not yours")][..], false, "sender: answer 553 5.7.1"),
            (&[("EHLO", "550 go away")][..], false, "no connection"),
            (&[("RCPT", "ida@reader.example?")][..], false, "not SMTP"),
        ] {
            let server = serve(answers);
            let error = mailer(&server.url).send(&mail("ida@reader.example")).await.expect_err(says);
            assert_eq!(error.again == Again::Never, permanent, "{error}");
            assert!(error.to_string().contains(says), "{error}");
            assert!(!error.to_string().contains('@'), "{error}");
        }
    }

    #[tokio::test]
    async fn only_an_address_that_takes_no_mail_is_at_fault() {
        for (answer, expected) in [
            ("550 5.1.1 no such user", Failure::RecipientRefused),
            ("550 unknown", Failure::RecipientRefused),
            ("550 5.7.1 relaying denied", Failure::MailRefused),
            ("552 5.2.2 mailbox full", Failure::MailRefused),
            ("552 quota", Failure::MailRefused),
        ] {
            let server = serve(Box::leak(Box::new([("RCPT", answer)])));
            let error = mailer(&server.url).send(&mail("ida@reader.example")).await.expect_err(answer);
            assert_eq!((error.again, error.failure), (Again::Never, expected), "{answer}");
        }
    }

    #[tokio::test]
    async fn an_address_the_server_cannot_write_is_refused() {
        let server = serve(&[("DATA", "354 go on")]);
        let error = mailer(&server.url).send(&mail("zoë@reader.example")).await.expect_err("refused");
        assert!(error.again == Again::Never, "{error}");
    }

    #[tokio::test]
    async fn without_starttls_nothing_is_sent() {
        rustls::crypto::aws_lc_rs::default_provider().install_default().ok();
        let server = serve(&[("DATA", "354 go on")]);
        let error = mailer(&format!("{}?tls=starttls", server.url)).send(&mail("ida@reader.example")).await;
        assert!(error.is_err_and(|error| error.to_string().contains("STARTTLS")));
        assert!(server.messages.try_recv().is_err());
    }

    #[tokio::test]
    async fn a_server_that_is_down_is_worth_another_try() {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
        let error = mailer(&format!("smtp://{free}")).send(&mail("ida@reader.example")).await;
        assert!(error.as_ref().is_err_and(|error| error.again == Again::ServerAway), "{error:?}");
    }
}
