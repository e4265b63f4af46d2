//! Syntax tree to model.
//!
//! Runs on a tree without errors; of what the rules refuse it makes something, but nothing anybody sees.

mod field;
mod resource;
mod route;
mod value;

use crate::model::{Application, File, Model};
use crate::source::Sources;
use crate::source_map::SourceMap;
use crate::syntax::{Tree, ValueKind};
pub(crate) use value::text;

/// Returns the model, its routes the declared ones without the application's prefix, and where its declarations stand.
pub(crate) fn lower(tree: Tree<'_>, sources: &Sources) -> (Model, SourceMap) {
    let mut map = SourceMap::default();
    let mut model = Model {
        application: application(&tree, sources),
        files: tree.files.iter().map(|file| File::new(file.source.path(), file.source.text().as_bytes())).collect(),
        ..Model::default()
    };
    for file in tree.files {
        map.add_free(&file, model.routes.len());
        model.routes.extend(route::routes(&file.routes, &file.groups, file.source));
        for kind in &file.kinds {
            model.application.kinds.push((kind.middleware.text.as_str().into(), kind.does.text.into()));
        }
        for resource in file.resources {
            map.add(&resource, file.source, model.routes.len());
            let (resource, routes) = resource::resource(resource, file.source);
            model.resources.push(resource);
            model.routes.extend(routes);
        }
    }
    (model, map)
}

fn application(tree: &Tree<'_>, sources: &Sources) -> Application {
    let mut application =
        Application { version: "1.0".into(), source_hash: sources.hash().into(), ..Application::default() };
    let found = tree.files.iter().find_map(|file| file.applications.first().map(|directive| (file.source, directive)));
    let Some((source, directive)) = found else { return application };
    application.name = directive.name.text.as_str().into();
    application.documentation = directive.documentation.as_str().into();
    application.file_path = source.path().into();
    application.line = source.line(directive.span.start);
    for (key, value) in &directive.settings {
        match (key.text, &value.kind) {
            // `/api/` and `/` mean what `/api` and no prefix mean.
            ("route_prefix", ValueKind::String(prefix)) => {
                application.route_prefix = prefix.trim_end_matches('/').into()
            }
            ("version", ValueKind::String(version)) => application.version = version.as_str().into(),
            ("documentation", ValueKind::String(documentation)) => {
                application.documentation = documentation.as_str().into()
            }
            _ => application.options.push((key.text.into(), text(value).into())),
        }
    }
    application
}
