//! What is embedded is what compiling the same schema gives, and neither the order of files nor a second run matters.

use etched::Strip;
use etched_compiler::{Sources, compile, image};
use workloads::random;

fn bytes(sources: &Sources) -> image::Bytes {
    let compiled = compile(sources).unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false, 100)));
    let _ = compiled.warnings.iter();
    image::write(&compiled.model, Strip::NONE).expect("the model has an image")
}

fn repository() -> Sources {
    Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/schema"))
}

#[test]
#[cfg(feature = "demo")]
fn the_embedded_image_is_the_freshly_compiled_one() {
    let compiled = compile(&repository()).unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false, 100)));
    let _ = compiled.warnings.iter();
    let us = image::Embedder::new("etched", env!("CARGO_PKG_VERSION"));
    let fresh = image::embed(&compiled.model, Strip::NONE, &us).expect("the model has an image");
    let registry = etched::Registry::load(&etched::demo::METADATA);
    assert!(registry.image().records() == fresh.records, "other records");
    assert!(registry.image().strings() == fresh.strings, "other strings");
}

#[test]
fn files_in_any_order_give_the_same_bytes() {
    let sources = repository();
    let files: Vec<(String, String)> =
        sources.files().map(|file| (file.path().to_owned(), file.text().to_owned())).collect();
    let expected = bytes(&sources);
    for turn in [1, 7, 13] {
        let mut shuffled = files.clone();
        shuffled.rotate_left(turn);
        shuffled.swap(0, turn);
        assert!(bytes(&Sources::from_texts(shuffled)) == expected, "another order, other bytes");
    }
}

#[test]
fn an_image_reads_back_as_its_model() {
    for seed in 0..150 {
        let model = random::model(seed, 12);
        let bytes = image::write(&model, Strip::NONE).expect("the model has an image");
        assert_eq!(
            bytes,
            image::write(&model, Strip::NONE).expect("the model has an image"),
            "the same model, the same bytes"
        );
        assert_eq!(image::read(bytes.image()), model, "seed {seed}");
    }
    for seed in 0..60 {
        let sources = Sources::from_texts([("schema/random.cdt", random::schema(seed, 10))]);
        let compiled = compile(&sources).unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false, 100)));
        let _ = compiled.warnings.iter();
        let bytes = image::write(&compiled.model, Strip::NONE).expect("the model has an image");
        assert_eq!(image::read(bytes.image()), compiled.model, "seed {seed}");
    }
}

#[test]
fn stripping_changes_neither_the_digest_nor_the_graph() {
    let sources = repository();
    let compiled = compile(&sources).unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false, 100)));
    let _ = compiled.warnings.iter();
    let full = image::write(&compiled.model, Strip::NONE).expect("the model has an image");
    let stripped = image::write(&compiled.model, Strip::NONE.docs(true).bodies(true).paths(true));
    let stripped = stripped.expect("the model has an image");
    let (full, stripped) = (
        etched::Registry::from_trusted_parts(full.records, full.strings),
        etched::Registry::from_trusted_parts(stripped.records, stripped.strings),
    );
    assert_eq!(full.digest(), stripped.digest());
    assert!(stripped.image_bytes() * 10 < full.image_bytes() * 9);
    for (a, b) in full.resources().into_iter().zip(stripped.resources()) {
        assert_eq!(a.hash(), b.hash());
        assert_eq!(a.incoming().len(), b.incoming().len());
        assert_eq!(b.documentation(), None);
        assert_eq!(b.location().to_string(), "");
        for (a, b) in a.hooks().into_iter().zip(b.hooks()) {
            assert_eq!(b.source_code(), None);
            assert!(a.calls().eq(b.calls()));
        }
    }
}
