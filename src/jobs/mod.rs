//! What runs beside the requests. A job does one step at a time, so that tests can drain it.

pub mod housekeeping;
pub mod lmtp;
pub mod mail;
pub mod mail_samples;
pub mod news;
pub mod purge;
pub mod remote_checks;
pub mod telling;
