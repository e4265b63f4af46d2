//! Metadata documents and images: read or refused, and what was read is written and read as the same.

use std::fs;

use etched_compiler::document::{read_json, read_msgpack, write_json, write_msgpack};
use etched_compiler::image;
use etched_core::validate::{split, validate};
use etched_core::{HEADER_LEN, Header, Strip};

use super::{Random, directory, run, seeds, tree};

fn check_json(bytes: &[u8]) {
    match read_json(bytes) {
        Ok(document) => {
            let again = read_json(write_json(&document.model).as_bytes()).expect("our own document is readable");
            assert_eq!(again.model, document.model);
            let bytes = image::write(&document.model, Strip::NONE).expect("the model has an image");
            let image = validate(&bytes.records, bytes.strings.as_bytes()).expect("our own image is whole");
            assert_eq!(image::read(image), document.model);
        }
        Err(error) => assert!(error.to_string().len() < 2000),
    }
}

fn check_msgpack(bytes: &[u8]) {
    match read_msgpack(bytes) {
        Ok(document) => {
            let again = read_msgpack(&write_msgpack(&document.model)).expect("our own document is readable");
            assert_eq!(again.model, document.model);
        }
        Err(error) => assert!(error.to_string().len() < 2000),
    }
}

fn check_image(bytes: &[u8]) {
    let checked = split(bytes).and_then(|(records, strings)| validate(records, strings));
    match checked {
        Ok(image) => {
            let model = image::read(image);
            let again = image::write(&model, Strip::NONE).expect("the model has an image");
            let reread = validate(&again.records, again.strings.as_bytes()).expect("our own image is whole");
            assert_eq!(image::read(reread), model);
            // Of an accepted image hashes may be wrong, and it can be written once more with less.
            let _ = image::hashes_hold(image);
            if let Ok(less) = image::strip(image, Strip::NONE.docs(true)) {
                let checked = validate(&less.records, less.strings.as_bytes());
                assert!(checked.is_ok(), "{:?}", checked.err());
            }
        }
        Err(error) => assert!(error.to_string().len() < 2000),
    }
}

/// Puts lengths and checksum right, so that what is behind them is reached.
fn seal(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.len() < HEADER_LEN {
        return bytes;
    }
    let records =
        Header::lens(&bytes).map_or(HEADER_LEN, |(records, _)| records as usize).clamp(HEADER_LEN, bytes.len());
    let (records, strings) = bytes.split_at_mut(records);
    etched_core::seal(records, strings);
    bytes
}

/// Does one thing to bytes.
fn mutate_bytes(random: &mut Random, bytes: &mut Vec<u8>, others: &[Vec<u8>]) {
    const WORDS: [u32; 6] = [u32::MAX, 1 << 31, 1 << 24, 0, 1, 0x0101_0101];
    if bytes.len() < 8 {
        return bytes.extend([random.next() as u8; 4]);
    }
    let at = random.below(bytes.len());
    let end = (at + random.below(16)).min(bytes.len());
    match random.below(7) {
        0 | 1 => bytes[at] ^= 1 << random.below(8),
        2 => bytes[at] = random.next() as u8,
        3 => {
            let at = at.min(bytes.len() - 4) & !3;
            bytes[at..at + 4].copy_from_slice(&random.pick(&WORDS).to_le_bytes());
        }
        4 => drop(bytes.drain(at..end)),
        5 => {
            let piece = bytes[at..end].to_vec();
            let to = random.below(bytes.len() - piece.len() + 1);
            bytes[to..to + piece.len()].copy_from_slice(&piece);
        }
        _ => {
            let other = random.pick(others);
            let from = random.below(other.len());
            let piece = other[from..].iter().take(end - at).copied();
            bytes.splice(at..at, piece.collect::<Vec<_>>());
        }
    }
}

#[test]
fn json_is_read_or_refused() {
    let bytes = seeds("document_json", 8);
    let values = tree::values(&bytes);
    let texts: Vec<_> = bytes.into_iter().map(|seed| String::from_utf8(seed).expect("a seed is text")).collect();
    run("document_json", &texts, check_json, |random, texts| tree::mutated_text(random, texts, &values));
}

#[test]
fn msgpack_is_read_or_refused() {
    let values = tree::values(&seeds("document_json", 8));
    run("document_msgpack", &seeds("document_msgpack", 8), check_msgpack, |random, seeds| {
        let mut bytes = match random.below(2) {
            0 => random.pick(seeds).clone(),
            _ => rmp_serde::to_vec(&tree::mutated(random, &values)).expect("a value is MessagePack"),
        };
        for _ in 0..random.below(4) {
            mutate_bytes(random, &mut bytes, seeds);
        }
        bytes
    });
}

#[test]
fn images_are_read_or_refused() {
    run("image", &seeds("image", 8), check_image, |random, seeds| {
        let mut bytes = random.pick(seeds).clone();
        for _ in 0..=random.below(3) {
            mutate_bytes(random, &mut bytes, seeds);
        }
        if random.below(4) == 0 { bytes } else { seal(bytes) }
    });
}

/// The seeds of the other two targets are those of `document_json` in another form; `ETCHED_BLESS=1` writes them anew.
#[test]
fn seeds_are_what_their_readers_read() {
    let bless = std::env::var_os("ETCHED_BLESS").is_some();
    for entry in fs::read_dir(directory("document_json")).unwrap() {
        let path = entry.unwrap().path();
        let model =
            read_json(&fs::read(&path).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", path.display())).model;
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let msgpack = directory("document_msgpack").join(format!("{name}.msgpack"));
        let image = directory("image").join(format!("{name}.etched"));
        if bless {
            fs::write(&msgpack, write_msgpack(&model)).unwrap();
            fs::write(&image, image::write(&model, Strip::NONE).expect("the model has an image").to_file()).unwrap();
        }
        let stale = "another form of its JSON seed is stale: ETCHED_BLESS=1 writes it anew";
        let read = read_msgpack(&fs::read(msgpack).unwrap_or_default());
        assert!(read.is_ok_and(|read| read.model == model), "{name}: {stale}");
        let bytes = fs::read(image).unwrap_or_default();
        let checked = split(&bytes).and_then(|(records, strings)| validate(records, strings));
        assert!(checked.is_ok_and(|image| image::read(image) == model), "{name}: {stale}");
    }
}
