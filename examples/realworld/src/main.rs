//! Serves the blog on port 3000, from the file that is named or `press.db`.
#![forbid(unsafe_code)]

use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).unwrap_or_else(|| "press.db".into());
    let store = press::store::Store::open(path.as_ref())?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, press::app(store)).await?)
}
