//! The design etched leaves behind: decode the document at start-up, fill hash maps, keep owned structs.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// A metadata document as owned structs; the keys a lookup needs.
#[derive(Deserialize, Serialize)]
pub struct Document {
    pub resources: Vec<Resource>,
    pub routes: Option<Vec<Route>>,
    pub patterns: Option<Vec<Pattern>>,
}

#[derive(Deserialize, Serialize)]
pub struct Resource {
    pub name: String,
    #[serde(default)]
    pub documentation: String,
    #[serde(default)]
    pub file_path: String,
    pub fields: Option<Vec<Field>>,
    pub relationships: Option<Vec<Relationship>>,
    pub hooks: Option<Vec<Hook>>,
    #[serde(default)]
    pub middleware: HashMap<String, Vec<String>>,
}

#[derive(Deserialize, Serialize)]
pub struct Field {
    pub name: String,
    #[serde(rename = "type")]
    pub ty: String,
    pub nullable: bool,
    pub required: bool,
    #[serde(default)]
    pub constraints: Vec<String>,
}

#[derive(Deserialize, Serialize)]
pub struct Relationship {
    pub name: String,
    #[serde(rename = "type")]
    pub ty: String,
    pub target_resource: String,
    #[serde(default)]
    pub foreign_key: String,
    #[serde(default)]
    pub on_delete: String,
}

#[derive(Deserialize, Serialize)]
pub struct Hook {
    #[serde(rename = "type")]
    pub ty: String,
    #[serde(default)]
    pub source_code: String,
}

#[derive(Deserialize, Serialize)]
pub struct Route {
    pub method: String,
    pub path: String,
    pub handler: String,
    pub resource: String,
    pub operation: String,
    #[serde(default)]
    pub middleware: Vec<String>,
}

#[derive(Deserialize, Serialize)]
pub struct Pattern {
    pub id: String,
    pub name: String,
    pub category: String,
    pub description: String,
    pub template: String,
    pub frequency: i64,
}

/// A document with its indexes.
pub struct Decoded {
    pub document: Document,
    pub resources: HashMap<String, usize>,
    pub routes: HashMap<(String, String), usize>,
    pub by_method: HashMap<String, Vec<usize>>,
    pub by_resource: HashMap<String, Vec<usize>>,
    pub by_category: HashMap<String, Vec<usize>>,
}

impl Decoded {
    /// Decodes JSON and fills the maps: what such a registry does when the process starts.
    pub fn from_json(json: &str) -> Self {
        Self::index(serde_json::from_str(json).expect("the generators write valid documents"))
    }

    /// Decodes MessagePack and fills the maps.
    pub fn from_msgpack(bytes: &[u8]) -> Self {
        Self::index(rmp_serde::from_slice(bytes).expect("written from the same structs"))
    }

    fn index(document: Document) -> Self {
        let mut by_method: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_resource: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_category: HashMap<String, Vec<usize>> = HashMap::new();
        let mut routes = HashMap::new();
        for (at, route) in document.routes.iter().flatten().enumerate() {
            by_method.entry(route.method.clone()).or_default().push(at);
            by_resource.entry(route.resource.clone()).or_default().push(at);
            routes.insert((route.method.clone(), route.path.clone()), at);
        }
        for (at, pattern) in document.patterns.iter().flatten().enumerate() {
            by_category.entry(pattern.category.clone()).or_default().push(at);
        }
        let resources =
            document.resources.iter().enumerate().map(|(at, resource)| (resource.name.clone(), at)).collect();
        Self { resources, routes, by_method, by_resource, by_category, document }
    }
}
