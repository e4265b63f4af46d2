//! From a document to the model, with the older documents' ways made ours.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;

use etched_core::extent::MAX_NAME;
use serde::Deserializer;
use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};

use super::digest::Digest;
use super::error::{Error, ErrorKind};
use super::members::Omission;
use super::record::{Mode, Object, Record, read};
use super::shared::Marks;
use super::value::{Map, Texts};
use super::{Document, Warning, dialect, shared};
use crate::members::Plain;
use crate::model::{self, Model};

/// What one pass over a document found.
#[derive(Default)]
pub(super) struct Read {
    model: Model,
    has_files: bool,
    /// By path; of a path that is no file's, nothing is kept.
    digests: HashMap<model::Text, [u8; 16]>,
    marks: Option<Warning>,
    pattern_ids: Count,
    /// References from what is no resource.
    stray: Count,
    dialect: bool,
}

/// How often something happened, and where first.
#[derive(Default)]
struct Count {
    count: u32,
    first: String,
}

impl Count {
    fn note(&mut self, path: impl FnOnce() -> String) {
        if self.count == 0 {
            self.first = path();
        }
        self.count = self.count.saturating_add(1);
    }

    fn warning(self, message: &str) -> Option<Warning> {
        (self.count > 0).then(|| Warning { message: message.to_owned(), path: self.first, count: self.count })
    }
}

/// Reads the top of a document.
pub(super) fn top<'de, D: Deserializer<'de>>(from: D) -> Result<Read, D::Error> {
    struct Top;

    impl<'de> Visitor<'de> for Top {
        type Value = Read;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a metadata document, which is an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Read, A::Error> {
            let mut read = Read::default();
            let mut seen = BTreeSet::new();
            while let Some(key) = map.next_key::<String>()? {
                let known = read.value(&key, &mut map)?;
                if known && !seen.insert(key.clone()) {
                    return Err(A::Error::custom(format_args!("duplicate key `{key}`")));
                }
            }
            read.dialect = shared::is_dialect();
            if seen.contains("resources") {
                Ok(read)
            } else {
                Err(A::Error::custom("not a metadata document: missing key `resources`"))
            }
        }
    }

    from.deserialize_map(Top)
}

impl Read {
    /// Reads the value of one key; says whether the key is one of the document's.
    fn value<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        let Self { model, has_files, digests, marks, .. } = self;
        match key {
            "version" => model.application.version = text(map)?,
            "source_hash" => model.application.source_hash = text(map)?,
            "resources" => {
                model.resources = list(map)?;
                let Marks { count, first } = shared::take_marks();
                *marks = match first.as_slice() {
                    [.., field, resource] => Some(Warning {
                        message: "the mark in `type` wins over `nullable` and `required`".to_owned(),
                        path: format!("resources[{resource}].fields[{field}]"),
                        count,
                    }),
                    _ => None,
                };
            }
            "routes" => model.routes = list(map)?,
            "patterns" => model.patterns = list(map)?,
            "application" => {
                let ours = map.next_value::<Option<Object<model::Application>>>()?;
                let Object(ours) = ours.unwrap_or_default();
                let model::Application { version, source_hash, .. } = std::mem::take(&mut model.application);
                model.application = model::Application { version, source_hash, ..ours };
            }
            "files" => {
                if let Some(Texts(mut files)) = map.next_value()? {
                    let mut seen = BTreeSet::new();
                    files.retain(|file| !file.is_empty() && seen.insert(file.clone()));
                    model.files = files.into_iter().map(named).collect();
                    *has_files = true;
                }
            }
            "file_digests" => {
                let known: Option<Map<Digest>> = map.next_value()?;
                *digests = known.unwrap_or_default().0.into_iter().map(|(path, Digest(of))| (path, of)).collect();
            }
            "references" => model.references = list(map)?,
            "deviations" => model.deviations = list(map)?,
            "coverage" => {
                let coverage: Option<Map<u32>> = map.next_value()?;
                model.coverage = coverage.unwrap_or_default().0;
            }
            "not_represented" => {
                let omissions = list::<Omission, _>(map)?.into_iter();
                model.not_represented = omissions.map(|Omission { reason, count }| (reason, count)).collect();
            }
            // `generated` and `dependencies` among them: the one is never written, the other follows from the rest.
            _ => {
                map.next_value::<IgnoredAny>()?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Does what needs the whole document.
    pub(super) fn finish(mut self) -> Result<Document, Error> {
        unique_names(&self.model.resources)?;
        if self.dialect {
            dialect::normalise(&mut self.model);
        }
        self.name_patterns();
        self.order();
        let by_frequency =
            |a: &model::Pattern, b: &model::Pattern| b.frequency.cmp(&a.frequency).then_with(|| a.id.cmp(&b.id));
        self.model.patterns.sort_by(by_frequency);
        if !self.has_files {
            self.model.files = files_of(&self.model).into_iter().map(named).collect();
        }
        for file in &mut self.model.files {
            file.digest = self.digests.remove(&file.path).unwrap_or_default();
        }
        let warnings = [
            self.marks,
            self.pattern_ids.warning("the pattern has no id of its own and gets one from its name"),
            self.stray.warning("no resource has the name in `from`, and the reference is left out"),
        ];
        Ok(Document { model: self.model, warnings: warnings.into_iter().flatten().collect() })
    }

    /// Puts references in the order of the resources they are from, each once, and coverage in the order of names, as every
    /// model has them.
    fn order(&mut self) {
        let Model { resources, references, coverage, .. } = &mut self.model;
        coverage.retain(|(_, count)| *count > 0);
        coverage.sort();
        if references.is_empty() {
            return;
        }
        let numbers: HashMap<&str, usize> =
            resources.iter().enumerate().map(|(at, resource)| (resource.name.as_str(), at)).collect();
        for (at, reference) in references.iter().enumerate() {
            if !numbers.contains_key(reference.from.as_str()) {
                self.stray.note(|| format!("references[{at}]"));
            }
        }
        let mut seen = HashSet::new();
        references.retain(|it| numbers.contains_key(it.from.as_str()) && seen.insert((it.from.clone(), it.to.clone())));
        references.sort_by_key(|reference| numbers[reference.from.as_str()]);
    }

    /// Gives a pattern whose id is empty or taken the id `document/<name>`, then `document/<name>#2` and so on.
    fn name_patterns(&mut self) {
        let mut taken = BTreeSet::new();
        let mut without = Vec::new();
        for (at, pattern) in self.model.patterns.iter().enumerate() {
            if pattern.id.is_empty() || !taken.insert(pattern.id.clone()) {
                without.push(at);
            }
        }
        // The next number per name is remembered, or n patterns of one name would cost n * n tries.
        let mut next = HashMap::<model::Text, u32>::new();
        for at in without {
            self.pattern_ids.note(|| format!("patterns[{at}]"));
            let pattern = &mut self.model.patterns[at];
            let number = next.entry(pattern.name.clone()).or_insert(1);
            pattern.id = loop {
                let id = match *number {
                    1 => format!("document/{}", pattern.name),
                    number => format!("document/{}#{number}", pattern.name),
                };
                *number += 1;
                let id = model::Text::from(id);
                if taken.insert(id.clone()) {
                    break id;
                }
            };
        }
    }
}

/// A file of which nothing more is known.
fn named(path: model::Text) -> model::File {
    model::File { path, ..model::File::default() }
}

fn text<'de, A: MapAccess<'de>>(map: &mut A) -> Result<model::Text, A::Error> {
    map.next_value::<Option<model::Text>>().map(Option::unwrap_or_default)
}

fn list<'de, R: Record, A: MapAccess<'de>>(map: &mut A) -> Result<Vec<R>, A::Error> {
    read::<Plain, _, A>(map, Mode::Keep).map(Option::unwrap_or_default)
}

/// Rejects two resources of one name: lookups are by name, so one of them could never be found.
fn unique_names(resources: &[model::Resource]) -> Result<(), Error> {
    let mut seen = HashMap::with_capacity(resources.len());
    for (at, resource) in resources.iter().enumerate() {
        let bytes = resource.name.len();
        if bytes > MAX_NAME {
            let message = format!("a name has at most {MAX_NAME} bytes, and this has {bytes}");
            return Err(Error::new(format!("resources[{at}].name"), None, message).of(ErrorKind::Limit));
        }
        if let Some(first) = seen.insert(resource.name.as_str(), at) {
            let message = format!("duplicate resource `{}`, first at resources[{first}]", resource.name);
            return Err(Error::new(format!("resources[{at}].name"), None, message));
        }
    }
    Ok(())
}

/// Returns the files that the model names, sorted.
pub(super) fn files_of(model: &Model) -> Vec<model::Text> {
    let resources = model.resources.iter().map(|resource| &resource.file_path);
    let routes = model.routes.iter().map(|route| &route.file_path);
    let distinct: BTreeSet<&model::Text> = resources.chain(routes).filter(|path| !path.is_empty()).collect();
    distinct.into_iter().cloned().collect()
}
