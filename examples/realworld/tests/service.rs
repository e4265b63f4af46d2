//! Requests as they come in, answered without a socket, over a database in a file.
#![forbid(unsafe_code)]

use std::collections::BTreeSet;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use etched::{Authentication, Syntax};
use http_body_util::BodyExt;
use press::REGISTRY;
use press::store::Store;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

struct Service {
    app: Router,
    directory: TempDir,
}

impl Service {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let app = press::app(Store::open(&directory.path().join("press.db")).unwrap());
        Self { app, directory }
    }

    async fn ask(&self, method: &str, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let response = self.app.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// Signs somebody up and in, and returns their token.
    async fn user(&self, name: &str) -> String {
        let new = json!({"username": name, "email": format!("{name}@example.com"), "password": "correct horse"});
        let (status, profile) = self.ask("POST", "/api/users", "", new).await;
        assert_eq!((status, profile), (StatusCode::CREATED, json!({"username": name, "bio": null})));
        let given = json!({"username": name, "password": "correct horse"});
        let (status, answer) = self.ask("POST", "/api/sessions", "", given).await;
        assert_eq!(status, StatusCode::CREATED);
        answer["token"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn who_is_not_signed_in_is_let_in_where_the_schema_says_so_and_nowhere_else() {
    let service = Service::new();
    let mut seen = BTreeSet::new();
    for route in REGISTRY.routes() {
        let path = route.path_in(Syntax::Braces).to_string();
        let part = |part| if str::starts_with(part, '{') { "1" } else { part };
        let path = path.split('/').map(part).collect::<Vec<_>>().join("/");
        let (status, _) = service.ask(route.method(), &path, "", json!({})).await;
        let asked = route.authentication();
        assert_eq!(status == StatusCode::UNAUTHORIZED, asked == Authentication::Required, "{} {path}", route.method());
        // A token that is not good is told on every route.
        let (status, _) = service.ask(route.method(), &path, "guess", json!({})).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{} {path}", route.method());
        seen.insert(asked.name());
    }
    assert_eq!(seen, BTreeSet::from(["none", "optional", "required"]));
}

#[tokio::test]
async fn an_article_from_beginning_to_end() {
    let service = Service::new();
    let (ada, ben) = (service.user("ada").await, service.user("ben").await);
    let new = json!({"title": "Etched in Stone", "body": "Words.", "tags": ["stone", "craft"]});
    let (status, article) = service.ask("POST", "/api/articles", &ada, new.clone()).await;
    let expected = json!({
        "slug": "etched-in-stone", "title": "Etched in Stone", "body": "Words.", "author": "ada",
        "tags": ["craft", "stone"], "favorites": 0, "favorite": false
    });
    assert_eq!((status, article), (StatusCode::CREATED, expected));
    assert_eq!(service.ask("POST", "/api/articles", &ben, new).await.0, StatusCode::CONFLICT);
    let one = "/api/articles/etched-in-stone";

    // The caller's own view: optional authentication changes the answer, not whether there is one.
    let (_, favorite) = service.ask("POST", &format!("{one}/favorite"), &ben, Value::Null).await;
    assert_eq!((&favorite["favorites"], &favorite["favorite"]), (&json!(1), &json!(true)));
    for (token, liked) in [("", false), (&ada, false), (&ben, true)] {
        assert_eq!(service.ask("GET", one, token, Value::Null).await.1["favorite"], json!(liked));
        assert_eq!(service.ask("GET", "/api/articles", token, Value::Null).await.1[0]["favorite"], json!(liked));
    }
    assert_eq!(service.ask("DELETE", &format!("{one}/favorite"), &ben, Value::Null).await.1["favorites"], 0);

    assert_eq!(service.ask("GET", "/api/feed", &ben, Value::Null).await.1, json!([]));
    assert_eq!(service.ask("POST", "/api/users/ada/follow", &ben, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(service.ask("GET", "/api/feed", &ben, Value::Null).await.1[0]["slug"], "etched-in-stone");
    assert_eq!(service.ask("DELETE", "/api/users/ada/follow", &ben, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(service.ask("GET", "/api/feed", &ben, Value::Null).await.1, json!([]));

    let (status, comment) = service.ask("POST", &format!("{one}/comments"), &ben, json!({"body": "Well said."})).await;
    assert_eq!((status, &comment), (StatusCode::CREATED, &json!({"id": 1, "body": "Well said.", "author": "ben"})));
    assert_eq!(service.ask("GET", &format!("{one}/comments"), "", Value::Null).await.1, json!([comment]));

    // What is another's stays as it is.
    for (method, path, body) in [
        ("PATCH", one.to_owned(), json!({"body": "Mine."})),
        ("DELETE", one.to_owned(), Value::Null),
        ("PATCH", "/api/users/ada".to_owned(), json!({"bio": "I am Ben."})),
    ] {
        assert_eq!(service.ask(method, &path, &ben, body).await.0, StatusCode::FORBIDDEN, "{method} {path}");
    }
    let of_ben = format!("{one}/comments/1");
    assert_eq!(service.ask("DELETE", &of_ben, &ada, Value::Null).await.0, StatusCode::FORBIDDEN);
    let changed = service.ask("PATCH", one, &ada, json!({"body": "Other words."})).await;
    assert_eq!((changed.0, &changed.1["body"]), (StatusCode::OK, &json!("Other words.")));
    assert_eq!(service.ask("PUT", "/api/users/ada", &ada, json!({"bio": "I write."})).await.1["bio"], "I write.");

    // As the schema says of `Comment.article`: on_delete cascade.
    assert_eq!(service.ask("DELETE", one, &ada, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(service.ask("DELETE", &of_ben, &ben, Value::Null).await.0, StatusCode::NOT_FOUND);
    assert_eq!(service.ask("GET", one, "", Value::Null).await.0, StatusCode::NOT_FOUND);
    assert_eq!(service.ask("GET", "/api/tags", "", Value::Null).await.1, json!(["craft", "stone"]));
}

#[tokio::test]
async fn what_is_not_as_the_schema_says_is_refused() {
    let service = Service::new();
    let ada = service.user("ada").await;
    let user =
        |name: &str, email: &str, password: &str| json!({"username": name, "email": email, "password": password});
    let article = |title: &str, body: &str| json!({"title": title, "body": body});
    for (path, body, expected) in [
        ("/api/users", user("ada", "b@example.com", "12345678"), StatusCode::CONFLICT),
        ("/api/users", user("Ben", "b@example.com", "12345678"), StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/users", user("ben", "example.com", "12345678"), StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/users", user("ben", "b@example.com", "1234567"), StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/sessions", json!({"username": "ada", "password": "guess"}), StatusCode::UNAUTHORIZED),
        ("/api/sessions", json!({"username": "nobody", "password": "guess"}), StatusCode::UNAUTHORIZED),
        ("/api/articles", article("Hi", "Words."), StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/articles", article("...", "Words."), StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/articles", article("Title", ""), StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/nothing", Value::Null, StatusCode::NOT_FOUND),
        ("/api/tags", Value::Null, StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let token = if path == "/api/articles" { ada.as_str() } else { "" };
        assert_eq!(service.ask("POST", path, token, body.clone()).await.0, expected, "{path} {body}");
    }
}

/// The tables have the members of the resources, no more and no fewer, and their keys.
#[test]
fn the_tables_are_the_resources() {
    let service = Service::new();
    let db = rusqlite::Connection::open(service.directory.path().join("press.db")).unwrap();
    let ask = |sql: &str| -> BTreeSet<String> {
        let mut statement = db.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let mut tables = BTreeSet::new();
    for resource in REGISTRY.resources() {
        let table = resource.name().chars().enumerate().fold(String::new(), |name, (at, c)| {
            let border = if at > 0 && c.is_uppercase() { "_" } else { "" };
            name + border + &c.to_lowercase().to_string()
        });
        let mut members: BTreeSet<String> = resource.fields().iter().map(|field| field.name().to_owned()).collect();
        let owners = resource.relationships().iter().filter(|relation| relation.kind() == "belongs_to");
        members
            .extend(owners.map(|relation| relation.foreign_key().map_or_else(|| relation.usual_key(), str::to_owned)));
        assert_eq!(ask(&format!("select name from pragma_table_info('{table}')")), members, "{table}");
        tables.insert(table);
    }
    assert_eq!(ask("select name from sqlite_schema where type = 'table'"), tables);
}

#[test]
fn every_handler_and_middleware_of_the_schema_is_served() {
    for route in REGISTRY.routes() {
        assert!(press::serve(route).is_some(), "{}", route.handler());
    }
}
