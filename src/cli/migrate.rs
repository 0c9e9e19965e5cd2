//! `postil migrate`

use crate::app::address;
use crate::config::Config;
use crate::store::Store;

pub(super) fn run(config: &Config) -> Result<i32, String> {
    let applied = Store::migrate(&address(config)).map_err(|error| error.to_string())?;
    for name in &applied {
        println!("applied {name}");
    }
    println!("{} migrations applied", applied.len());
    Ok(0)
}
