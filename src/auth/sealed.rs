//! Secrets of others that have to be used again, such as the key of another server: in the database they stand
//! encrypted, so that a copy of it gives none away.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use secrecy::{ExposeSecret, SecretString};

use super::secret::MasterSecret;

/// Encrypts with AES-256-GCM under a key of the master secret.
pub struct Sealer([u8; 32]);

impl Sealer {
    pub fn new(secret: &MasterSecret) -> Self {
        Self(secret.derive("sealed"))
    }

    /// The secret as text that only this installation can open, and only as belonging to `owner`. Errors: none with
    /// secrets that are shorter than gigabytes.
    pub fn seal(&self, owner: &str, secret: &SecretString) -> Result<String, String> {
        let mut bytes = secret.expose_secret().as_bytes().to_vec();
        let nonce = self.key()?.seal_in_place_append_tag(Aad::from(owner), &mut bytes);
        let nonce = nonce.map_err(|_| "a secret could not be encrypted".to_owned())?;
        Ok(STANDARD_NO_PAD.encode([nonce.as_ref().as_slice(), &bytes].concat()))
    }

    /// Errors: sealed under another master secret or for another owner, or not sealed at all.
    pub fn open(&self, owner: &str, sealed: &str) -> Result<SecretString, String> {
        let wrong = || "it was stored under another POSTIL_SECRET: set it again".to_owned();
        let bytes = STANDARD_NO_PAD.decode(sealed).map_err(|_| wrong())?;
        let (nonce, bytes) = bytes.split_first_chunk::<NONCE_LEN>().ok_or_else(wrong)?;
        let mut bytes = bytes.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = self.key()?.open_in_place(nonce, Aad::from(owner), &mut bytes).map_err(|_| wrong())?;
        Ok(std::str::from_utf8(opened).map_err(|_| wrong())?.into())
    }

    fn key(&self) -> Result<RandomizedNonceKey, String> {
        RandomizedNonceKey::new(&AES_256_GCM, &self.0).map_err(|_| "the key for secrets could not be made".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sealer(secret: &str) -> Sealer {
        Sealer::new(&MasterSecret::parse(&secret.repeat(32)).expect("a secret"))
    }

    proptest! {
        #[test]
        fn what_was_sealed_is_opened_for_its_owner_alone(secret in ".{0,80}", at in any::<prop::sample::Index>()) {
            let sealed = sealer("a").seal("1 akismet", &secret.as_str().into()).expect("sealed");
            let opened = sealer("a").open("1 akismet", &sealed).expect("opened");
            prop_assert_eq!(opened.expose_secret(), &secret);
            prop_assert!(sealer("a").open("2 akismet", &sealed).is_err());
            prop_assert!(sealer("b").open("1 akismet", &sealed).is_err());
            let mut bytes = STANDARD_NO_PAD.decode(&sealed).expect("base64");
            let at = at.index(bytes.len());
            bytes[at] ^= 1;
            prop_assert!(sealer("a").open("1 akismet", &STANDARD_NO_PAD.encode(bytes)).is_err());
        }

        #[test]
        fn no_text_panics_the_opening(text in ".*") {
            prop_assert!(sealer("a").open("1 akismet", &text).is_err());
        }
    }

    #[test]
    fn the_same_secret_is_never_sealed_alike() {
        let seal = || sealer("a").seal("1 akismet", &"0123456789ab".into()).expect("sealed");
        assert_ne!(seal(), seal());
        assert!(!seal().contains("0123456789ab"));
    }
}
