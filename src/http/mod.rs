//! The only room that names actix: routes, what is extracted from a request, and how answers and errors look.

mod api;
mod error;
mod extract;
mod idempotency;
mod openapi;
mod revision;
mod routes;
mod server;

pub use server::{Settings, serve};
