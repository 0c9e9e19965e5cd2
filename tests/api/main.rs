//! The API as its clients see it, on SQLite and on PostgreSQL alike. `tests/run` starts the PostgreSQL.

mod account;
mod app;
mod commands;
mod comments;
mod demo;
mod manners;
mod measures;
mod moderation;
mod nodes;
mod pages;
mod purges;
mod sanctions;
mod sites;
mod smtp;
mod store;
mod story;
