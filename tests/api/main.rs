//! The API as its clients see it, on SQLite and on PostgreSQL alike. `tests/run` starts the PostgreSQL.

mod account;
mod app;
mod commands;
mod comments;
mod demo;
mod manners;
mod moderation;
mod nodes;
mod pages;
mod sanctions;
mod sites;
mod smtp;
mod store;
mod story;
