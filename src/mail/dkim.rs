//! DKIM signatures (RFC 6376, RFC 8463), by RSA and by Ed25519.
//!
//! Written here over aws-lc-rs, which signs our tokens too: the crates that sign bring an `rsa` with an open advisory
//! (RUSTSEC-2023-0071) or a whole DNS resolver.

use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::model::time::Timestamp;

/// What is signed of those headers that there are. `From` is named once more than it stands, so that nobody adds one.
const SIGNED: &[&str] = &[
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "auto-submitted",
    "feedback-id",
    "mime-version",
    "content-type",
];

enum Key {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Ed25519KeyPair),
}

struct Signer {
    selector: String,
    key: Key,
}

/// Signs for one domain, with each of its keys.
pub struct Dkim {
    domain: String,
    signers: Vec<Signer>,
}

impl Dkim {
    /// `keys`: selectors with the PEM files of their private keys, PKCS #8 or, of RSA, PKCS #1.
    ///
    /// Errors: a sentence that names the file and what is wrong with it.
    pub fn load(domain: &str, keys: &[(String, std::path::PathBuf)]) -> Result<Self, String> {
        let signers = keys.iter().map(|(selector, path)| {
            let key = load_key(path).map_err(|error| format!("the DKIM key {}: {error}", path.display()))?;
            Ok(Signer { selector: selector.clone(), key })
        });
        Ok(Self { domain: domain.to_owned(), signers: signers.collect::<Result<_, String>>()? })
    }

    /// (name, text) of the DNS TXT record of each key.
    pub fn records(&self) -> Vec<(String, String)> {
        let record = |signer: &Signer| {
            let (kind, public) = match &signer.key {
                Key::Rsa(key) => ("rsa", spki(key.public_key().as_ref())),
                Key::Ed25519(key) => ("ed25519", key.public_key().as_ref().to_vec()),
            };
            let name = format!("{}._domainkey.{}", signer.selector, self.domain);
            (name, format!("v=DKIM1; k={kind}; p={}", STANDARD.encode(public)))
        };
        self.signers.iter().map(record).collect()
    }

    /// The message with its signatures before it. Errors: a key refuses to sign.
    pub(super) fn sign(&self, message: &[u8], at: Timestamp) -> Result<Vec<u8>, String> {
        let end = find(message, b"\r\n\r\n").ok_or("the message has no body")?;
        let headers = headers(&message[..end + 2]);
        let body_hash = STANDARD.encode(digest(&SHA256, &relaxed_body(&message[end + 4..])).as_ref());
        let present: Vec<&str> =
            SIGNED.iter().copied().filter(|name| headers.iter().any(|(other, _)| other == name)).collect();
        let mut signed = Vec::with_capacity(message.len() + 1024);
        for signer in &self.signers {
            let algorithm = match signer.key {
                Key::Rsa(_) => "rsa-sha256",
                Key::Ed25519(_) => "ed25519-sha256",
            };
            let unsigned = format!(
                "v=1; a={algorithm}; c=relaxed/relaxed; d={};\r\n s={}; t={};\r\n h=from:{};\r\n bh={body_hash};\r\n b=",
                self.domain,
                signer.selector,
                at.seconds(),
                present.join(":\r\n  "),
            );
            let mut input = String::new();
            for name in &present {
                if let Some((_, value)) = headers.iter().rev().find(|(other, _)| other == name) {
                    input += &format!("{name}:{value}\r\n");
                }
            }
            input += &format!("dkim-signature:{}", relaxed_value(&unsigned));
            let signature = STANDARD.encode(signer.key.sign(input.as_bytes())?);
            signed.extend_from_slice(format!("DKIM-Signature: {unsigned}{}\r\n", folded(&signature)).as_bytes());
        }
        signed.extend_from_slice(message);
        Ok(signed)
    }
}

impl Key {
    fn sign(&self, input: &[u8]) -> Result<Vec<u8>, String> {
        match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), input, &mut signature)
                    .map_err(|_| "the DKIM key did not sign".to_owned())?;
                Ok(signature)
            }
            // RFC 8463: what is signed is the hash.
            Self::Ed25519(key) => Ok(key.sign(digest(&SHA256, input).as_ref()).as_ref().to_vec()),
        }
    }
}

fn load_key(path: &Path) -> Result<Key, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}"))?;
    let expected = "must be a PEM file with an Ed25519 key or an RSA key of at least 2048 bits, without a passphrase";
    let (label, der) = pem(&text).ok_or(expected)?;
    let rsa = match label.as_str() {
        "PRIVATE KEY" => {
            if let Ok(key) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der) {
                return Ok(Key::Ed25519(key));
            }
            RsaKeyPair::from_pkcs8(&der)
        }
        "RSA PRIVATE KEY" => RsaKeyPair::from_der(&der),
        _ => return Err(expected.to_owned()),
    };
    let key = rsa.map_err(|_| expected)?;
    if key.public_modulus_len() * 8 < KeySize::Rsa2048.len() * 8 {
        return Err(expected.to_owned());
    }
    Ok(Key::Rsa(Box::new(key)))
}

/// The label and the bytes of the first block of a PEM file (RFC 7468).
fn pem(text: &str) -> Option<(String, Vec<u8>)> {
    let (label, rest) = text.split_once("-----BEGIN ")?.1.split_once("-----")?;
    let (body, _) = rest.split_once(&format!("-----END {label}-----"))?;
    let body: String = body.split_whitespace().collect();
    Some((label.to_owned(), STANDARD.decode(body).ok()?))
}

/// An RSA public key as DNS wants it: SubjectPublicKeyInfo around PKCS #1 (RFC 6376 3.6.1).
fn spki(pkcs1: &[u8]) -> Vec<u8> {
    const RSA_ENCRYPTION: &[u8] =
        &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let bits: Vec<u8> = std::iter::once(0).chain(pkcs1.iter().copied()).collect();
    let bits = der(0x03, &bits);
    der(0x30, &[RSA_ENCRYPTION, &bits].concat())
}

/// A value with its tag and length (DER).
fn der(tag: u8, value: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = value.len();
    match u8::try_from(length) {
        Ok(short @ 0..128) => out.push(short),
        Ok(one) => out.extend([0x81, one]),
        Err(_) => {
            out.push(0x82);
            out.extend(u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes());
        }
    }
    out.extend_from_slice(value);
    out
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

/// Names in lower case and values in relaxed form (RFC 6376 3.4.2), in their order.
fn headers(head: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(head).replace("\r\n ", " ").replace("\r\n\t", " ");
    let pair = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim_end().to_ascii_lowercase(), relaxed_value(value)))
    };
    text.split("\r\n").filter_map(pair).collect()
}

fn relaxed_value(value: &str) -> String {
    value.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// RFC 6376 3.4.4.
fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(body.len());
    for line in body.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut space = false;
        for &byte in line {
            if byte == b' ' || byte == b'\t' {
                space = true;
                continue;
            }
            if space {
                out.push(b' ');
                space = false;
            }
            out.push(byte);
        }
        out.extend_from_slice(b"\r\n");
    }
    while out.ends_with(b"\r\n\r\n") {
        out.truncate(out.len() - 2);
    }
    if out == b"\r\n" { Vec::new() } else { out }
}

fn folded(signature: &str) -> String {
    let pieces: Vec<&str> =
        signature.as_bytes().chunks(68).filter_map(|piece| std::str::from_utf8(piece).ok()).collect();
    pieces.join("\r\n  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_relaxed_as_the_standard_shows() {
        assert_eq!(relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n"), b" C\r\nD E\r\n");
        assert_eq!(relaxed_body(b""), b"");
        assert_eq!(relaxed_body(b"\r\n\r\n"), b"");
        assert_eq!(relaxed_body(b"no end"), b"no end\r\n");
    }

    #[test]
    fn headers_are_relaxed_as_the_standard_shows() {
        let found = headers(b"A: X\r\nB : Y\t\r\n\tZ  \r\n");
        assert_eq!(found, [("a".to_owned(), "X".to_owned()), ("b".to_owned(), "Y Z".to_owned())]);
    }

    #[test]
    fn a_file_without_a_good_key_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("dkim.pem");
        for text in ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
            std::fs::write(&path, text).expect("written");
            let error = Dkim::load("news.example", &[("s".to_owned(), path.clone())]).err().expect(text);
            assert!(error.contains("dkim.pem") && error.contains("Ed25519"), "{error}");
        }
        let error = Dkim::load("news.example", &[("s".to_owned(), folder.path().join("none"))]).err().expect("none");
        assert!(error.contains("cannot be read"), "{error}");
    }

    #[test]
    fn a_signature_names_what_it_is_of() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("dkim.pem");
        let key = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        let text =
            format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(key.as_ref()));
        std::fs::write(&path, text).expect("written");
        let dkim = Dkim::load("news.example", &[("march".to_owned(), path)]).expect("a signer");
        let message = b"From: a@news.example\r\nSubject: Hello\r\n\r\nbody\r\n";
        let signed = dkim.sign(message, Timestamp::from_micros(1_790_000_000_000_000)).expect("signed");
        let signed = String::from_utf8(signed).expect("UTF-8");
        for part in ["a=ed25519-sha256;", "d=news.example;", "s=march;", "t=1790000000;", "h=from:from:", "subject;"] {
            assert!(signed.contains(part), "{part} in {signed}");
        }
        assert!(signed.ends_with("\r\n\r\nbody\r\n"));
        assert_eq!(dkim.records()[0].0, "march._domainkey.news.example");
        assert!(dkim.records()[0].1.starts_with("v=DKIM1; k=ed25519; p="));
    }
}
