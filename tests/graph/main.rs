//! The dependency graph: what each query means, against petgraph, at scale, and cached.
#![cfg(feature = "graph")]

mod build;
mod cache;
mod cycles;
mod depth;
mod documents;
mod impact;
mod petgraph;
mod random;
mod scale;
mod semantics;
mod why;
