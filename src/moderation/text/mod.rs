//! Text made comparable, in two depths, each with the way back to the source.
//!
//! [`Normalized`] takes together what Unicode says is the same; fingerprints and signatures that are stored are made of
//! it, so it does not change. [`Folded`] goes further and sees through disguises, for the search of words alone: a new
//! kind of disguise that changes single characters is a step of its own there (`entities`, `lookalikes`, `leet`), one that
//! takes words apart belongs to `words::disguise`.

mod alphabets;
mod entities;
mod folded;
mod leet;
mod lookalikes;
mod normalized;
mod sign;

pub use alphabets::Alphabet;
pub use folded::Folded;
pub use normalized::{Normalized, text_fingerprint};
pub(super) use sign::{Kind, Sign};
