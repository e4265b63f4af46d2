//! What a resource uses: the middleware of its chains and routes, and what their security asks for, each under the
//! operations that have it.

use alloc::vec;
use alloc::vec::Vec;

use super::error::{Checked, Expected, wrong};
use super::slices::Bases;
use crate::cell::{Id, List, Str};
use crate::image::Image;
use crate::layout as rows;
use crate::node::{Node, Nodes};

/// Compares edges to middleware, and the middleware that a resource names, with chains and routes.
pub(super) struct Uses<'a> {
    image: Image<'a>,
    bases: &'a Bases,
    /// The lists of the resource at hand, by operation.
    lists: Vec<(u32, List<Str>)>,
    /// Of each middleware the operation that had it last.
    known: Vec<u32>,
    /// Of each middleware the operations of the resource at hand that have it.
    weights: Vec<u32>,
    /// The middleware of the resource at hand.
    used: Vec<u32>,
    /// Operations so far: what `known` says in place of their names.
    passes: u32,
}

impl<'a> Uses<'a> {
    pub(super) fn new(image: Image<'a>, bases: &'a Bases) -> Self {
        let count = image.rows::<rows::Middleware>().len() as usize;
        let (lists, used) = (Vec::new(), Vec::new());
        Self { image, bases, lists, known: vec![0; count], weights: vec![0; count], used, passes: 0 }
    }

    /// Checks a resource with its edges to middleware.
    pub(super) fn check(&mut self, at: u32, nodes: Nodes, (start, end): (u32, u32)) -> Checked {
        let image = self.image;
        self.chains(at)?;
        let routes = image.rows::<rows::Route>();
        let served = image.list(image.rows::<rows::Resource>().get(at).routes()).iter();
        let alternatives = image.rows::<rows::Alternative>();
        for route in served.map(|id| routes.get(id)) {
            let operation = route.operation().0;
            self.lists.push((operation, route.middleware()));
            if route.extra().get().is_some() {
                let security = image.extra::<rows::RouteExtra>(route.extra()).security();
                self.lists.extend(alternatives.range(security).map(|one| (operation, one.requirements())));
            }
        }
        self.lists.sort_unstable_by_key(|(operation, _)| *operation);
        self.count();
        let named = image.list(image.rows::<rows::Resource>().get(at).middleware());
        if named.len() != self.used.len() {
            return Err(wrong("Resource", at, "middleware", Expected::Is(self.used.len() as u64), named.len() as u64));
        }
        let mut named = named.iter();
        let edges = image.rows::<rows::Edge>();
        let mut next = start;
        for base in self.used.drain(..) {
            let weight = core::mem::take(&mut self.weights[base as usize]);
            let id = named.next().unwrap_or(base);
            if id != base {
                return Err(wrong("Resource", at, "middleware", Expected::Is(base.into()), id));
            }
            let to = nodes.number(Node::Middleware(Id::new(base)));
            let edge = edges.get(next);
            if next >= end || edge.to() != to {
                return Err(wrong("Resource", at, "edges to middleware", Expected::Is(to.into()), edge.to()));
            }
            if edge.weight() != weight {
                return Err(wrong("Edge", next, "weight", Expected::Is(weight.into()), edge.weight()));
            }
            next += 1;
        }
        if next != end {
            let expected = Expected::That("middleware of the resource or its routes");
            return Err(wrong("Edge", next, "to", expected, edges.get(next).to()));
        }
        Ok(())
    }

    /// Takes the lists of a resource's chains, whose operations rise.
    fn chains(&mut self, at: u32) -> Checked {
        let image = self.image;
        let resource = image.rows::<rows::Resource>().get(at);
        let chains = image.rows::<rows::Chain>().range(resource.chains());
        self.lists.clear();
        let mut before: Option<&str> = None;
        for (record, chain) in (resource.chains().start..).zip(chains) {
            let operation = image.str(chain.operation());
            if before.is_some_and(|before| before >= operation) {
                let expected = Expected::That("an operation behind the one before in the order of bytes");
                return Err(wrong("Chain", record, "operation", expected, chain.operation().0));
            }
            before = Some(operation);
            let names = chain.names();
            // Most operations have the list of the one before.
            let same = self.lists.last().is_some_and(|(_, last)| (last.start, last.len) == (names.start, names.len));
            self.lists.push((chain.operation().0, names));
            if same {
                continue;
            }
            if image.list(names).iter().any(|text| self.bases.of(text).is_none()) {
                return Err(wrong("Chain", record, "names", Expected::That("texts of middleware"), names.start));
            }
        }
        Ok(())
    }

    /// Counts the operations of each middleware in the lists at hand.
    fn count(&mut self) {
        let mut last = None;
        for (operation, list) in self.lists.iter().copied() {
            // The lists of one operation stand together, and most are one list said again.
            let this = Some((operation, list.start, list.len));
            if this == last {
                continue;
            }
            if last.is_none_or(|(before, ..)| before != operation) {
                self.passes += 1;
            }
            last = this;
            for text in self.image.list(list).iter() {
                // What routes have was found to be middleware before.
                let Some(base) = self.bases.of(text) else { continue };
                let Some(known) = self.known.get_mut(base as usize) else { continue };
                if *known == self.passes {
                    continue;
                }
                *known = self.passes;
                let weight = &mut self.weights[base as usize];
                if *weight == 0 {
                    self.used.push(base);
                }
                *weight += 1;
            }
        }
        self.used.sort_unstable();
    }
}
