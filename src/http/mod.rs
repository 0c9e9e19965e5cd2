//! The only room that names actix: routes, what is extracted from a request, and how answers and errors look.

mod api;
mod cache;
mod conditional;
mod cors;
mod error;
mod extract;
mod health;
mod idempotency;
mod limits;
mod live;
mod observe;
mod openapi;
mod packed;
mod pages;
pub mod permission;
mod revision;
mod routes;
mod server;

pub use health::serve_metrics;
pub use server::{Settings, serve};
