//! Prints what the document and the schema say together.

static REGISTRY: etched::Registry = {
    static METADATA: etched::Metadata = etched::embed!();
    etched::Registry::load(&METADATA)
};

fn main() {
    for resource in REGISTRY.resources() {
        let fields: Vec<_> = resource.fields().into_iter().map(|field| field.name()).collect();
        println!("{} {}", resource.name(), fields.join(" "));
    }
}
