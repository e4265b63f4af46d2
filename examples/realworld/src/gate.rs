//! Who may do what: each request is matched against the registry, whose routes say which middleware runs on them.

use std::borrow::Cow;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use etched::{Route, RouteMatch};
use rusqlite::Transaction;
use sha2::{Digest, Sha256};

use crate::REGISTRY;
use crate::failure::Failure;
use crate::store::Store;

/// Who sends a request, where they are signed in.
#[derive(Clone, Copy, Debug)]
pub struct Caller(pub Option<i64>);

impl Caller {
    /// Returns the user.
    ///
    /// # Errors
    /// When nobody is signed in: a handler asks what its route did not require.
    pub fn user(self) -> Result<i64, Failure> {
        self.0.ok_or(Failure::Unauthorized)
    }
}

/// What a middleware of the schema asks of a caller.
enum Need {
    /// `auth(optional)`
    Anybody,
    /// `auth`
    User,
    /// `owner`: what the path names is the caller's own.
    Owner,
}

/// Returns what a middleware asks for.
///
/// What this service does not know is refused to everybody: what the schema asks for and nobody enforces must not be left
/// open.
fn need(middleware: &str) -> Result<Need, StatusCode> {
    match middleware {
        "auth(optional)" => Ok(Need::Anybody),
        "auth" => Ok(Need::User),
        "owner" => Ok(Need::Owner),
        _ => Err(StatusCode::NOT_IMPLEMENTED),
    }
}

/// Lets a request through if its route's middleware does.
pub async fn pass(State(store): State<Store>, mut request: Request, next: Next) -> Response {
    let (route, names) = match REGISTRY.match_route(request.method().as_str(), request.uri().path()) {
        RouteMatch::Found(route, parameters) => {
            let decoded: Option<Vec<String>> =
                parameters.iter().map(|(_, value)| value.decoded().ok().map(Cow::into_owned)).collect();
            let Some(names) = decoded else { return StatusCode::BAD_REQUEST.into_response() };
            (route, names)
        }
        RouteMatch::MethodNotAllowed(allowed) => {
            let methods = allowed.iter().collect::<Vec<_>>().join(", ");
            let value = HeaderValue::from_str(&methods).unwrap_or(HeaderValue::from_static(""));
            return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, value)]).into_response();
        }
        RouteMatch::NotFound => return Failure::NotFound.into_response(),
    };
    let token = bearer(request.headers()).map(digest);
    match store.run(move |db| admit(db, route, &names, token.as_deref())).await {
        Ok(Ok(caller)) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Ok(Err(status)) => status.into_response(),
        Err(failure) => failure.into_response(),
    }
}

/// Returns who calls, if each middleware of the route lets them.
fn admit(
    db: &Transaction<'_>,
    route: Route<'_>,
    names: &[String],
    token: Option<&str>,
) -> Result<Result<Caller, StatusCode>, Failure> {
    let user =
        token.map(|token| db.query_row("select user_id from session where token_hash = ?", [token], |row| row.get(0)));
    let user: Option<i64> = match user.transpose() {
        Ok(user) => user,
        // A token that is not good is an error on every route: its owner believes to be signed in.
        Err(rusqlite::Error::QueryReturnedNoRows) => return Err(Failure::Unauthorized),
        Err(error) => return Err(error.into()),
    };
    for middleware in route.middleware().iter() {
        match (need(middleware), user) {
            (Err(status), _) => return Ok(Err(status)),
            (Ok(Need::Anybody), _) | (Ok(Need::User), Some(_)) => {}
            (Ok(_), None) => return Err(Failure::Unauthorized),
            (Ok(Need::Owner), Some(user)) => {
                if owner(db, route, names)? != user {
                    return Err(Failure::Forbidden);
                }
            }
        }
    }
    Ok(Ok(Caller(user)))
}

/// Returns whose the thing is that a path names.
fn owner(db: &Transaction<'_>, route: Route<'_>, names: &[String]) -> Result<i64, Failure> {
    let sql = match route.resource().map_or("", |resource| resource.name()) {
        "User" => "select id from user where username = ?",
        "Article" => "select author_id from article where slug = ?",
        "Comment" => {
            "select comment.author_id from comment join article on article.id = article_id
             where article.slug = ? and comment.id = ?"
        }
        _ => return Err(Failure::Forbidden),
    };
    Ok(db.query_row(sql, rusqlite::params_from_iter(names), |row| row.get(0))?)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Returns what is kept of a token: who reads the table cannot sign in with it.
pub fn digest(token: &str) -> String {
    hex(&Sha256::digest(token))
}

/// Writes bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
