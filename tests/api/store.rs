//! Migrations go up, down and up again, and nodes that start together take turns.

use postil::app::address;
use postil::store::Store;

use crate::app::{Backend, config};

fn nodes_start_together(backend: Backend) {
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let folder = tempfile::tempdir().expect("a folder");
    let address = address(&config(backend, folder.path()));
    let nodes: Vec<_> = (0..4)
        .map(|_| {
            let address = address.clone();
            std::thread::spawn(move || Store::migrate(&address).expect("migrated").len())
        })
        .collect();
    let applied: Vec<usize> = nodes.into_iter().map(|node| node.join().expect("no panic")).collect();
    assert_eq!(applied.iter().filter(|count| **count > 0).count(), 1, "one node migrates: {applied:?}");
    let count: usize = applied.iter().sum();
    assert_eq!(Store::revert(&address).expect("reverted"), count);
    assert_eq!(Store::migrate(&address).expect("migrated again").len(), count);
}

#[test]
fn nodes_start_together_on_sqlite() {
    nodes_start_together(Backend::Sqlite);
}

#[test]
fn nodes_start_together_on_postgres() {
    nodes_start_together(Backend::Postgres);
}
