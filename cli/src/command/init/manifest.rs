//! The lines of a Cargo.toml that `init` looks at and adds to.
//!
//! Lines, because the rest of the file is the user's: what a parser would write back is no longer what they wrote.

/// A manifest's text.
pub(super) struct Manifest<'a>(&'a str);

/// What came of adding a dependency.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Added {
    /// It is there.
    Already,
    /// The text with it.
    Text(String),
    /// The table is written as one value, where a line has no place.
    Inline,
}

/// A line and the table it is in; the table's own line has an empty key.
struct Line<'a> {
    end: usize,
    table: &'a str,
    key: &'a str,
    value: &'a str,
}

impl<'a> Manifest<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// Returns the lines that matter: headers and keys, what is inside of long strings left out.
    fn lines(&self) -> impl Iterator<Item = Line<'a>> + use<'a> {
        let text = self.0;
        let (mut at, mut table, mut long) = (0, "", None);
        text.split_inclusive('\n').filter_map(move |line| {
            let end = at + line.len();
            at = end;
            let line = line.trim_start_matches('\u{feff}').trim();
            if let Some(quotes) = long {
                if line.contains(quotes) {
                    long = None;
                }
                return None;
            }
            long = ["\"\"\"", "'''"].into_iter().find(|quotes| line.matches(quotes).count() % 2 == 1);
            let header = line.split('#').next().unwrap_or_default().trim();
            if let Some(name) = header.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))
                && !name.contains(['"', ',', '='])
            {
                table = name.trim_matches(['[', ']']).trim();
                return Some(Line { end, table, key: "", value: "" });
            }
            let (key, value) = line.split_once('=')?;
            let key = key.trim().trim_matches(['"', '\'']);
            (!key.starts_with('#')).then(|| Line { end, table, key, value: value.trim() })
        })
    }

    pub(super) fn is_package(&self) -> bool {
        self.lines().any(|line| line.table == "package" && line.key.is_empty())
            || self.lines().any(|line| line.table.is_empty() && line.key.starts_with("package."))
    }

    pub(super) fn is_workspace(&self) -> bool {
        self.lines().any(|line| line.table == "workspace" || line.table.starts_with("workspace."))
    }

    /// Returns whether the members of a workspace can inherit a dependency of that name.
    pub(super) fn offers(&self, name: &str) -> bool {
        self.has("workspace.dependencies", name)
    }

    /// Returns whether a table of dependencies has one of that name.
    fn has(&self, table: &str, name: &str) -> bool {
        let own = format!("{table}.{name}");
        self.lines().any(|line| {
            let key = line.key.split('.').next().unwrap_or_default().trim();
            line.table == own || (line.table == table && key == name)
        })
    }

    /// Returns the build script's path; `None` when there is to be none.
    pub(super) fn build_script(&self) -> Option<&'a str> {
        match self.package_key("build") {
            Some("false") => None,
            None | Some("true") => Some("build.rs"),
            named => named,
        }
    }

    /// Returns the value of a key of `[package]`, without its quotes.
    pub(super) fn package_key(&self, key: &str) -> Option<&'a str> {
        let line = self.lines().find(|line| line.table == "package" && line.key == key)?;
        match line.value.strip_prefix(['"', '\'']) {
            Some(quoted) => quoted.split(['"', '\'']).next(),
            None => line.value.split('#').next().map(str::trim),
        }
    }

    /// Adds a dependency, as a line, to a table: behind the table's own line, or with it at the end of the file.
    pub(super) fn add(&self, table: &str, name: &str, entry: &str) -> Added {
        if self.has(table, name) {
            return Added::Already;
        }
        let of_root = |line: &Line<'_>| line.table.is_empty() && !line.key.is_empty();
        let inline = |line: Line<'_>| of_root(&line) && line.key.split('.').next().map(str::trim) == Some(table);
        if self.lines().any(inline) {
            return Added::Inline;
        }
        let text = self.0;
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let entry = format!("{entry}{newline}");
        Added::Text(match self.lines().find(|line| line.table == table && line.key.is_empty()) {
            Some(line) => {
                let (before, after) = text.split_at(line.end);
                let end = if before.ends_with('\n') { "" } else { newline };
                format!("{before}{end}{entry}{after}")
            }
            None => {
                let text = text.trim_end();
                format!("{text}{newline}{newline}[{table}]{newline}{entry}")
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Added, Manifest};

    fn added(text: &str) -> Added {
        Manifest::new(text).add("dependencies", "etched", "etched = \"0.1\"")
    }

    #[test]
    fn a_dependency_goes_under_its_table_or_brings_one() {
        let with = |text: &str| Added::Text(text.to_owned());
        let cases = [
            ("[package]\nname = \"x\"\n", with("[package]\nname = \"x\"\n\n[dependencies]\netched = \"0.1\"\n")),
            ("[dependencies]\nserde = \"1\"\n", with("[dependencies]\netched = \"0.1\"\nserde = \"1\"\n")),
            ("[package]\r\n", with("[package]\r\n\r\n[dependencies]\r\netched = \"0.1\"\r\n")),
            ("\u{feff}[dependencies]\n", with("\u{feff}[dependencies]\netched = \"0.1\"\n")),
            ("[dependencies]", with("[dependencies]\netched = \"0.1\"\n")),
            (
                "[ dependencies ] # mine\n[dev-dependencies]\n",
                with("[ dependencies ] # mine\netched = \"0.1\"\n[dev-dependencies]\n"),
            ),
            (
                "[dependencies.serde]\nversion = \"1\"\n",
                with("[dependencies.serde]\nversion = \"1\"\n\n[dependencies]\netched = \"0.1\"\n"),
            ),
            (
                "[package]\nd = \"\"\"\n[dependencies]\n\"\"\"\n",
                with("[package]\nd = \"\"\"\n[dependencies]\n\"\"\"\n\n[dependencies]\netched = \"0.1\"\n"),
            ),
            ("[dependencies]\netched = { path = \"..\" }\n", Added::Already),
            ("[dependencies]\netched.workspace = true\n", Added::Already),
            ("[dependencies.etched]\nversion = \"0.1\"\n", Added::Already),
            ("dependencies = { serde = \"1\" }\n[package]\n", Added::Inline),
            ("dependencies.serde = \"1\"\n[package]\n", Added::Inline),
            (
                "[build-dependencies]\netched = \"9\"\n",
                with("[build-dependencies]\netched = \"9\"\n\n[dependencies]\netched = \"0.1\"\n"),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(added(text), expected, "{text}");
        }
    }

    #[test]
    fn keys_of_the_package() {
        let text = "[package]\nbuild = \"make.rs\" # ours\ninclude = [\"/src\"]\n[lib]\nname = \"y\"\n";
        let manifest = Manifest::new(text);
        assert!(manifest.is_package());
        assert_eq!(manifest.build_script(), Some("make.rs"));
        assert!(manifest.package_key("include").is_some());
        assert_eq!(manifest.package_key("name"), None);
        assert!(!Manifest::new("[workspace]\nmembers = []\n").is_package());
        let script = |line: &str| Manifest::new(&format!("[package]\n{line}\n")).build_script().map(str::to_owned);
        let table = [("", Some("build.rs")), ("build = true", Some("build.rs")), ("build = false # none", None)];
        for (line, expected) in table {
            assert_eq!(script(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn what_a_workspace_offers() {
        for text in
            ["[workspace.dependencies]\netched = { path = \"e\" }\n", "[workspace.dependencies.etched]\npath = \"e\"\n"]
        {
            let manifest = Manifest::new(text);
            assert!(
                manifest.is_workspace() && manifest.offers("etched") && !manifest.offers("etched-compiler"),
                "{text}"
            );
        }
    }
}
