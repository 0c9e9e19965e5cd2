//! Numbers in a token that only this installation can have signed, for links that need no row until they are used.
//!
//! Whoever has the token can read them: they are ids, no secrets.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use super::secret::{MasterSecret, hmac_sha256};

/// 192 bits of the signature.
const SIGNATURE_BYTES: usize = 24;

/// Signs numbers and checks them. A token for one purpose is none for another.
#[derive(Clone)]
pub struct SignedFields {
    key: [u8; 32],
}

/// What a token says; not to be believed before [`SignedFields::is_genuine`].
pub struct Unchecked<const N: usize> {
    pub fields: [i64; N],
    signature: Vec<u8>,
}

impl SignedFields {
    pub fn new(secret: &MasterSecret) -> Self {
        Self { key: secret.derive("signed_fields") }
    }

    /// `bound` is signed with the numbers but not in the token: whoever checks it has to know it.
    pub fn token<const N: usize>(&self, purpose: &str, fields: [i64; N], bound: &str) -> String {
        let bytes: Vec<u8> = fields.iter().flat_map(|field| field.to_be_bytes()).collect();
        let signature = self.signature(purpose, &bytes, bound);
        URL_SAFE_NO_PAD.encode([bytes.as_slice(), signature.as_slice()].concat())
    }

    /// The numbers of a token; `None` for what is none.
    pub fn read<const N: usize>(token: &str) -> Option<Unchecked<N>> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        if bytes.len() != N * 8 + SIGNATURE_BYTES {
            return None;
        }
        let (numbers, signature) = bytes.split_at(N * 8);
        let mut fields = [0; N];
        for (field, bytes) in fields.iter_mut().zip(numbers.chunks_exact(8)) {
            *field = i64::from_be_bytes(bytes.try_into().ok()?);
        }
        Some(Unchecked { fields, signature: signature.to_vec() })
    }

    /// Whether it was made for this purpose, bound to this, with this secret.
    pub fn is_genuine<const N: usize>(&self, purpose: &str, read: &Unchecked<N>, bound: &str) -> bool {
        let bytes: Vec<u8> = read.fields.iter().flat_map(|field| field.to_be_bytes()).collect();
        self.signature(purpose, &bytes, bound).as_slice().ct_eq(&read.signature).into()
    }

    fn signature(&self, purpose: &str, fields: &[u8], bound: &str) -> [u8; SIGNATURE_BYTES] {
        let mac = hmac_sha256(&self.key, &[purpose.as_bytes(), &[0], fields, bound.as_bytes()]);
        let mut signature = [0; SIGNATURE_BYTES];
        signature.copy_from_slice(&mac[..SIGNATURE_BYTES]);
        signature
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn signer(secret: &str) -> SignedFields {
        SignedFields::new(&MasterSecret::parse(&secret.repeat(32)).expect("a secret"))
    }

    proptest! {
        #[test]
        fn a_token_gives_back_its_numbers(fields in any::<[i64; 3]>()) {
            let token = signer("a").token("choices", fields, "ida@reader.example");
            let read = SignedFields::read::<3>(&token).expect("a token");
            prop_assert_eq!(read.fields, fields);
            prop_assert!(signer("a").is_genuine("choices", &read, "ida@reader.example"));
            prop_assert!(!signer("a").is_genuine("choices", &read, "otto@reader.example"));
            prop_assert!(!signer("a").is_genuine("decision", &read, "ida@reader.example"));
            prop_assert!(!signer("b").is_genuine("choices", &read, "ida@reader.example"));
            prop_assert!(SignedFields::read::<2>(&token).is_none());
        }

        #[test]
        fn a_changed_token_is_refused(at in 0_usize..64, with in "[A-Za-z0-9_-]") {
            let token = signer("a").token("choices", [1, 2, 3], "x");
            let mut changed = token.clone();
            changed.replace_range(at..=at, &with);
            prop_assume!(changed != token);
            let genuine = SignedFields::read::<3>(&changed).is_some_and(|read| signer("a").is_genuine("choices", &read, "x"));
            prop_assert!(!genuine);
        }

        #[test]
        fn no_text_panics(text in ".*") {
            prop_assert!(SignedFields::read::<3>(&text).is_none());
        }
    }
}
