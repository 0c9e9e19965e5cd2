//! The API as its clients see it, on SQLite and on PostgreSQL alike. `tests/run` starts the PostgreSQL.

mod account;
mod app;
mod bulk;
mod canned_texts;
mod claims;
mod commands;
mod comments;
mod decisions;
mod demo;
mod log;
mod manners;
mod measures;
mod moderation;
mod nodes;
mod pages;
mod purges;
mod queues;
mod sanctions;
mod search;
mod similar;
mod sites;
mod smtp;
mod store;
mod story;
