//! The API as its clients see it, on SQLite and on PostgreSQL alike. `tests/run` starts the PostgreSQL.

mod account;
mod app;
mod authors;
mod bulk;
mod canned_texts;
mod commands;
mod comments;
mod decisions;
mod demo;
mod log;
mod manners;
mod measures;
mod moderation;
mod nodes;
mod other_server;
mod pages;
mod permissions;
mod purges;
mod remote_checks;
mod sanctions;
mod sites;
mod smtp;
mod store;
mod storm;
mod story;
