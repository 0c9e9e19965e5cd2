//! Who is told what, and in which words. No I/O: the outbox keeps a [`crate::model::notice::Notice`], and sending it
//! renders it here.
//!
//! To add a mail: a variant of `Notice` with its kind and topic; a folder of that name under `templates/` with `subject.jinja`
//! and `body.jinja`, built of the blocks of `blocks.rs`, and a line in `templates.rs`; its words in `texts`; what the
//! templates need in `context.rs`; a sample in `samples.rs`. Who gets it is a line of `recipients.rs`.

mod blocks;
mod context;
pub mod letter;
pub mod recipients;
pub mod samples;
pub mod schedule;
pub mod templates;
mod wording;

pub use wording::age;
