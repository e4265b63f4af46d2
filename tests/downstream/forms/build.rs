fn main() {
    etched_compiler::Build::new().add("openapi.yaml").add("schema").run();
}
