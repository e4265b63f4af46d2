//! Which schema a macro means, and its image; each is loaded once and again only when its files have changed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::SystemTime;
use std::{env, fs};

use etched_compiler::image::{self, Bytes};
use etched_compiler::{Sources, Strip, build, compile};

/// Where a schema was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// The directory in `OUT_DIR` that a build script filled.
    Built(PathBuf),
    /// A schema directory or file.
    Text(PathBuf),
}

/// A compiled schema.
pub(crate) struct Loaded {
    /// The image, nothing stripped unless a build script did.
    pub(crate) full: Bytes,
    /// The image without bodies, as release builds embed it; empty for what a build script left.
    pub(crate) release: Option<Bytes>,
    /// Files it was read from.
    pub(crate) files: Vec<PathBuf>,
}

type Stamp = Vec<(PathBuf, Option<SystemTime>)>;
type Cached = (Stamp, Result<Arc<Loaded>, String>);

/// Finds the schema: the macro's own argument, what a build script left, the manifest, the directory `schema`.
pub(crate) fn locate(argument: Option<&str>) -> Result<Source, String> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|_| "CARGO_MANIFEST_DIR is not set".to_owned())?);
    if let Some(path) = argument {
        let path = root.join(path);
        return if path.exists() {
            Ok(Source::Text(path))
        } else {
            Err(format!("there is no schema at {}", path.display()))
        };
    }
    if let Some(out) = env::var_os("OUT_DIR") {
        let built = Path::new(&out).join(build::OUTPUT);
        if built.join(build::RECORDS).is_file() {
            return Ok(Source::Built(built));
        }
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    if let Some(path) = manifest_schema(&manifest) {
        return locate(Some(path));
    }
    let path = root.join("schema");
    if path.exists() {
        return Ok(Source::Text(path));
    }
    Err(format!(
        "no schema found: give a path, as in `embed!(\"path\")`, or run `etched_compiler::Build::new().run()` in build.rs, \
         or set `schema` in [package.metadata.etched], or create {}",
        path.display()
    ))
}

/// Reads `schema = "…"` of `[package.metadata.etched]`.
///
/// One key of one table: a line scan, because a TOML parser would be most of what this crate builds.
fn manifest_schema(manifest: &str) -> Option<&str> {
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line.starts_with("[package.metadata.etched]");
        } else if inside && let Some((key, value)) = line.split_once('=') {
            let value = value.trim();
            let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
            if let (Some(quote), "schema") = (quote, key.trim()) {
                return value[1..].split(quote).next();
            }
        }
    }
    None
}

/// Loads a schema; the same result for every macro of one compilation.
pub(crate) fn load(source: &Source) -> Result<Arc<Loaded>, String> {
    static CACHE: OnceLock<Mutex<HashMap<Source, Cached>>> = OnceLock::new();
    let cache = CACHE.get_or_init(Mutex::default);
    let stamp = stamp(source);
    // A macro that panicked while it held the lock left a whole entry or none.
    let mut cache = cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some((seen, loaded)) = cache.get(source)
        && *seen == stamp
    {
        return loaded.clone();
    }
    let loaded = read(source, &stamp).map(Arc::new);
    cache.insert(source.clone(), (stamp, loaded.clone()));
    loaded
}

fn read(source: &Source, stamp: &Stamp) -> Result<Loaded, String> {
    match source {
        Source::Built(directory) => {
            let unreadable = |error: std::io::Error| format!("cannot read {}: {error}", directory.display());
            let records = fs::read(directory.join(build::RECORDS)).map_err(unreadable)?;
            let strings = fs::read_to_string(directory.join(build::STRINGS)).map_err(unreadable)?;
            Ok(Loaded { full: Bytes { records, strings }, release: None, files: Vec::new() })
        }
        Source::Text(path) => match compile(&Sources::read(path)) {
            Ok(compiled) => {
                // Warnings are for builds and `etched check`; a macro has no place to show them.
                let _ = compiled.warnings.iter();
                Ok(Loaded {
                    full: image::write(&compiled.model, Strip::NONE),
                    release: Some(image::write(&compiled.model, Strip { bodies: true, ..Strip::NONE })),
                    files: stamp.iter().map(|(path, _)| path.clone()).filter(|path| path.is_file()).collect(),
                })
            }
            Err(diagnostics) => Err(format!("the schema has errors\n{}", diagnostics.render(false, 100))),
        },
    }
}

/// Files and directories a schema is read from, with their times: editors keep one macro process for many edits.
fn stamp(source: &Source) -> Stamp {
    let mut stamp = Vec::new();
    match source {
        Source::Built(directory) => visit(&directory.join(build::RECORDS), &mut stamp),
        Source::Text(path) => visit(path, &mut stamp),
    }
    stamp
}

fn visit(path: &Path, stamp: &mut Stamp) {
    let time = fs::metadata(path).and_then(|meta| meta.modified()).ok();
    stamp.push((path.to_owned(), time));
    if path.is_dir()
        && let Ok(entries) = fs::read_dir(path)
    {
        let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        for entry in entries {
            if entry.extension().is_some_and(|extension| extension == "cdt") || (entry.is_dir() && !entry.is_symlink())
            {
                visit(&entry, stamp);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::manifest_schema;

    #[test]
    fn the_manifest_names_a_schema_in_its_own_table_only() {
        assert_eq!(manifest_schema("[package.metadata.etched]\nschema = \"app/schema\" # here"), Some("app/schema"));
        assert_eq!(manifest_schema("[package.metadata.etched]\nschema='s'"), Some("s"));
        assert_eq!(manifest_schema("[package.metadata.other]\nschema = \"x\""), None);
        assert_eq!(manifest_schema("[package.metadata.etched]\nschema = 3"), None);
    }
}
