//! The dependency graph of a document: written for other programs, ignored when reading, since it follows from the rest.

use std::collections::HashSet;

use etched_core::node::Node as Number;
use serde::Serialize;

use super::value::Map;
use crate::graph::{Edge, Graph};
use crate::model::{Model, Text};

/// What the JSON Schema says of the graph and its parts.
pub(super) const DEFINITIONS: [&str; 3] = [
    concat!(
        r##""graph":{"description":"The dependency graph; rebuilt from the rest, so ignored when reading.","type":"object","##,
        r##""properties":{"nodes":{"description":"Nodes by id.","anyOf":[{"type":"object","additionalProperties":{"anyOf":"##,
        r##"[{"$ref":"#/$defs/node"},{"type":"null"}]}},{"type":"null"}]},"edges":{"description":"Edges.","anyOf":[{"type":"##,
        r##""array","items":{"$ref":"#/$defs/edge"}},{"type":"null"}]}}}"##,
    ),
    concat!(
        r#""node":{"description":"A node of the dependency graph.","type":"object","required":["id","type","name"],"#,
        r#""properties":{"id":{"description":"Id, such as `resource:Post`.","type":"string"},"#,
        r#""type":{"description":"Kind: `resource`, `middleware`, `function` or `route`.","type":"string"},"#,
        r#""name":{"description":"Name.","type":"string"},"#,
        r#""file_path":{"description":"File.","anyOf":[{"type":"string"},{"type":"null"}]}}}"#,
    ),
    concat!(
        r#""edge":{"description":"An edge of the dependency graph.","type":"object","#,
        r#""required":["from","to","relationship"],"properties":{"#,
        r#""from":{"description":"Id of the node it leaves.","type":"string"},"#,
        r#""to":{"description":"Id of the node it reaches.","type":"string"},"#,
        r#""relationship":{"description":"Kind.","type":"string"},"#,
        r#""weight":{"description":"Weight.","anyOf":[{"type":"integer","minimum":0,"maximum":4294967295},"#,
        r#"{"type":"null"}]}}}"#,
    ),
];

#[derive(Serialize)]
pub(super) struct Dependencies {
    nodes: Map<Node>,
    edges: Vec<Written>,
}

#[derive(Serialize)]
struct Node {
    id: Text,
    #[serde(rename = "type")]
    kind: &'static str,
    name: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    file_path: Text,
}

#[derive(Serialize)]
struct Written {
    from: Text,
    to: Text,
    #[serde(rename = "relationship")]
    kind: String,
    weight: u32,
}

/// Makes the graph of a model.
pub(super) fn dependencies(model: &Model) -> Dependencies {
    let graph = Graph::of(model);
    let numbers = graph.nodes();
    let file_path = |node: u32| match numbers.node(node) {
        Number::Resource(id) => model.resources[id.index as usize].file_path.clone(),
        Number::Route(id) => model.routes[id.index as usize].file_path.clone(),
        Number::Dangling(_) | Number::Middleware(_) | Number::Function(_) => Text::EMPTY,
    };
    let nodes: Vec<_> = (0..graph.node_count())
        .map(|node| {
            let (kind, name) = graph.node(model, node);
            let id = format!("{}:{name}", kind.name()).into();
            Node { id, kind: kind.name(), name: name.into(), file_path: file_path(node) }
        })
        .collect();
    let id = |node: u32| nodes[node as usize].id.clone();
    let edge = |edge: &Edge<'_>| Written {
        from: id(edge.from),
        to: id(edge.to),
        kind: edge.kind.to_owned(),
        weight: edge.weight,
    };
    let edges = graph.edges.iter().map(edge).collect();
    // A route that a document states twice is two nodes of one id, and an object has a key once.
    let mut seen = HashSet::new();
    let nodes = nodes.into_iter().filter(|node| seen.insert(node.id.clone())).map(|node| (node.id.clone(), node));
    Dependencies { nodes: Map(nodes.collect()), edges }
}
