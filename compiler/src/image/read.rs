//! Image to model: the inverse of writing.

use std::cell::RefCell;
use std::collections::HashMap;

use etched_core::cell::{List, Str};
use etched_core::layout as rows;
use etched_core::node::{Node, Nodes};
use etched_core::{Image, Rec};

use super::members::Stored;
use crate::graph::{Edge, Graph};
use crate::model::{FieldConstraint, File, Model, Reference, Resource, Text, Type};

/// Reads an image back into the model it was written from.
///
/// What was stripped from the image stays away; everything else is as it was.
///
/// ```
/// use etched_compiler::{Sources, Strip, compile, image};
///
/// let sources = Sources::from_texts([("tag.cdt", "@strict nullability resource Tag { name: string! }")]);
/// let model = compile(&sources)?.model;
/// assert_eq!(image::read(image::write(&model, Strip::NONE)?.image()), model);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn read(image: Image<'_>) -> Model {
    let reader = Reader::new(image);
    let application = image.rows::<rows::Application>().get(0);
    let files = image.rows::<rows::File>();
    Model {
        application: Stored::get(&reader, application),
        files: files.iter().take(application.files() as usize).map(|file| reader.source(file)).collect(),
        resources: reader.all(),
        routes: reader.all(),
        references: reader.references(),
        patterns: reader.all(),
        deviations: reader.all(),
        coverage: image
            .rows::<rows::Category>()
            .iter()
            .filter(|category| category.covered() > 0)
            .map(|category| (reader.str(category.name()), category.covered()))
            .collect(),
        not_represented: image
            .rows::<rows::Pair>()
            .range(application.not_represented())
            .map(|pair| (reader.str(pair.key()), image.str(pair.value()).parse().unwrap_or(0)))
            .collect(),
    }
}

/// Reads one resource, by its number.
#[must_use]
pub(crate) fn read_resource(image: Image<'_>, id: u32) -> Resource {
    Stored::get(&Reader::new(image), image.rows::<rows::Resource>().get(id))
}

/// Reads the dependency graph, which an image has whole whatever was stripped from it.
pub(super) fn graph(image: Image<'_>) -> Graph<'_> {
    let resources = image.rows::<rows::Resource>();
    // Of each relationship the resource, and its place there.
    let relationships: Vec<(u32, u32)> = (0..)
        .zip(resources.iter())
        .flat_map(|(at, resource)| (0..resource.relationships().len).map(move |place| (at, place)))
        .collect();
    let hook_calls = |resource: Rec<'_, rows::Resource>| {
        let hooks = image.rows::<rows::Hook>().range(resource.hooks());
        hooks.map(|hook| image.list(hook.calls()).iter().collect()).collect()
    };
    Graph {
        resources: resources.len(),
        dangling: image.rows::<rows::Dangling>().iter().map(|node| image.str(node.name())).collect(),
        routes: image.rows::<rows::Route>().len(),
        middleware: image.rows::<rows::Middleware>().iter().map(|node| image.str(node.name())).collect(),
        functions: image.rows::<rows::Callee>().iter().map(|node| image.str(node.name()).to_owned()).collect(),
        edges: image
            .rows::<rows::Edge>()
            .iter()
            .map(|edge| Edge {
                from: edge.from(),
                to: edge.to(),
                kind: image.str(image.get(edge.kind()).name()),
                weight: edge.weight(),
                relationship: edge.relationship().get().map(|at| relationships[at.index as usize]),
            })
            .collect(),
        hook_calls: resources.iter().map(hook_calls).collect(),
    }
}

/// An image, and the texts read from it: what a thousand records name is one text, as it is in the image.
pub(super) struct Reader<'a> {
    pub(super) image: Image<'a>,
    texts: RefCell<HashMap<u32, Text>>,
    types: RefCell<HashMap<u32, Type>>,
    constraints: RefCell<HashMap<u32, FieldConstraint>>,
}

impl<'a> Reader<'a> {
    fn new(image: Image<'a>) -> Self {
        Self { image, texts: RefCell::default(), types: RefCell::default(), constraints: RefCell::default() }
    }

    pub(super) fn str(&self, id: Str) -> Text {
        match self.image.str(id) {
            "" => Text::EMPTY,
            text => self.texts.borrow_mut().entry(id.0).or_insert_with(|| text.into()).clone(),
        }
    }

    /// Returns the type that is written so: what it is made of follows from that.
    pub(super) fn ty(&self, text: Str) -> Type {
        self.types.borrow_mut().entry(text.0).or_insert_with(|| Type::parse(self.str(text))).clone()
    }

    pub(super) fn constraints(&self, list: List<rows::FieldConstraint>) -> Vec<FieldConstraint> {
        let rows = self.image.rows::<rows::FieldConstraint>();
        let constraint = |id: u32| FieldConstraint::parse(self.str(rows.get(id).text()));
        let mut known = self.constraints.borrow_mut();
        self.image.list(list).iter().map(|id| known.entry(id).or_insert_with(|| constraint(id)).clone()).collect()
    }

    fn source(&self, file: Rec<'_, rows::File>) -> File {
        File { path: self.str(file.path()), digest: file.digest() }
    }

    /// Reads all records of a section.
    fn all<R: Stored>(&self) -> Vec<R> {
        self.image.rows::<R::Row>().iter().map(|row| R::get(self, row)).collect()
    }

    /// The `references` edges; they are in the graph only, ordered by where they start.
    fn references(&self) -> Vec<Reference> {
        let image = self.image;
        let nodes = Nodes::of(image);
        let name = |node: u32| match nodes.node(node) {
            Node::Resource(id) => self.str(image.get(id).name()),
            Node::Dangling(id) => self.str(image.get(id).name()),
            // An edge of that name to anything else is no reference; validation takes it as it is.
            Node::Route(_) | Node::Middleware(_) | Node::Function(_) => Text::EMPTY,
        };
        image
            .rows::<rows::Edge>()
            .iter()
            .filter(|edge| {
                edge.relationship().get().is_none() && image.str(image.get(edge.kind()).name()) == "references"
            })
            .map(|edge| Reference { from: name(edge.from()), to: name(edge.to()) })
            .collect()
    }
}
