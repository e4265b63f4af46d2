fn main() {
    etched_compiler::Build::new().run();
}
