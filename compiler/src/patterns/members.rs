//! Which resources have a field, a relationship or a computed field of a name.

use std::cell::RefCell;
use std::rc::Rc;

use super::group::Map;
use crate::model::Model;

/// Resources by the names of what they have.
pub(super) struct Members<'m> {
    total: usize,
    by_name: Map<&'m str, Vec<u32>>,
    /// Resources that have several names at once, as asked for before.
    known: RefCell<Map<Vec<String>, Rc<[u32]>>>,
}

impl<'m> Members<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let mut by_name: Map<&str, Vec<u32>> = Map::default();
        for (at, resource) in model.resources.iter().enumerate() {
            let fields = resource.fields.iter().map(|field| field.name.as_str());
            let relationships =
                resource.relationships.iter().flat_map(|one| [one.name.as_str(), one.foreign_key.as_str()]);
            let computed = resource.computed_fields.iter().map(|one| one.name.as_str());
            for name in fields.chain(relationships).chain(computed) {
                let resources = by_name.entry(name).or_default();
                if resources.last() != Some(&(at as u32)) {
                    resources.push(at as u32);
                }
            }
        }
        Self { total: model.resources.len(), by_name, known: RefCell::default() }
    }

    pub(super) fn has(&self, resource: u32, name: &str) -> bool {
        self.by_name.get(name).is_some_and(|resources| resources.binary_search(&resource).is_ok())
    }

    /// Returns the resources that have all of these names, sorted.
    pub(super) fn with(&self, names: &[String]) -> Rc<[u32]> {
        if let Some(known) = self.known.borrow().get(names) {
            return Rc::clone(known);
        }
        let rarest = names
            .iter()
            .map(|name| self.by_name.get(name.as_str()).map_or(&[][..], Vec::as_slice))
            .min_by_key(|all| all.len());
        let found: Rc<[u32]> = match rarest {
            None => (0..self.total as u32).collect(),
            Some(rarest) => rarest.iter().copied().filter(|at| names.iter().all(|name| self.has(*at, name))).collect(),
        };
        self.known.borrow_mut().insert(names.to_vec(), Rc::clone(&found));
        found
    }

    /// Returns how many of the resources with these names are among the sorted `kept`, and how many there are.
    pub(super) fn count(&self, names: &[String], kept: &[u32]) -> (usize, usize) {
        let all = self.with(names);
        let both = kept.iter().filter(|at| all.binary_search(at).is_ok()).count();
        (both, all.len())
    }
}
