//! The thin binary: everything is in the library.

fn main() {
    std::process::exit(postil::cli::run());
}
