//! Schema text compiled while the program runs, as tests do it and tools.

use etched::Registry;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bytes = etched_compiler::compile_str(
        "@strict nullability
         resource Post { title: string!  author: User!  @on create: [auth] }
         resource User { name: string! }",
    )?;
    let registry = Registry::from_bytes(&bytes.to_file())?;
    for route in registry.routes() {
        println!("{:6} {:12} {}", route.method(), route.path(), route.handler());
    }

    let wrong = etched_compiler::compile_str("@strict nullability resource Post { title: strng! }").unwrap_err();
    println!("{wrong}");
    Ok(())
}
