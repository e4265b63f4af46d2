//! Which schema a macro means, and its image; each is loaded once and again only when its files have changed.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs};

use etched_compiler::image::{self, Bytes, Embedder};
use etched_compiler::{SchemaFiles, Sources, Strip, build, compile, nearest_path};
use etched_core::{Header, LAYOUT_MINOR};
use proc_macro2::Span;
use syn::LitStr;

/// How long a loaded schema is taken for unchanged: editors keep one macro process for many edits, and looking at
/// every file for every macro would cost more than the macros.
const FRESH: Duration = Duration::from_secs(2);

/// Where a schema was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// The directory in `OUT_DIR` that a build script filled.
    Built(PathBuf),
    /// A schema directory or file.
    Text(PathBuf),
    /// A schema directory or file that the manifest names.
    Named(PathBuf),
}

/// A compiled schema.
pub(crate) struct Loaded {
    /// The image, nothing stripped unless a build script did.
    pub(crate) full: Bytes,
    /// The image without bodies, as release builds embed it; empty for what a build script left.
    pub(crate) release: Option<Bytes>,
    /// What the paths of the schema's files start from; `None` for what a build script left, which Cargo watches.
    base: Option<PathBuf>,
}

impl Loaded {
    /// Returns the fingerprint of the numbering, which ids carry.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.full.image().fingerprint()
    }

    /// Returns where a file of the schema is, for Cargo to watch; nothing where a build script has seen to it.
    pub(crate) fn file(&self, file_path: &str) -> Option<String> {
        let path = self.base.as_ref()?.join(file_path);
        (!file_path.is_empty() && path.is_file()).then(|| path.display().to_string())
    }
}

/// What is loaded, and for whom.
type Key = (Source, Option<Embedder>);

type Stamp = Vec<(PathBuf, Option<SystemTime>)>;

struct Cached {
    stamp: Stamp,
    checked: Instant,
    loaded: Result<Arc<Loaded>, String>,
}

/// Finds the schema: the macro's own argument, what a build script left, the manifest, the directory `schema`.
pub(crate) fn locate(argument: Option<&str>) -> Result<Source, String> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|_| "CARGO_MANIFEST_DIR is not set".to_owned())?);
    if let Some(argument) = argument {
        let path = root.join(argument);
        return if !argument.is_empty() && path.exists() {
            Ok(Source::Text(path))
        } else {
            Err(format!("there is no schema at {}", absent(&root, argument)))
        };
    }
    if let Some(out) = env::var_os("OUT_DIR") {
        let built = Path::new(&out).join(build::OUTPUT);
        if built.join(build::RECORDS).is_file() {
            return Ok(Source::Built(built));
        }
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    if let Some(named) = manifest_schema(&manifest) {
        let path = root.join(named);
        return if path.exists() {
            Ok(Source::Named(path))
        } else {
            Err(format!(
                "[package.metadata.etched] in Cargo.toml names a schema that is not there: {}",
                absent(&root, named)
            ))
        };
    }
    let path = root.join("schema");
    if path.exists() {
        return Ok(Source::Text(path));
    }
    Err("no schema found: create the directory `schema` beside Cargo.toml, or give a path, as in `embed!(\"path\")`, or \
         run `etched_compiler::Build::new().run()` in build.rs, or set `schema` in [package.metadata.etched]"
        .to_owned())
}

/// Returns the error of a macro whose schema is nowhere; `None` when this compilation has said so before.
///
/// One mistake, one message: a path that a macro was given is its own, but a schema that no macro finds is reported by
/// the first that looks for it. A crate of models has no `embed!` to leave that to.
pub(crate) fn missing(argument: Option<&LitStr>, message: &str) -> Option<syn::Error> {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let first = || SAID.lock().unwrap_or_else(PoisonError::into_inner).insert(format!("{root}\n{message}"));
    let span = match argument {
        Some(argument) => argument.span(),
        None if first() => Span::call_site(),
        None => return None,
    };
    Some(syn::Error::new(span, format!("etched: {message}")))
}

/// Returns a path that does not exist, with the one that may have been meant; relative, as it was given, so that the
/// message is the same on every machine.
fn absent(root: &Path, path: &str) -> String {
    let near = if path.is_empty() { None } else { nearest_path(&root.join(path)) };
    let help = near.as_deref().and_then(Path::file_name).map_or_else(String::new, |near| {
        format!("; did you mean `{}`?", Path::new(path).with_file_name(near).display())
    });
    format!("`{path}`, seen from Cargo.toml{help}")
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
    // One process may serve several crates that embed one schema, and the image says which of them it is for.
    static CACHE: OnceLock<Mutex<HashMap<Key, Cached>>> = OnceLock::new();
    let embedder = Embedder::of_cargo();
    let cache = CACHE.get_or_init(Mutex::default);
    // A macro that panicked while it held the lock left a whole entry or none.
    let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (source.clone(), embedder);
    let known = cache.get_mut(&key);
    if let Some(known) = &known
        && known.checked.elapsed() < FRESH
    {
        return known.loaded.clone();
    }
    let stamp = stamp(source);
    if let Some(known) = known
        && known.stamp == stamp
    {
        known.checked = Instant::now();
        return known.loaded.clone();
    }
    let loaded = read(source, key.1.as_ref()).map(Arc::new);
    cache.insert(key, Cached { stamp, checked: Instant::now(), loaded: loaded.clone() });
    loaded
}

fn read(source: &Source, embedder: Option<&Embedder>) -> Result<Loaded, String> {
    match source {
        Source::Built(directory) => {
            let unreadable = |error: std::io::Error| format!("cannot read {}: {error}", directory.display());
            let records = fs::read(directory.join(build::RECORDS)).map_err(unreadable)?;
            let strings = fs::read_to_string(directory.join(build::STRINGS)).map_err(unreadable)?;
            match Header::read(&records, strings.len()) {
                Ok(header) if u32::from(header.minor) <= u32::from(LAYOUT_MINOR) => {}
                Ok(_) => return Err("the build script uses a newer etched-compiler than etched".to_owned()),
                Err(error) => return Err(error.to_string()),
            }
            Ok(Loaded { full: Bytes { records, strings }, release: None, base: None })
        }
        Source::Text(path) | Source::Named(path) => match compile(&Sources::read(path)) {
            Ok(compiled) => {
                // Warnings are for builds and `etched check`; a macro has no place to show them.
                let write = |strip| match embedder {
                    Some(embedder) => image::embed(&compiled.model, strip, embedder),
                    None => image::write(&compiled.model, strip),
                };
                let write = |strip| write(strip).map_err(|error| error.to_string());
                let full = write(Strip::NONE)?;
                let release = write(Strip::NONE.bodies(true))?;
                let release = (release != full).then_some(release);
                // A directory's files are called after it, a single file after itself.
                let real = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
                Ok(Loaded { full, release, base: real.parent().map(Path::to_path_buf) })
            }
            Err(diagnostics) => Err(format!("the schema has errors\n\n{}", diagnostics.render(false, 100))),
        },
    }
}

/// Returns the files a schema is read from, for Cargo to watch; none where a build script has seen to it.
pub(crate) fn files(source: &Source) -> Vec<String> {
    let (path, manifest) = match source {
        Source::Built(_) => return Vec::new(),
        Source::Text(path) => (path, None),
        Source::Named(path) => (path, manifest()),
    };
    let found = SchemaFiles::find(path);
    let paths = manifest.iter().chain(found.files().iter().map(|file| &file.path));
    paths.filter(|path| path.is_file()).map(|path| path.display().to_string()).collect()
}

fn manifest() -> Option<PathBuf> {
    env::var_os("CARGO_MANIFEST_DIR").map(|root| Path::new(&root).join("Cargo.toml"))
}

/// Files and directories a schema is read from, with their times.
fn stamp(source: &Source) -> Stamp {
    let mut stamp = Vec::new();
    match source {
        Source::Built(directory) => stamp.push(stamped(&directory.join(build::RECORDS))),
        Source::Text(path) => visit(path, &mut stamp),
        Source::Named(path) => {
            stamp.extend(manifest().map(|path| (path, None)));
            visit(path, &mut stamp);
        }
    }
    stamp
}

/// Adds what the compiler reads of a schema, directories and links included.
fn visit(schema: &Path, stamp: &mut Stamp) {
    let found = SchemaFiles::find(schema);
    let files = found.files().iter().map(|file| &file.path);
    let paths = [schema].into_iter().chain(found.directories().iter().chain(files).map(PathBuf::as_path));
    stamp.extend(paths.map(stamped));
    // What cannot be read has no time; that it can be again is a change, too.
    stamp.extend(found.problems().iter().map(|problem| (PathBuf::from(problem.place().file_path()), None)));
}

fn stamped(path: &Path) -> (PathBuf, Option<SystemTime>) {
    (path.to_owned(), fs::metadata(path).and_then(|meta| meta.modified()).ok())
}

#[cfg(test)]
mod tests {
    use super::{Source, files, manifest_schema, stamp};

    #[cfg(unix)]
    #[test]
    fn files_behind_links_are_watched() {
        use std::fs;
        use std::os::unix::fs::symlink;

        let root = std::env::temp_dir().join(format!("etched-macros-{}", std::process::id()));
        let (schema, other) = (root.join("schema"), root.join("other"));
        fs::create_dir_all(&schema).unwrap();
        fs::create_dir_all(&other).unwrap();
        fs::write(other.join("tag.cdt"), "resource Tag { }").unwrap();
        symlink(&other, schema.join("linked")).unwrap();
        let source = Source::Text(schema.clone());
        let found = files(&source);
        let before = stamp(&source);
        fs::write(other.join("user.cdt"), "resource User { }").unwrap();
        let after = stamp(&source);
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(found, [schema.join("linked/tag.cdt").display().to_string()]);
        assert_ne!(before, after);
    }

    #[test]
    fn the_manifest_names_a_schema_in_its_own_table_only() {
        assert_eq!(manifest_schema("[package.metadata.etched]\nschema = \"app/schema\" # here"), Some("app/schema"));
        assert_eq!(manifest_schema("[package.metadata.etched]\nschema='s'"), Some("s"));
        assert_eq!(manifest_schema("[package.metadata.other]\nschema = \"x\""), None);
        assert_eq!(manifest_schema("[package.metadata.etched]\nschema = 3"), None);
    }
}
