//! The nouns of Postil and how they are parsed. No I/O, no clock, no database.
//!
//! A noun is parsed once at the edge (`EmailAddress::parse`, `CanonicalUrl::parse`, ...) and trusted after that.
//! To add one: a file here, its `parse` returning a sentence a person can act on, its tests beside it.

pub mod account;
pub mod appeal;
pub mod article;
pub mod author_note;
pub mod bounce;
pub mod brand;
pub mod canned_text;
pub mod chain;
pub mod checker;
pub mod comment;
pub mod decision;
pub mod device;
pub mod field;
pub mod finding;
pub mod ids;
pub mod locale;
pub mod mail;
pub mod notice;
pub mod outbound;
pub mod page;
pub mod preferences;
pub mod priority;
pub mod queue;
pub mod report;
pub mod sanction;
pub mod search;
pub mod second_look;
pub mod site;
pub mod snippet;
pub mod thread;
pub mod time;
pub mod trust;
