//! Tokens of mailed links: an id that only this installation can have signed.
//!
//! The token is not stored. The row with the id says whose link it is and whether it is used or over.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use super::secret::{MasterSecret, hmac_sha256};
use crate::model::account::LinkPurpose;
use crate::model::ids::LinkId;

const ID_BYTES: usize = 8;
/// 192 bits of the signature: with the id 32 bytes, or 43 characters.
const SIGNATURE_BYTES: usize = 24;

/// Signs links and checks them.
#[derive(Clone)]
pub struct SignedLinks {
    key: [u8; 32],
}

impl SignedLinks {
    pub fn new(secret: &MasterSecret) -> Self {
        Self { key: secret.derive("signed_link") }
    }

    /// The text for the link's `token=`.
    pub fn token(&self, purpose: LinkPurpose, id: LinkId) -> String {
        let id = id.get().to_be_bytes();
        let signature = self.signature(purpose, id);
        URL_SAFE_NO_PAD.encode([id.as_slice(), signature.as_slice()].concat())
    }

    /// The id, if the token was made for `purpose` with this secret. Takes the same time for every wrong signature.
    pub fn check(&self, purpose: LinkPurpose, token: &str) -> Option<LinkId> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (id, signature) = bytes.split_first_chunk::<ID_BYTES>()?;
        let genuine = self.signature(purpose, *id).as_slice().ct_eq(signature);
        bool::from(genuine).then(|| LinkId::from(i64::from_be_bytes(*id)))
    }

    fn signature(&self, purpose: LinkPurpose, id: [u8; ID_BYTES]) -> [u8; SIGNATURE_BYTES] {
        let mac = hmac_sha256(&self.key, &[purpose.as_str().as_bytes(), &[0], &id]);
        let mut signature = [0; SIGNATURE_BYTES];
        signature.copy_from_slice(&mac[..SIGNATURE_BYTES]);
        signature
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn links(secret: &str) -> SignedLinks {
        SignedLinks::new(&MasterSecret::parse(&secret.repeat(32)).expect("a secret"))
    }

    proptest! {
        #[test]
        fn a_token_gives_back_its_id(id in any::<i64>()) {
            let token = links("a").token(LinkPurpose::VerifyEmail, LinkId::from(id));
            prop_assert_eq!(token.len(), 43);
            prop_assert_eq!(links("a").check(LinkPurpose::VerifyEmail, &token), Some(LinkId::from(id)));
        }

        #[test]
        fn a_changed_token_is_refused(at in 0_usize..43, with in "[A-Za-z0-9_-]") {
            let token = links("a").token(LinkPurpose::VerifyEmail, LinkId::from(42));
            let mut changed = token.clone();
            changed.replace_range(at..=at, &with);
            prop_assume!(changed != token);
            prop_assert_eq!(links("a").check(LinkPurpose::VerifyEmail, &changed), None);
        }

        #[test]
        fn no_text_panics_the_check(text in ".*") {
            prop_assert_eq!(links("a").check(LinkPurpose::VerifyEmail, &text), None);
        }
    }

    #[test]
    fn a_token_is_for_one_purpose_and_one_installation() {
        let token = links("a").token(LinkPurpose::VerifyEmail, LinkId::from(42));
        assert_eq!(links("a").check(LinkPurpose::ResetPassword, &token), None);
        assert_eq!(links("b").check(LinkPurpose::VerifyEmail, &token), None);
    }

    #[test]
    fn a_token_has_one_length() {
        let token = links("a").token(LinkPurpose::VerifyEmail, LinkId::from(42));
        for wrong in ["", "AAAA", &token[..42], &format!("{token}A"), &format!("{token}AAAA"), &format!("{token}=")] {
            assert_eq!(links("a").check(LinkPurpose::VerifyEmail, wrong), None, "{wrong}");
        }
    }
}
