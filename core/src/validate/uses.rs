//! What a resource uses: the middleware of its chains and routes, each under the operations that have it.

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
    /// Of each middleware the resource whose chains had it last, and the operation.
    known: Vec<(u32, u32)>,
    /// Of each middleware the operations of the resource at hand that have it.
    weights: Vec<u32>,
    /// The middleware of the resource at hand.
    used: Vec<u32>,
    /// Resources and operations so far: what `known` says in place of their names.
    passes: u32,
}

impl<'a> Uses<'a> {
    pub(super) fn new(image: Image<'a>, bases: &'a Bases) -> Self {
        let count = image.rows::<rows::Middleware>().len() as usize;
        let (lists, used) = (Vec::new(), Vec::new());
        Self { image, bases, lists, known: vec![(0, 0); count], weights: vec![0; count], used, passes: 0 }
    }

    /// Checks a resource with its edges to middleware.
    pub(super) fn check(&mut self, at: u32, nodes: Nodes, (start, end): (u32, u32)) -> Checked {
        let image = self.image;
        self.chains(at)?;
        let routes = image.rows::<rows::Route>();
        let served = image.list(image.rows::<rows::Resource>().get(at).routes()).iter();
        self.lists.extend(served.map(|id| (routes.get(id).operation().0, routes.get(id).middleware())));
        self.lists.sort_unstable_by_key(|(operation, _)| *operation);
        self.count();
        let edges = image.rows::<rows::Edge>();
        let mut next = start;
        for base in self.used.drain(..) {
            let weight = core::mem::take(&mut self.weights[base as usize]);
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

    /// Takes the lists of a resource's chains, whose operations rise; the middleware it names is theirs, by number.
    fn chains(&mut self, at: u32) -> Checked {
        let image = self.image;
        let resource = image.rows::<rows::Resource>().get(at);
        let chains = image.rows::<rows::Chain>().range(resource.chains());
        self.lists.clear();
        self.passes += 1;
        let mut before: Option<&str> = None;
        let mut distinct = 0;
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
            for text in image.list(names).iter() {
                let Some(known) = self.bases.of(text).and_then(|base| self.known.get_mut(base as usize)) else {
                    return Err(wrong("Chain", record, "names", Expected::That("texts of middleware"), text));
                };
                distinct += u64::from(known.0 != self.passes);
                known.0 = self.passes;
            }
        }
        let named = image.list(resource.middleware());
        let mut least = 0;
        for id in named.iter() {
            if id < least || self.known.get(id as usize).is_none_or(|known| known.0 != self.passes) {
                let expected = Expected::That("middleware of its chains, by number");
                return Err(wrong("Resource", at, "middleware", expected, id));
            }
            least = id + 1;
        }
        // They rise and are of the chains: as many as those have, they are all.
        if named.len() as u64 != distinct {
            return Err(wrong("Resource", at, "middleware", Expected::Is(distinct), named.len() as u64));
        }
        Ok(())
    }

    /// Counts the operations of each middleware in the lists at hand.
    fn count(&mut self) {
        for operation in self.lists.chunk_by(|a, b| a.0 == b.0) {
            self.passes += 1;
            // What routes have was found to be middleware before.
            let texts = operation.iter().flat_map(|(_, list)| self.image.list(*list).iter());
            for base in texts.filter_map(|text| self.bases.of(text)) {
                let Some(known) = self.known.get_mut(base as usize).filter(|known| known.1 != self.passes) else {
                    continue;
                };
                known.1 = self.passes;
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
