//! A program that answers questions about itself: `cargo run --example ask --features cli,demo -- resources`.

static REGISTRY: etched::Registry = etched::Registry::load(&etched::demo::METADATA);

fn main() -> std::process::ExitCode {
    etched::cli::run(&REGISTRY)
}
