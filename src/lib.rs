//! Postil: self-hosted comments and moderation for news sites.
//!
//! Rooms, and the way imports run between them (`tests/architecture.rs` holds the table and fails on any other edge):
//! `main -> cli -> app -> {http, jobs} -> actions -> {store, moderation, notifications, auth} -> model`;
//! `notifications -> mail`; `jobs -> calls`; `clock`, `config` and `telemetry` are leaves.

pub mod actions;
pub mod app;
pub mod auth;
pub mod calls;
pub mod cli;
pub mod clock;
pub mod config;
pub mod http;
pub mod jobs;
pub mod mail;
pub mod model;
pub mod moderation;
pub mod notifications;
pub mod store;
pub mod telemetry;
pub mod texts;
