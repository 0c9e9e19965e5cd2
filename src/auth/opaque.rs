//! Opaque tokens: random secrets that mean nothing by themselves. The store keeps their hash only.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// What stands before a token, so that people and secret scanners can tell what leaked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenPrefix {
    /// A refresh token of a session.
    Refresh,
    /// An API token of an account.
    Api,
    /// What stands in the log until there is a first account.
    Setup,
}

impl TokenPrefix {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refresh => "pr_",
            Self::Api => "pat_",
            Self::Setup => "psu_",
        }
    }
}

/// A new token, to be shown to its owner once. It does not print.
pub struct OpaqueToken(SecretString);

impl OpaqueToken {
    const RANDOM_BYTES: usize = 32;
    /// `RANDOM_BYTES` in base64 without padding.
    const RANDOM_CHARACTERS: usize = 43;

    pub fn generate(prefix: TokenPrefix) -> Self {
        let random = URL_SAFE_NO_PAD.encode(rand::random::<[u8; Self::RANDOM_BYTES]>());
        Self(format!("{}{random}", prefix.as_str()).into())
    }

    /// The token itself.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// What the store keeps: SHA-256 in hex. 256 random bits need neither salt nor a slow hash.
    pub fn hash(token: &str) -> String {
        Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether `token` can be one with this prefix; whether it is one, only the store knows.
    pub fn looks_valid(prefix: TokenPrefix, token: &str) -> bool {
        token.strip_prefix(prefix.as_str()).is_some_and(|random| {
            random.len() == Self::RANDOM_CHARACTERS
                && random.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
    }
}

impl fmt::Debug for OpaqueToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpaqueToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_token_looks_valid_under_its_own_prefix_only() {
        let token = OpaqueToken::generate(TokenPrefix::Refresh);
        assert!(OpaqueToken::looks_valid(TokenPrefix::Refresh, token.expose()));
        assert!(!OpaqueToken::looks_valid(TokenPrefix::Api, token.expose()));
        assert_ne!(token.expose(), OpaqueToken::generate(TokenPrefix::Refresh).expose());
    }

    #[test]
    fn what_cannot_be_a_token_is_seen_at_once() {
        let token = OpaqueToken::generate(TokenPrefix::Api).expose().to_owned();
        for wrong in ["", "pat_", &token[1..], &token[..46], &format!("{token}A"), &format!("{} ", &token[..46])] {
            assert!(!OpaqueToken::looks_valid(TokenPrefix::Api, wrong), "{wrong}");
        }
    }

    #[test]
    fn the_hash_is_sha_256_in_hex() {
        assert_eq!(OpaqueToken::hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_token_does_not_print() {
        assert_eq!(format!("{:?}", OpaqueToken::generate(TokenPrefix::Api)), "OpaqueToken(…)");
    }
}
