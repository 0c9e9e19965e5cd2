//! Who is told what, and in which words. No I/O: the outbox keeps a [`crate::model::mail::Notice`], and sending it
//! renders it here.
//!
//! To add a mail: a variant of `Notice` with its kind; a folder of that name under `templates/` with `subject.txt`,
//! `body.txt` and `body.html`; what the templates need in `mails.rs`, filled in `letter.rs`; a sample in the tests of
//! `letter.rs`. Who gets it is decided in `recipients.rs`.

pub mod letter;
mod mails;
pub mod recipients;
mod wording;

pub use wording::age;
