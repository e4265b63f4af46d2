//! Requests as they come in, answered without a socket.
#![forbid(unsafe_code)]

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use board::access::{Role, Tokens};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

fn app() -> Router {
    let mut tokens = Tokens::default();
    for (token, role) in [("m", Role::Member), ("mod", Role::Moderator), ("op", Role::Operator)] {
        tokens.add(token, token, role);
    }
    board::app(tokens)
}

async fn ask(app: &Router, method: &str, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
    let mut request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
    if !token.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let response = app.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

#[tokio::test]
async fn routes_are_authorised_as_the_schema_says() {
    let app = app();
    let table = [
        ("GET", "/api/topics", "", StatusCode::OK),
        ("POST", "/api/topics", "", StatusCode::UNAUTHORIZED),
        ("POST", "/api/topics", "guess", StatusCode::UNAUTHORIZED),
        ("DELETE", "/api/topics/1", "m", StatusCode::FORBIDDEN),
        ("DELETE", "/api/topics/1", "mod", StatusCode::NOT_FOUND),
        ("PUT", "/api/topics/1", "mod", StatusCode::METHOD_NOT_ALLOWED),
        ("GET", "/api/nothing", "mod", StatusCode::NOT_FOUND),
    ];
    for (method, path, token, expected) in table {
        assert_eq!(ask(&app, method, path, token, Value::Null).await.0, expected, "{method} {path} as `{token}`");
    }
}

#[tokio::test]
async fn a_topic_from_beginning_to_end() {
    let app = app();
    let (status, topic) = ask(&app, "POST", "/api/topics", "m", json!({"title": "Metadata"})).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(topic, json!({"id": 1, "title": "Metadata", "state": "open", "opened_by": "m"}));
    let (status, post) = ask(&app, "POST", "/api/topics/1/posts", "m", json!({"body": "Hello."})).await;
    assert_eq!((status, &post["topic_id"]), (StatusCode::CREATED, &json!(1)));
    assert_eq!(ask(&app, "POST", "/api/topics/1/close", "mod", Value::Null).await.1["state"], "closed");
    let (status, _) = ask(&app, "POST", "/api/topics/1/posts", "m", json!({"body": "Late."})).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(ask(&app, "DELETE", "/api/topics/1", "mod", Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(ask(&app, "GET", "/api/topics/1/posts", "", Value::Null).await.1, json!([]));
}

#[tokio::test]
async fn the_description_is_for_operators() {
    let app = app();
    assert_eq!(ask(&app, "GET", "/introspect", "", Value::Null).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(ask(&app, "GET", "/introspect", "mod", Value::Null).await.0, StatusCode::FORBIDDEN);
    let (status, info) = ask(&app, "GET", "/introspect", "op", Value::Null).await;
    assert_eq!((status, &info["resources"]), (StatusCode::OK, &json!(2)));
    let (_, routes) = ask(&app, "GET", "/introspect/routes?middleware=auth&method=POST", "op", Value::Null).await;
    assert_eq!(routes["total_count"], 3);
    let (_, topic) = ask(&app, "GET", "/introspect/resources/Topic", "op", Value::Null).await;
    assert_eq!(topic["fields"].as_array().unwrap().len(), 4);
    assert_eq!(ask(&app, "GET", "/introspect/resources/Topc", "op", Value::Null).await.0, StatusCode::NOT_FOUND);
}

#[test]
fn every_middleware_and_handler_of_the_schema_is_served() {
    for route in board::REGISTRY.routes() {
        assert!(board::handlers::method_router(route).is_some(), "{}", route.handler());
        assert!(route.middleware().iter().all(|text| ["auth", "auth(moderator)"].contains(&text)), "{}", route.path());
    }
}
