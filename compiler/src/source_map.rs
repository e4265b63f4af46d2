//! Where the declarations of a model are in the text they were lowered from.
//!
//! A model has a line per declaration, which is all that a document knows; what is said of a schema's model later on
//! points at the words themselves.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::diagnostic::Place;
use crate::model::Model;
use crate::source::SourceFile;
use crate::syntax::{self, Span};

/// The places of a model's declarations; made by [`lower`](crate::lower::lower) along with it.
#[derive(Debug, Default)]
pub(crate) struct SourceMap {
    /// In the order of the model's resources.
    resources: Vec<Declared>,
    /// The paths of the routes of no resource, in their order.
    free: Vec<Place>,
    /// Numbers of the declared routes, before any is derived, that no prefix precedes.
    outside: HashSet<usize>,
}

/// A resource and what is declared in it.
#[derive(Debug)]
struct Declared {
    file: Arc<SourceFile>,
    name: Span,
    /// The paths of its declared routes, in their order.
    routes: Vec<Span>,
    /// The ids of its acknowledgements, in their order.
    allows: Vec<Span>,
}

impl SourceMap {
    /// Takes down where a resource stands; called in the order of the model's resources.
    ///
    /// `first` is the number of its first declared route.
    pub(crate) fn add(&mut self, resource: &syntax::Resource<'_>, file: &Arc<SourceFile>, first: usize) {
        self.leave_outside(&resource.routes, first);
        self.resources.push(Declared {
            file: Arc::clone(file),
            name: resource.name.span,
            routes: paths(&resource.routes).collect(),
            allows: resource.allows.iter().map(|allow| allow.pattern.span).collect(),
        });
    }

    /// Takes down where the routes of no resource stand; called in the order of the files.
    pub(crate) fn add_free(&mut self, file: &syntax::File<'_>, first: usize) {
        self.leave_outside(&file.routes, first);
        let place = |span: Span| Place::new(file.source, span.start as usize + 1, span.end as usize - 1);
        self.free.extend(paths(&file.routes).map(place));
    }

    fn leave_outside(&mut self, routes: &[syntax::Route<'_>], first: usize) {
        let each = routes.iter().flat_map(|route| route.methods.iter().map(|_| route.details.outside));
        self.outside.extend((first..).zip(each).filter(|(_, outside)| *outside).map(|(at, _)| at));
    }

    /// Returns the numbers of the declared routes that no prefix precedes.
    pub(crate) fn outside(&self) -> &HashSet<usize> {
        &self.outside
    }

    /// Returns the place of a resource's name, by the number of the resource.
    pub(crate) fn resource(&self, at: u32) -> Place {
        self.place(at, |declared| Some(declared.name))
    }

    /// Returns the place of the id of an acknowledgement, by the number of its resource and its own in that.
    pub(crate) fn allow(&self, resource: u32, nth: u32) -> Place {
        self.place(resource, |declared| declared.allows.get(nth as usize).copied())
    }

    /// Returns the places of a model's routes, by their numbers: the path of a declared one, between its quotes, and the
    /// name of the resource a derived one belongs to.
    ///
    /// Cost: one pass over resources and routes.
    pub(crate) fn routes(&self, model: &Model) -> Vec<Place> {
        let numbers = model.resources.iter().zip(0..).map(|(resource, at)| (resource.name.as_str(), at));
        let numbers: HashMap<&str, u32> = numbers.collect();
        // Deriving routes keeps the declared ones of a resource in their order.
        let mut nth = vec![0; model.resources.len()];
        let mut free = self.free.iter();
        let mut place = |route: &crate::model::Route| {
            let Some(&at) = numbers.get(route.resource.as_str()) else {
                return free.next().cloned().unwrap_or_else(|| Place::path(&route.file_path));
            };
            if !route.declared {
                return self.resource(at);
            }
            let number = nth[at as usize];
            nth[at as usize] += 1;
            self.place(at, |declared| {
                let Span { start, end } = *declared.routes.get(number)?;
                Some(Span { start: start + 1, end: end - 1 })
            })
        };
        model.routes.iter().map(&mut place).collect()
    }

    fn place(&self, at: u32, span: impl FnOnce(&Declared) -> Option<Span>) -> Place {
        let declared = &self.resources[at as usize];
        let span = span(declared).unwrap_or(declared.name);
        Place::new(&declared.file, span.start as usize, span.end as usize)
    }
}

/// Returns the path of each route, once for each of its methods.
fn paths(routes: &[syntax::Route<'_>]) -> impl Iterator<Item = Span> {
    routes.iter().flat_map(|route| route.methods.iter().map(|_| route.path.span))
}
