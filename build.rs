//! Compiles `schema/` for the feature `demo`, and otherwise does nothing.

fn main() {
    // Only this script changing means running it again; with `demo` the compiler adds the schema's files.
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "demo")]
    etched_compiler::Build::new().strip(etched_compiler::Strip::NONE).run();
}
