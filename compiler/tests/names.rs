//! Tables of names: every key is found and no other, at every length, whoever chose the keys.

use std::collections::HashSet;

use etched_compiler::image::write;
use etched_compiler::model::{Model, Relationship, Resource};
use etched_core::layout::{self as rows, Section};
use etched_core::validate::validate;
use etched_core::{Strip, hash, table};
use proptest::prelude::*;

fn model(names: impl IntoIterator<Item = String>) -> Model {
    let resources = names.into_iter().map(|name| Resource { name: name.into(), ..Resource::default() });
    Model { resources: resources.collect(), ..Model::default() }
}

/// Checks an image of these names, and that none of the others is found in it.
fn check(names: &[String], others: &[String]) {
    let bytes = write(&model(names.to_vec()), Strip::NONE).expect("the model has an image");
    let image = bytes.image();
    validate(image.records(), image.strings().as_bytes()).unwrap();
    for (at, name) in names.iter().enumerate() {
        assert_eq!(image.find::<rows::Resource>(name).map(|id| id.index), Some(at as u32), "{} bytes", name.len());
    }
    for other in others {
        assert_eq!(image.find::<rows::Resource>(other), None, "{} bytes", other.len());
    }
}

#[test]
fn keys_of_every_length() {
    let lengths = (1..=40).chain([63, 64, 65, 255, 256, 1_023, 1_024]);
    let text = |len: usize, last: char| "x".repeat(len - 1) + &last.to_string();
    let names: Vec<String> = lengths.clone().map(|len| text(len, 'a')).collect();
    let others: Vec<String> = lengths.map(|len| text(len, 'b')).chain([String::new()]).collect();
    check(&names, &others);
    check(&[String::new()], &names);
}

/// The name of a resource is short; what its relationships point to in a document may be as long as it likes.
#[test]
fn keys_longer_than_a_name() {
    let text = |len: usize, last: char| "x".repeat(len - 1) + &last.to_string();
    let lengths = [1_025, 65_534, 65_535, 65_536, 70_000];
    let relationships = lengths.map(|len| Relationship { target: text(len, 'a').into(), ..Relationship::default() });
    let mut model = model([String::from("A")]);
    model.resources[0].relationships = relationships.into();
    let bytes = write(&model, Strip::NONE).expect("the model has an image");
    let image = validate(&bytes.records, bytes.strings.as_bytes()).expect("the compiler wrote it");
    for len in lengths {
        let found = image.find::<rows::Dangling>(&text(len, 'a')).expect("it is pointed to");
        assert_eq!(image.str(image.get(found).name()).len(), len);
        assert_eq!(image.find::<rows::Dangling>(&text(len, 'b')), None, "{len} bytes");
    }
}

#[test]
fn keys_that_share_their_beginnings_and_ends() {
    let of = |middle: usize, around: usize| format!("{0}{middle:04}{0}", "shared_".repeat(around));
    for around in 0..4 {
        let names: Vec<String> = (0..500).map(|middle| of(middle, around)).collect();
        let others: Vec<String> = (500..1_000).map(|middle| of(middle, around)).collect();
        check(&names, &others);
    }
}

/// Keys that all start at one slot under the first seed: the table is made with another one.
#[test]
fn no_choice_of_keys_makes_a_table_long() {
    let starts = 4 * 2_000;
    let first = |key: &String| table::start(hash::hash(0, key.as_bytes()), starts) < 3;
    let names: Vec<String> = (0_u64..).map(|at| format!("Chosen{at}")).filter(first).take(2_000).collect();
    check(&names, &["Chosen".to_owned()]);
    let bytes = write(&model(names), Strip::NONE).expect("the model has an image");
    assert_ne!(bytes.image().seed(Section::ResourceTable), 0);
}

/// 143 bytes whose last sixteen made the hash zero under every seed, when one factor did not depend on it.
#[test]
fn long_keys_with_chosen_ends() {
    const K1: u64 = 0xe703_7ed1_a0b4_28db;
    let mut chosen = Vec::new();
    for at in 0..2_500 {
        let mut key = format!("{at:0>111}").into_bytes();
        key.extend([K1.to_le_bytes(); 4].concat());
        chosen.push(key);
    }
    let hashes: HashSet<u64> = chosen.iter().map(|key| hash::hash(1, key)).collect();
    assert_eq!(hashes.len(), chosen.len());
}

#[test]
fn damaged_tables_are_refused() {
    let names: Vec<String> = (0..200).map(|at| format!("Resource{at}")).collect();
    let bytes = write(&model(names), Strip::NONE).expect("the model has an image");
    let entry = etched_core::HEADER_LEN + Section::ResourceTable as usize * etched_core::SECTION_ENTRY_LEN;
    let start = u32::from_le_bytes(bytes.records[entry..entry + 4].try_into().unwrap()) as usize;
    let mut refused = 0;
    for slot in 0..table::slots(200) {
        for byte in [0, 9, 16, 20] {
            let mut records = bytes.records.clone();
            records[start + slot * 24 + byte] ^= 1;
            let sum = etched_core::checksum(&records, bytes.strings.as_bytes());
            records[24..32].copy_from_slice(&sum.to_le_bytes());
            let used = bytes.records[start + slot * 24 + 20..start + slot * 24 + 24] != [0; 4];
            let accepted = validate(&records, bytes.strings.as_bytes()).is_ok();
            // What is in an empty slot beside the id says nothing.
            assert_eq!(accepted, !used && byte != 20, "slot {slot} byte {byte}");
            refused += usize::from(!accepted);
        }
    }
    assert!(refused > 800);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_key_is_found_and_no_other(names: HashSet<String>, others: HashSet<String>) {
        let others: Vec<String> = others.difference(&names).cloned().collect();
        check(&names.into_iter().collect::<Vec<_>>(), &others);
    }
}
