//! Serves the notes on port 3000; the tokens of a reader and of an editor are in the environment.
#![forbid(unsafe_code)]

use std::env;

use gateway::Tokens;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let mut tokens = Tokens::default();
    for (variable, roles) in [("NOTES_WRITER", &[][..]), ("NOTES_EDITOR", &["editor"])] {
        match env::var(variable) {
            Ok(token) if !token.is_empty() => tokens.add(token, variable, roles),
            _ => eprintln!("{variable} is not set: nobody can act as one"),
        }
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("listening on http://{}", listener.local_addr()?);
    match gateway::serve(listener, tokens).await? {}
}
