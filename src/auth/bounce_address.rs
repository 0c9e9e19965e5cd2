//! Addresses that a mail comes back to when it cannot be delivered (VERP): each names its mail, and is signed, so that nobody
//! can say that a mail came back that did not.

use subtle::ConstantTimeEq;

use super::secret::{MasterSecret, hmac_sha256};
use crate::model::ids::MailId;

/// 64 bits of the signature, in hexadecimal.
const SIGNATURE_BYTES: usize = 8;

/// Makes such addresses and reads them.
#[derive(Clone)]
pub struct BounceAddresses {
    key: [u8; 32],
    local: String,
    domain: String,
}

impl BounceAddresses {
    /// `address`: the mailbox, such as `bounces@comments.example`; what is after a `+` in it is ours.
    pub fn new(secret: &MasterSecret, address: &str) -> Option<Self> {
        let (local, domain) = address.rsplit_once('@')?;
        let key = secret.derive("bounce_address");
        Some(Self { key, local: local.to_owned(), domain: domain.to_owned() })
    }

    pub fn of(&self, mail: MailId) -> String {
        format!("{}+{mail}-{}@{}", self.local, self.signature(mail), self.domain)
    }

    /// The mail that came back. `None`: not an address of ours.
    pub fn mail(&self, address: &str) -> Option<MailId> {
        let address = address.trim().trim_start_matches('<').trim_end_matches('>');
        let (local, domain) = address.rsplit_once('@')?;
        let (base, tag) = local.split_once('+')?;
        let (id, signature) = tag.split_once('-')?;
        let id: MailId = id.parse().ok()?;
        let ours = domain.eq_ignore_ascii_case(&self.domain) && base.eq_ignore_ascii_case(&self.local);
        let genuine = self.signature(id).as_bytes().ct_eq(signature.to_ascii_lowercase().as_bytes());
        (ours && bool::from(genuine)).then_some(id)
    }

    fn signature(&self, mail: MailId) -> String {
        let mac = hmac_sha256(&self.key, &[&mail.get().to_be_bytes()]);
        mac.iter().take(SIGNATURE_BYTES).map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gives_back_its_mail_and_no_other_does() {
        let secret = MasterSecret::parse(&"a".repeat(32)).expect("a secret");
        let addresses = BounceAddresses::new(&secret, "bounces@comments.example").expect("addresses");
        let address = addresses.of(MailId::from(42));
        assert_eq!(addresses.mail(&address), Some(MailId::from(42)));
        assert_eq!(
            addresses.mail(&format!("<{}>", address.to_uppercase())),
            Some(MailId::from(42)),
            "servers change the case"
        );
        for other in [
            address.replace("+42-", "+43-"),
            address.replace("comments.example", "evil.example"),
            "bounces@comments.example".to_owned(),
            "bounces+42@comments.example".to_owned(),
            "bounces+42-@comments.example".to_owned(),
            String::new(),
        ] {
            assert_eq!(addresses.mail(&other), None, "{other}");
        }
    }
}
