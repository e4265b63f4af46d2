//! `[package.metadata.etched.types]`: what types hold that no derive can stand on, such as aliases.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use std::{env, fs};

use etched_compiler::bind::claim;
use toml::de::{DeTable, DeValue};

/// What the manifest of the crate being compiled says of types.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Types {
    /// What each holds, by the last segment of its path.
    pub(crate) holds: BTreeMap<String, String>,
    /// What is wrong about the table.
    pub(crate) wrong: Vec<String>,
}

/// A manifest that was read: where it is, when it was changed, what it says.
type Read = (PathBuf, Option<SystemTime>, Arc<Types>);

impl Types {
    /// Reads the manifest, once for all derives of a compilation; nothing where there is none.
    pub(crate) fn read() -> Arc<Self> {
        static READ: Mutex<Option<Read>> = Mutex::new(None);
        let Some(path) = path() else { return Arc::default() };
        // An editor's server lives longer than what the manifest says.
        let time = fs::metadata(&path).and_then(|meta| meta.modified()).ok();
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        match &*read {
            Some((known, then, types)) if *known == path && *then == time => Arc::clone(types),
            _ => {
                let text = fs::read_to_string(&path).unwrap_or_default();
                let types = Arc::new(Self::parse(&text));
                *read = Some((path, time, Arc::clone(&types)));
                types
            }
        }
    }

    /// Returns the manifest for Cargo to watch, where it says anything.
    pub(crate) fn file(&self) -> Option<String> {
        let says = !self.holds.is_empty() || !self.wrong.is_empty();
        path().filter(|path| says && path.is_file()).map(|path| path.display().to_string())
    }

    /// Reads the text of a manifest. What Cargo itself does not read is Cargo's to say.
    fn parse(text: &str) -> Self {
        let mut out = Self::default();
        let Ok(document) = DeTable::parse(text) else { return out };
        let mut inside = document.get_ref().get("package");
        for key in ["metadata", "etched", "types"] {
            inside = inside.and_then(|value| value.get_ref().as_table()).and_then(|table| table.get(key));
        }
        let Some(types) = inside else { return out };
        let table = "[package.metadata.etched.types] in Cargo.toml";
        let DeValue::Table(types) = types.get_ref() else {
            out.wrong.push(format!("{table} is a table, as in `types = {{ UserId = \"uuid\" }}`"));
            return out;
        };
        for (name, word) in types {
            let name = name.get_ref();
            let what = match (word.get_ref().as_str().map(claim), syn::parse_str::<syn::Ident>(name)) {
                (Some(Ok(claim)), Ok(_)) => {
                    out.holds.insert(name.to_string(), claim);
                    continue;
                }
                (_, Err(_)) => format!("`{name}` is not the name of a type; leave out its path and arguments"),
                (Some(Err(wrong)), _) => format!("`{name}`: {wrong}"),
                (None, _) => format!("`{name}`: expected a text, as in `{name} = \"uuid\"`"),
            };
            out.wrong.push(format!("{table}: {what}"));
        }
        out
    }
}

fn path() -> Option<PathBuf> {
    env::var_os("CARGO_MANIFEST_DIR").map(|root| PathBuf::from(root).join("Cargo.toml"))
}

#[cfg(test)]
mod tests {
    use super::Types;

    #[test]
    fn every_form_of_the_table_is_read_and_what_is_wrong_is_said() {
        let forms = [
            "[package.metadata.etched.types]\nUserId = \"uuid!\" # as the schema has it",
            "[package]\nmetadata.etched.types.UserId = 'uuid'",
            "[package.metadata]\netched = { types = { \"UserId\" = \"uuid\" } }",
        ];
        for text in forms {
            let types = Types::parse(text);
            assert_eq!(
                types.holds.iter().map(|(name, holds)| (name.as_str(), holds.as_str())).collect::<Vec<_>>(),
                [("UserId", "uuid")]
            );
            assert_eq!(types.wrong, [""; 0], "{text}");
        }
        let wrong = [
            ("types = 3", "is a table"),
            ("types.UserId = 3", "`UserId`: expected a text"),
            ("types.UserId = \"uid\"", "`UserId`: `uid` is no type; did you mean `uuid`?"),
            ("types.\"a::UserId\" = \"uuid\"", "`a::UserId` is not the name of a type"),
        ];
        for (text, expected) in wrong {
            let types = Types::parse(&format!("[package.metadata.etched]\n{text}"));
            assert!(types.holds.is_empty() && types.wrong.len() == 1 && types.wrong[0].contains(expected), "{types:?}");
        }
        for nothing in ["", "[package", "[package.metadata.other.types]\nA = \"uuid\"", "[package]\nmetadata = 3"] {
            assert_eq!(Types::parse(nothing), Types::default(), "{nothing}");
        }
    }
}
