//! Security of routes: alternatives as they are, and the schemes that middleware names.

use etched_core::{Authentication, middleware};

use crate::model::Route;

use super::Left;
use super::object::{Json, Object, boolean, list, text, texts};

/// Writes the security of a route.
///
/// A request passes all middleware, so what middleware names as a scheme (`auth:bearer`) is asked for in every
/// alternative; what the route itself says then is among our own keys.
pub(super) fn security(route: &Route, schemes: &mut Object, out: &mut Object, own: &mut Object, left: &mut Left) {
    let mut alternatives: Vec<Vec<&str>> = route
        .security
        .iter()
        .map(|alternative| alternative.requirements.iter().map(|text| &**text).collect())
        .collect();
    for requirement in alternatives.iter().flatten() {
        if !schemes.has(middleware::base(requirement)) {
            left.note("security scheme that nothing declares", 1, &route.id());
        }
    }
    let named: Vec<(String, &str)> = route.middleware.iter().filter_map(|text| scheme(text, schemes)).collect();
    let mut written: Vec<Json> = alternatives.iter().map(|all| requirements(all, &[])).collect();
    if !named.is_empty() {
        own.set("security", list(written));
        if alternatives.is_empty() {
            alternatives.push(Vec::new());
        }
        written = alternatives.iter().map(|all| requirements(all, &named)).collect();
        let optional = |(_, text): &&(String, &str)| Authentication::of_middleware(text) == Authentication::Optional;
        let required: Vec<_> = named.iter().filter(|one| !optional(one)).cloned().collect();
        if required.len() < named.len() {
            written.extend(alternatives.iter().map(|all| requirements(all, &required)));
        }
    }
    if !written.is_empty() {
        out.set("security", list(written));
    }
    if route.authentication != route.told() {
        own.set("authentication", text(route.authentication.name()));
    }
}

/// One alternative: requirements of the route, and of its middleware.
fn requirements(own: &[&str], named: &[(String, &str)]) -> Json {
    let mut out = Object::default();
    for text in own {
        out.put(middleware::base(text), texts(middleware::scopes(text)));
    }
    for (name, text) in named {
        let scopes = middleware::arguments(text).filter(|scope| *scope != "optional");
        out.put(name, texts(scopes));
    }
    out.done()
}

/// Returns the scheme that a middleware names, if it names a kind of one, and declares it.
fn scheme<'t>(middleware: &'t str, schemes: &mut Object) -> Option<(String, &'t str)> {
    let kind = middleware::base(middleware).strip_prefix("auth:")?;
    let mut scheme = Object::default();
    match kind {
        "api_key" => {
            scheme.set("type", text("apiKey"));
            scheme.set("in", text("header"));
            scheme.set("name", text("X-API-Key"));
        }
        "oauth2" => {
            scheme.set("type", text("oauth2"));
            scheme.set("flows", Object::default().done());
        }
        "mtls" => scheme.set("type", text("mutualTLS")),
        // Without its address an OpenID scheme cannot be written.
        "openid" | "unknown" | "" => return None,
        http => {
            scheme.set("type", text("http"));
            scheme.set("scheme", text(http));
        }
    }
    let name: String = kind
        .chars()
        .map(|part| if part.is_ascii_alphanumeric() || matches!(part, '.' | '_' | '-') { part } else { '_' })
        .collect();
    // The import leaves it out again.
    scheme.set("x-etched-derived", boolean(true));
    schemes.put(&name, scheme.done());
    Some((name, middleware))
}
