//! Takes undeliverable mail and complaints from the mail server beside us, by LMTP (RFC 2033). Each recipient gets its own
//! answer; what is no report, or names no mail of ours, is refused.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::sync::watch::Receiver;
use tokio::time::timeout;

use crate::actions::take_bounce::{self, Taken};
use crate::actions::{Error, Shared};

const CONNECTIONS: usize = 16;
const MOST_RECIPIENTS: usize = 32;
/// Bytes of a message.
const MOST_BYTES: usize = 1024 * 1024;
/// Bytes of a line.
const MOST_LINE: u64 = 4096;
const PATIENCE: Duration = Duration::from_secs(60);

pub async fn run(svc: Shared, listener: TcpListener, mut stop: Receiver<bool>) {
    let listener = match listener.set_nonblocking(true).and_then(|()| tokio::net::TcpListener::from_std(listener)) {
        Ok(listener) => listener,
        Err(error) => return tracing::error!(%error, "LMTP cannot be served"),
    };
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    while !*stop.borrow() {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                let Ok(permit) = Arc::clone(&room).try_acquire_owned() else { continue };
                let svc = Shared::clone(&svc);
                tokio::spawn(async move {
                    if let Err(error) = serve(&svc, stream).await {
                        tracing::debug!(%error, "an LMTP connection ended");
                    }
                    drop(permit);
                });
            }
            _ = stop.changed() => {}
        }
    }
}

struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    async fn say(&mut self, text: &str) -> std::io::Result<()> {
        self.stream.get_mut().write_all(format!("{text}\r\n").as_bytes()).await
    }

    /// `None`: the other side is gone.
    async fn line(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let mut bounded = (&mut self.stream).take(MOST_LINE);
        let count = timeout(PATIENCE, bounded.read_until(b'\n', &mut line)).await.map_err(std::io::Error::other)??;
        Ok((count > 0).then_some(line))
    }

    /// What comes after DATA, without the dots that were doubled. `None`: it is too large, or was cut off.
    async fn data(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut data = Vec::new();
        let mut whole = true;
        while let Some(line) = self.line().await? {
            if line == b".\r\n" || line == b".\n" {
                return Ok(whole.then_some(data));
            }
            let line = line.strip_prefix(b".").unwrap_or(&line);
            whole = whole && data.len() + line.len() <= MOST_BYTES;
            if whole {
                data.extend_from_slice(line);
            }
        }
        Err(std::io::ErrorKind::UnexpectedEof.into())
    }
}

async fn serve(svc: &Shared, stream: TcpStream) -> std::io::Result<()> {
    let mut connection = Connection { stream: BufReader::new(stream) };
    connection.say("220 Postil takes what could not be delivered").await?;
    let mut recipients: Vec<String> = Vec::new();
    while let Some(line) = connection.line().await? {
        let line = String::from_utf8_lossy(&line).trim().to_owned();
        let verb = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "LHLO" => {
                connection.say("250-Postil").await?;
                connection.say("250-8BITMIME").await?;
                connection.say("250-ENHANCEDSTATUSCODES").await?;
                connection.say("250 PIPELINING").await?;
            }
            "MAIL" => {
                recipients.clear();
                connection.say("250 2.1.0 ok").await?;
            }
            "RCPT" => {
                let address =
                    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(address, _)| address);
                match address {
                    Some(_) if recipients.len() >= MOST_RECIPIENTS => connection.say("452 4.5.3 too many").await?,
                    Some(address) if is_ours(svc, address) => {
                        recipients.push(address.to_owned());
                        connection.say("250 2.1.5 ok").await?;
                    }
                    Some(_) => connection.say("550 5.1.1 no mail of this server comes back to that address").await?,
                    None => connection.say("501 5.5.4 RCPT TO:<address>").await?,
                }
            }
            "DATA" if recipients.is_empty() => connection.say("503 5.5.1 RCPT first").await?,
            "DATA" => {
                connection.say("354 go on").await?;
                let data = connection.data().await?;
                for recipient in std::mem::take(&mut recipients) {
                    let answer = match &data {
                        None => "552 5.3.4 too large".to_owned(),
                        Some(data) => answer(svc, &recipient, data).await,
                    };
                    connection.say(&answer).await?;
                }
            }
            "RSET" => {
                recipients.clear();
                connection.say("250 2.0.0 ok").await?;
            }
            "NOOP" => connection.say("250 2.0.0 ok").await?,
            "QUIT" => {
                connection.say("221 2.0.0 bye").await?;
                break;
            }
            _ => connection.say("502 5.5.1 not known here").await?,
        }
    }
    Ok(())
}

fn is_ours(svc: &Shared, address: &str) -> bool {
    svc.bounce_addresses.as_ref().is_some_and(|addresses| addresses.mail(address).is_some())
}

async fn answer(svc: &Shared, recipient: &str, data: &[u8]) -> String {
    match take_bounce::run(svc, Some(recipient), data).await {
        Ok(Taken::Suppressed | Taken::Noted) => "250 2.0.0 taken".to_owned(),
        Ok(Taken::Ignored) => "250 2.0.0 not a report; dropped".to_owned(),
        Err(Error::Invalid(_)) => "550 5.1.1 not about a mail of this server".to_owned(),
        Err(error) => {
            tracing::error!(%error, "a mail that came back could not be taken");
            "451 4.3.0 try again".to_owned()
        }
    }
}
