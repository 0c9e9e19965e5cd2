//! The API as its clients see it, on SQLite and on PostgreSQL alike. `tests/run` starts the PostgreSQL.

mod account;
mod app;
mod bulk;
mod canned_texts;
mod commands;
mod comments;
mod decisions;
mod demo;
mod figures;
mod log;
mod manners;
mod measures;
mod moderation;
mod nodes;
mod pages;
mod permissions;
mod purges;
mod queues;
mod sanctions;
mod second_looks;
mod simulations;
mod sites;
mod smtp;
mod store;
mod storm;
mod story;
