//! Serves the board on port 3000; the tokens are in the environment.
#![forbid(unsafe_code)]

use std::env;

use board::access::{Role, Tokens};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let mut tokens = Tokens::default();
    for (variable, role) in
        [("BOARD_MEMBER", Role::Member), ("BOARD_MODERATOR", Role::Moderator), ("BOARD_OPERATOR", Role::Operator)]
    {
        match env::var(variable) {
            Ok(token) if !token.is_empty() => tokens.add(token, variable, role),
            _ => eprintln!("{variable} is not set: nobody can act as {role:?}"),
        }
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, board::app(tokens)).await
}
