//! Proof of who somebody is: passwords, access tokens, mailed links, opaque tokens. No database, no clock.
//!
//! Each use of the master secret signs with a key of its own (`MasterSecret::derive`). A new kind of proof is a file
//! here and a purpose of its own there.

pub mod access_token;
pub mod bounce_address;
pub mod opaque;
pub mod password;
pub mod sealed;
pub mod secret;
pub mod signed_fields;
pub mod signed_link;

pub use access_token::AccessTokens;
pub use bounce_address::BounceAddresses;
pub use opaque::{OpaqueToken, TokenPrefix};
pub use password::{Password, PasswordAttempt, PasswordHasher};
pub use sealed::Sealer;
pub use secret::{KeyedHash, MasterSecret};
pub use signed_fields::SignedFields;
pub use signed_link::SignedLinks;
