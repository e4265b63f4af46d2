//! Declared routes.

use super::field::whole;
use super::resource::texts;
use crate::model::{self, Authentication, Origin, Parameter, Route, RouteExtra, Text};
use crate::operation;
use crate::source::SourceFile;
use crate::syntax::{self, Group};

/// Returns the routes of no resource.
pub(super) fn routes(routes: &[syntax::Route<'_>], groups: &[Group], source: &SourceFile) -> Vec<Route> {
    let route = |route: &syntax::Route<'_>| {
        let groups_run = route.group_middleware(groups).into_iter().map(|item| item.text.as_str().into());
        let middleware = groups_run.chain(texts(&route.middleware)).collect();
        lowered(route, groups, source, "", middleware)
    };
    routes.iter().flat_map(route).collect()
}

/// Returns a route for each of its methods, with all middleware it runs.
pub(super) fn lowered(
    route: &syntax::Route<'_>,
    groups: &[Group],
    source: &SourceFile,
    resource: &str,
    middleware: Vec<Text>,
) -> Vec<Route> {
    // A REST operation is one of a resource.
    let handler = if resource.is_empty() { route.handler.text } else { operation::canonical(route.handler.text) };
    let mut extra = RouteExtra {
        documentation: route.doc.as_str().into(),
        deprecated: route.deprecated.as_ref().map(|deprecated| deprecated.reason.as_str().into()),
        own_middleware: route.middleware.len() as u32,
        ..RouteExtra::default()
    };
    for (location, name, ty) in &route.details.parameters {
        let (ty, nullable) = whole(Some(ty));
        let (name, location) = (name.text.into(), location.text.into());
        extra.parameters.push(Parameter { name, location, ty, nullable, required: !nullable, ..Parameter::default() });
    }
    if let Some((_, ty)) = &route.details.body {
        extra.request_body = whole(Some(ty)).0;
    }
    let mut responses: Vec<model::Response> = route
        .details
        .responses
        .iter()
        .map(|response| model::Response {
            status: response.status,
            body: whole(response.body.as_ref()).0,
            documentation: response.doc.as_str().into(),
        })
        .collect();
    responses.sort_by_key(|response| response.status);
    let answer = responses.iter().find(|response| response.status / 100 == 2 && !response.body.is_empty());
    extra.response_body = answer.map(|response| response.body.clone()).unwrap_or_default();
    // A body under 200 says all of it.
    if !matches!(responses.as_slice(), [only] if only.status == 200 && only.documentation.is_empty() && !only.body.is_empty())
    {
        extra.responses = responses;
    }
    let line = source.line(route.span.start);
    let path: Text = route.whole_path(groups).into();
    let one = |method: &syntax::Name<'_>| Route {
        method: method.text.into(),
        path: path.clone(),
        handler: if resource.is_empty() { handler.into() } else { format!("{resource}.{handler}").into() },
        resource: resource.into(),
        operation: handler.into(),
        middleware: middleware.clone(),
        authentication: Authentication::None,
        file_path: source.path().into(),
        line,
        declared: true,
        origin: Origin::Schema,
        extra: extra.clone().into(),
    };
    route.methods.iter().map(one).collect()
}
