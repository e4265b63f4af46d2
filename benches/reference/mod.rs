//! The design etched leaves behind: decode the document at start-up, fill hash maps, keep owned structs.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// A metadata document as owned structs; the keys a lookup needs.
#[derive(Deserialize, Serialize)]
pub(crate) struct Document {
    pub(crate) resources: Vec<Resource>,
    pub(crate) routes: Option<Vec<Route>>,
    pub(crate) patterns: Option<Vec<Pattern>>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Resource {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) documentation: String,
    #[serde(default)]
    pub(crate) file_path: String,
    pub(crate) fields: Option<Vec<Field>>,
    pub(crate) relationships: Option<Vec<Relationship>>,
    pub(crate) hooks: Option<Vec<Hook>>,
    #[serde(default)]
    pub(crate) middleware: HashMap<String, Vec<String>>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Field {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    pub(crate) nullable: bool,
    pub(crate) required: bool,
    #[serde(default)]
    pub(crate) constraints: Vec<String>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Relationship {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    pub(crate) target_resource: String,
    #[serde(default)]
    pub(crate) foreign_key: String,
    #[serde(default)]
    pub(crate) on_delete: String,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Hook {
    #[serde(rename = "type")]
    pub(crate) ty: String,
    #[serde(default)]
    pub(crate) source_code: String,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Route {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) handler: String,
    pub(crate) resource: String,
    pub(crate) operation: String,
    #[serde(default)]
    pub(crate) middleware: Vec<String>,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Pattern {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) category: String,
    pub(crate) description: String,
    pub(crate) template: String,
    pub(crate) frequency: i64,
}

/// A document with its indexes.
pub(crate) struct Decoded {
    pub(crate) document: Document,
    pub(crate) resources: HashMap<String, usize>,
    pub(crate) routes: HashMap<(String, String), usize>,
    pub(crate) by_method: HashMap<String, Vec<usize>>,
    pub(crate) by_resource: HashMap<String, Vec<usize>>,
    pub(crate) by_category: HashMap<String, Vec<usize>>,
}

impl Decoded {
    /// Decodes JSON and fills the maps: what such a registry does when the process starts.
    pub(crate) fn from_json(json: &str) -> Self {
        Self::index(serde_json::from_str(json).expect("the generators write valid documents"))
    }

    /// Decodes MessagePack and fills the maps.
    pub(crate) fn from_msgpack(bytes: &[u8]) -> Self {
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
