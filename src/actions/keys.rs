//! By which keyed hashes people without an account, addresses and networks are recognised; none can be undone without
//! the secret.

use std::net::IpAddr;

use super::{Result, Service, Viewer};
use crate::model::account::EmailAddress;
use crate::model::sanction::Suspect;
use crate::store::comments::Comment;
use crate::store::{Conn, accounts};

/// Of a network: an IPv4 address, or the /64 that one household has of IPv6.
pub(super) fn network_key(svc: &Service, address: IpAddr) -> i64 {
    let network = match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    };
    keyed_hash(svc, "network", &network)
}

/// Of a guest who gave an address; one mailbox is one guest, however it is spelled.
pub(super) fn guest_key(svc: &Service, email: &EmailAddress) -> i64 {
    keyed_hash(svc, "guest", &email.mailbox())
}

/// Of the address of an account; another one than a guest's, who may give whatever address.
pub(super) fn address_key(svc: &Service, email: &EmailAddress) -> i64 {
    keyed_hash(svc, "account", &email.canonical())
}

/// The account, for questions about what stands against it.
pub(super) fn suspect(svc: &Service, viewer: &Viewer) -> Suspect {
    let email = viewer.account.email.as_deref().and_then(|email| EmailAddress::parse(email).ok());
    Suspect::Account { id: viewer.id(), address_key: email.map(|email| address_key(svc, &email)) }
}

/// Who wrote the comment, for questions about what stands against them.
pub(super) fn author_of(svc: &Service, conn: &mut Conn, comment: &Comment) -> Result<Suspect> {
    let Some(id) = comment.account_id else { return Ok(Suspect::Guest { author_key: comment.author_key }) };
    let email = accounts::find(conn, id)?.and_then(|account| account.email);
    let email = email.and_then(|email| EmailAddress::parse(&email).ok());
    Ok(Suspect::Account { id, address_key: email.map(|email| address_key(svc, &email)) })
}

/// Below zero, where no account's id is.
pub(super) fn keyed_hash(svc: &Service, what: &str, value: &str) -> i64 {
    let digest = svc.keyed_hash.of(&[what.as_bytes(), value.as_bytes()]);
    let mut head = [0; 8];
    head.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(head) | i64::MIN
}
