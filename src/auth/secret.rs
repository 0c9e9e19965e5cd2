//! The master secret and the keys derived from it.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// The block of SHA-256 in bytes: the size of an HMAC key as it is used.
const BLOCK: usize = 64;

/// The secret that every signature of this installation comes from. Whoever knows it can be anybody.
#[derive(Debug, Clone)]
pub struct MasterSecret(SecretString);

impl MasterSecret {
    const LEAST_BYTES: usize = 32;

    /// Errors: less than 32 bytes.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() < Self::LEAST_BYTES {
            return Err(format!("must have at least {} characters", Self::LEAST_BYTES));
        }
        Ok(Self(text.into()))
    }

    /// The key for one use: HMAC-SHA256 of `postil/v1/` and the purpose.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        hmac_sha256(self.0.expose_secret().as_bytes(), &[b"postil/v1/", purpose.as_bytes()])
    }
}

/// Hashes that nobody can repeat, or find what they stand for, without the secret.
pub struct KeyedHash([u8; 32]);

impl KeyedHash {
    pub fn new(secret: &MasterSecret) -> Self {
        Self(secret.derive("keyed-hash"))
    }

    /// HMAC-SHA256 of the parts with their lengths, so that no two lists of parts come to the same.
    pub fn of(&self, parts: &[&[u8]]) -> [u8; 32] {
        let lengths: Vec<[u8; 8]> = parts.iter().map(|part| (part.len() as u64).to_be_bytes()).collect();
        let framed: Vec<&[u8]> =
            lengths.iter().zip(parts).flat_map(|(length, part)| [length.as_slice(), *part]).collect();
        hmac_sha256(&self.0, &framed)
    }
}

/// HMAC-SHA256 over the parts, one after the other.
pub(super) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new(&hmac_key(key).into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// A key of any length brought to one block as RFC 2104 says: hashed if longer, then filled up with zeros.
fn hmac_key(key: &[u8]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    match block.get_mut(..key.len()) {
        Some(start) => start.copy_from_slice(key),
        None => block[..32].copy_from_slice(&Sha256::digest(key)),
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_purpose_and_each_secret_has_its_own_key() {
        let one = MasterSecret::parse(&"a".repeat(32)).expect("a secret");
        let other = MasterSecret::parse(&"b".repeat(32)).expect("a secret");
        assert_eq!(one.derive("links"), one.clone().derive("links"));
        assert_ne!(one.derive("links"), one.derive("tokens"));
        assert_ne!(one.derive("links"), other.derive("links"));
    }

    #[test]
    fn a_keyed_hash_tells_its_parts_apart() {
        let key = KeyedHash::new(&MasterSecret::parse(&"a".repeat(32)).expect("a secret"));
        assert_eq!(key.of(&[b"ab", b"c"]), key.of(&[b"ab", b"c"]));
        assert_ne!(key.of(&[b"ab", b"c"]), key.of(&[b"a", b"bc"]));
    }

    #[test]
    fn a_short_secret_is_refused_and_none_prints() {
        assert!(MasterSecret::parse(&"a".repeat(31)).is_err());
        let secret = MasterSecret::parse("correct horse battery staple and more").expect("a secret");
        assert!(!format!("{secret:?}").contains("horse"));
    }

    #[test]
    fn keys_of_every_length_agree_with_the_standard() {
        for length in [0, 1, 32, 63, 64, 65, 200] {
            let key = vec![7; length];
            let mut reference = Hmac::<Sha256>::new_from_slice(&key).expect("any length is fine");
            reference.update(b"part one, part two");
            let expected: [u8; 32] = reference.finalize().into_bytes().into();
            assert_eq!(hmac_sha256(&key, &[b"part one, ", b"part two"]), expected, "{length} bytes");
        }
    }
}
