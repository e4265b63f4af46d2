//! Which resources there are.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use etched_core::near::Near;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::suggest::Suggestions;
use crate::syntax::{Field, File, Relation, Resource, Span, Tree, TypeKind};
use crate::types;

/// All resources by name.
pub(crate) struct Index<'t, 'a> {
    by_name: HashMap<&'a str, &'t Resource<'a>>,
    /// In declaration order, so that suggestions do not depend on the map's.
    names: Vec<&'a str>,
    /// What each resource has relations to, for those that were asked for: relations through it and keys in it are
    /// looked for as often as others name it.
    targets: RefCell<HashMap<&'a str, HashSet<&'a str>>>,
    keys: RefCell<HashMap<&'a str, Rc<BTreeSet<String>>>>,
    pub(crate) suggestions: Suggestions,
}

impl<'t, 'a> Index<'t, 'a> {
    /// Collects the resources of all files; of several with one name the first counts and the others are reported.
    ///
    /// Rejects:
    ///
    /// ```text
    /// resource Post { title: string! }
    /// resource Post { body: text! }
    /// ```
    pub(crate) fn new(tree: &'t Tree<'a>, diagnostics: &mut Diagnostics) -> Self {
        let mut first: HashMap<&str, (&File<'_>, Span)> = HashMap::new();
        let mut index = Self {
            by_name: HashMap::new(),
            names: Vec::new(),
            targets: RefCell::default(),
            keys: RefCell::default(),
            suggestions: Suggestions::new(),
        };
        for file in &tree.files {
            for resource in &file.resources {
                let name = resource.name;
                let place =
                    |file: &File<'_>, span: Span| Place::new(file.source, span.start as usize, span.end as usize);
                if let Some((other, span)) = first.get(name.text) {
                    let message = format!("the resource `{}` is declared twice", name.text);
                    let error = Diagnostic::new(&code::RESOURCE_TWICE, place(file, name.span), message);
                    diagnostics.push(error.relate("first declared here", place(other, *span)));
                    continue;
                }
                first.insert(name.text, (file, name.span));
                index.by_name.insert(name.text, resource);
                index.names.push(name.text);
            }
        }
        index
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'t Resource<'a>> {
        self.by_name.get(name).copied()
    }

    /// Returns the resources that were probably meant.
    pub(crate) fn near(&self, name: &str) -> Near<'a> {
        self.suggestions.near(name, self.names.iter().copied())
    }

    /// Returns the resources and types that were probably meant.
    pub(crate) fn near_type(&self, name: &str) -> Near<'a> {
        self.suggestions.near(name, types::names().chain(self.names.iter().copied()))
    }

    /// Returns whether a resource has a relation to another.
    pub(crate) fn leads(&self, from: &'t Resource<'a>, to: &str) -> bool {
        let one_of = |field: &'t Field<'a>| match &field.ty.kind {
            TypeKind::OneOf(targets) => targets.as_slice(),
            _ => &[],
        };
        let targets = || {
            let relations = from.relations.iter().map(|relation| relation.target.text);
            relations.chain(from.fields.iter().flat_map(one_of).map(|target| target.text)).collect()
        };
        self.targets.borrow_mut().entry(from.name.text).or_insert_with(targets).contains(to)
    }

    /// Returns the keys records of a resource have: its fields, and what its `belongs_to` hold.
    pub(crate) fn keys(&self, resource: &'t Resource<'a>) -> Rc<BTreeSet<String>> {
        let fields = || resource.fields.iter().map(|field| field.name.text.to_owned());
        let keys = || Rc::new(fields().chain(resource.relations.iter().filter_map(Relation::key)).collect());
        Rc::clone(self.keys.borrow_mut().entry(resource.name.text).or_insert_with(keys))
    }
}
