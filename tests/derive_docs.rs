//! The table of types in the documentation and the one the derive goes by have the same names.
#![forbid(unsafe_code)]

use etched_compiler::bind::{Holds, TYPES};
use etched_compiler::model::Scalar;

const DOCS: &str = include_str!("../src/derive.md");

#[test]
fn every_type_is_documented_and_every_documented_type_is_known() {
    let words: Vec<&str> = DOCS.split('`').skip(1).step_by(2).collect();
    for (name, ..) in TYPES {
        assert!(words.contains(name), "{name} is not in src/derive.md");
    }
    let table = DOCS.split("# Types").nth(1).unwrap().split("# Errors").next().unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    for row in rows {
        let rust = row.split('|').nth(2).unwrap();
        for name in rust.split('`').skip(1).step_by(2).filter(|word| !word.contains(['#', '<'])) {
            assert!(TYPES.iter().any(|(known, ..)| *known == name), "nobody knows {name}");
        }
    }
}

#[test]
fn each_scalar_has_a_type_that_messages_propose() {
    for scalar in Scalar::NAMES.into_iter().filter_map(Scalar::named).filter(|scalar| *scalar != Scalar::Json) {
        let holds = |holds: &Holds| matches!(holds, Holds::Scalars(list) if list.contains(&scalar));
        assert!(TYPES.iter().any(|(.., entry)| holds(entry)), "nothing holds {scalar:?}");
    }
}
