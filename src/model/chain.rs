//! The chain of a site's log: each row is hashed with the one before, so that none is changed or left out unnoticed.

use sha2::{Digest, Sha256};

/// The hash of a row that follows the one of hash `previous`; the first one follows an empty text.
pub fn link(previous: &str, parts: &[&str]) -> String {
    let mut framed = Sha256::new();
    framed.update(b"postil-log/1");
    for part in std::iter::once(&previous).chain(parts) {
        // With their lengths no two lists of parts come to the same.
        framed.update((part.len() as u64).to_be_bytes());
        framed.update(part.as_bytes());
    }
    hex(&framed.finalize())
}

/// What stands in the chain for a text that may have to be forgotten: without the salt nobody can tell what it was.
pub fn sealed(salt: &str, text: &str) -> String {
    link(salt, &[text])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_and_its_place_count() {
        let hash = link("", &["a", "bc"]);
        assert_eq!(hash.len(), 64);
        for other in [link("", &["ab", "c"]), link("a", &["bc"]), link("", &["a", "bc", ""]), link("x", &["a", "bc"])] {
            assert_ne!(hash, other);
        }
        assert_eq!(hash, link("", &["a", "bc"]));
        assert_ne!(sealed("salt", "text"), sealed("pepper", "text"));
    }
}
