//! What reading a schema from disk makes of directories that are not as they should be.

use std::fs;
use std::path::PathBuf;

use etched_compiler::{CODES, Diagnostics, Sources, compile};

/// A directory of its own for a test, removed at its end.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("schema")).unwrap();
        Self(path)
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.0.join("schema").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    fn sources(&self) -> Sources {
        Sources::read(self.0.join("schema"))
    }

    fn errors(&self) -> Diagnostics {
        compile(&self.sources()).expect_err("the directory should be refused")
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn codes(diagnostics: &Diagnostics) -> Vec<&str> {
    assert!(diagnostics.iter().all(|found| CODES.iter().any(|code| code.id == found.code())));
    diagnostics.iter().map(|found| found.code()).collect()
}

#[test]
fn paths_are_the_directory_s_own_name_and_sorted() {
    let directory = Directory::new("paths");
    directory.write("shop/order.cdt", "resource Order { a: int! }").write("app.cdt", "").write("shop.cdt", "");
    directory.write("notes.md", "no schema").write(".git/x.cdt", "@").write(".#order.cdt", "@");
    let sources = directory.sources();
    let paths: Vec<_> = sources.files().map(|file| file.path().to_owned()).collect();
    assert_eq!(paths, ["schema/app.cdt", "schema/shop.cdt", "schema/shop/order.cdt"]);
    let model = compile(&sources).unwrap().model;
    assert!(model.files.iter().map(|file| &*file.path).eq(paths.iter().map(String::as_str)));
    assert_eq!((model.resources[0].file_path.as_str(), model.resources[0].line), ("schema/shop/order.cdt", 1));

    let dotted = Sources::read(directory.0.join("schema/shop/.."));
    assert_eq!(dotted.files().next().unwrap().path(), "schema/app.cdt");
    let single = Sources::read(directory.0.join("schema/shop/order.cdt"));
    assert_eq!(single.files().next().unwrap().path(), "order.cdt");
}

#[test]
fn missing_and_empty() {
    let directory = Directory::new("missing");
    assert_eq!(codes(&directory.errors()), ["E0003"]);
    let errors = compile(&Sources::read(directory.0.join("nowhere"))).unwrap_err();
    assert_eq!(codes(&errors), ["E0001"]);
    let error = errors.iter().next().unwrap();
    assert_eq!((error.expected(), error.suggestion()), (Some("a directory of .cdt files, or one such file"), None));

    directory.write("schema/a.cdt", "resource A { }");
    let errors = compile(&Sources::read(directory.0.join("shema"))).unwrap_err();
    let meant = directory.0.join("schema").display().to_string();
    assert_eq!(errors.iter().next().unwrap().suggestion(), Some(meant.as_str()));

    let errors = compile(&Sources::from_texts::<&str, &str>([])).unwrap_err();
    assert_eq!(codes(&errors), ["E0003"]);
}

#[test]
fn not_utf8_names_the_byte_and_hides_nothing_else() {
    let directory = Directory::new("utf8");
    directory.write("a.cdt", b"resource A { }\n// caf\xe9\n").write("b.cdt", "resource B { x: strng! }");
    let errors = directory.errors();
    assert_eq!(codes(&errors), ["E0002", "E0040"]);
    let message = errors.iter().next().unwrap().message();
    assert!(message.contains("byte 21") && message.contains("line 2"), "{message}");
}

#[test]
fn the_same_path_twice() {
    let texts = [("a.cdt", "resource A { }"), ("a.cdt", "resource B { }")];
    let errors = compile(&Sources::from_texts(texts)).unwrap_err();
    assert_eq!(codes(&errors), ["E0006"]);
}

#[test]
fn byte_order_mark_and_line_ends_change_nothing() {
    let text = "resource A {\n  x: int!\n  @before save {\n    a()\n    b()\n  }\n}\n";
    let plain = compile(&Sources::from_texts([("a.cdt", text)])).unwrap().model;
    let other = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let other = compile(&Sources::from_texts([("a.cdt", other)])).unwrap().model;
    assert_eq!(plain, other);
    assert_eq!(plain.resources[0].hooks[0].body, "a()\nb()");
    assert_eq!(plain.application.source_hash.len(), 32);
}

#[test]
fn texts_and_paths_change_the_hash() {
    let hash = |path: &str, text: &str| Sources::from_texts([(path, text)]).hash();
    assert_ne!(hash("a.cdt", "// a"), hash("a.cdt", "// b"));
    assert_ne!(hash("a.cdt", "// a"), hash("b.cdt", "// a"));
    assert_eq!(hash("a.cdt", "// a"), hash("a.cdt", "// a"));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use etched_compiler::{Diagnostic, Diagnostics, Sources};

    use super::{Directory, codes, compile, fs};

    #[test]
    fn links_that_lead_back() {
        let directory = Directory::new("links");
        directory.write("a/x.cdt", "resource A { }");
        let schema = directory.0.join("schema");
        symlink(&schema, schema.join("a/up")).unwrap();
        symlink("self.cdt", schema.join("self.cdt")).unwrap();
        let errors = directory.errors();
        assert_eq!(codes(&errors), ["E0004", "E0001"]);
        assert_eq!(errors.iter().next().unwrap().place().file_path(), "schema/a/up");
    }

    /// Each finding as its code, its path and the start of its message.
    fn found(errors: &Diagnostics) -> Vec<String> {
        let show = |found: &Diagnostic| {
            let message: String = found.message().chars().take_while(|c| *c != '`' && *c != ':').collect();
            format!("{} {}: {}", found.code(), found.place().file_path(), message.trim_end())
        };
        errors.iter().map(show).collect()
    }

    #[test]
    fn links_that_lead_nowhere() {
        let directory = Directory::new("dangling");
        directory.write("a.cdt", "resource A { }");
        let schema = directory.0.join("schema");
        symlink("gone.cdt", schema.join("file.cdt")).unwrap();
        symlink("../gone", schema.join("folder")).unwrap();
        symlink("gone", schema.join(".#a.cdt")).unwrap();
        symlink("round", schema.join("round")).unwrap();
        let errors = directory.errors();
        let expected = [
            "E0001 schema/file.cdt: the symbolic link points to",
            "E0001 schema/folder: the symbolic link points to",
            "E0001 schema/round: cannot read it",
        ];
        assert_eq!(found(&errors), expected);

        let link = directory.0.join("linked");
        symlink("nowhere", &link).unwrap();
        let errors = compile(&Sources::read(&link)).unwrap_err();
        assert_eq!(found(&errors), [format!("E0001 {}: the symbolic link points to", link.display())]);
    }

    #[test]
    fn paths_that_are_too_long() {
        let directory = Directory::new("long");
        directory.write("folder/b.cdt", "resource B { }").write("notes", "no schema, but nobody can tell");
        let schema = directory.0.join("schema").display().to_string();
        // The directory itself can just be opened, and what is in it cannot.
        let schema = format!("{schema}/{}", "./".repeat((4_094 - schema.len()) / 2));
        let errors = compile(&Sources::read(schema)).unwrap_err();
        assert_eq!(found(&errors), ["E0001 schema/folder: cannot read it", "E0001 schema/notes: cannot read it"]);
    }

    #[test]
    fn directories_that_cannot_be_read() {
        let directory = Directory::new("closed");
        directory.write("a.cdt", "resource A { }").write("closed/b.cdt", "resource B { }");
        let closed = directory.0.join("schema/closed");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        // Who may read everything, as in a container, sees no error here.
        if fs::read_dir(&closed).is_err() {
            assert_eq!(found(&directory.errors()), ["E0001 schema/closed: cannot read the directory"]);
        }
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn links_to_elsewhere_are_followed() {
        let directory = Directory::new("elsewhere");
        directory.write("a.cdt", "resource A { }");
        fs::create_dir_all(directory.0.join("other")).unwrap();
        fs::write(directory.0.join("other/b.cdt"), "resource B { }").unwrap();
        symlink(directory.0.join("other"), directory.0.join("schema/linked")).unwrap();
        let model = compile(&directory.sources()).unwrap().model;
        assert!(model.files.iter().map(|file| &*file.path).eq(["schema/a.cdt", "schema/linked/b.cdt"]));
    }

    #[test]
    fn what_cannot_be_read() {
        let directory = Directory::new("unreadable");
        directory.write("a.cdt", "resource A { }").write("b.cdt", "resource B { x: strng! }");
        fs::create_dir_all(directory.0.join("schema/c.cdt")).unwrap();
        let file = directory.0.join("schema/a.cdt");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
        // Who may read everything, as in a container, sees no error here.
        if fs::read(&file).is_err() {
            assert_eq!(codes(&directory.errors()), ["E0001", "E0040"]);
        }
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    }

    #[test]
    fn devices_are_not_read() {
        let directory = Directory::new("devices");
        symlink("/dev/zero", directory.0.join("schema/zero.cdt")).unwrap();
        assert_eq!(codes(&directory.errors()), ["E0001"]);
    }
}
