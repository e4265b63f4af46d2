//! A service behind a gate that knows each route's middleware from the metadata.
//!
//! `schema/notes.cdt` says which routes there are and what runs on them. [`Gate`] is a tower layer: it finds the
//! route of a request, does what its middleware asks for, and hands the request on with the route and the decoded
//! parameters, so that neither the gate nor the [`Notes`] behind it has a rule of its own for any path.
#![forbid(unsafe_code)]

mod gate;
mod notes;
mod rules;

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use etched::{Metadata, Registry};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tower_layer::Layer;
use tower_service::Service;

pub use gate::{Gate, Gated, Matched, Peer};
pub use notes::Notes;
pub use rules::{Caller, Rule, Tokens};

static METADATA: Metadata = etched::embed!();

/// What the application is; nothing is done for it when the program starts.
pub static REGISTRY: Registry = Registry::load(&METADATA);

/// Serves the notes to whoever connects; it does not return unless the listener is broken from the start.
///
/// # Errors
/// When the listener has no address.
pub async fn serve(listener: TcpListener, tokens: Tokens) -> io::Result<Infallible> {
    listener.local_addr()?;
    let service = Gate::new(&REGISTRY, tokens).layer(Notes::default());
    loop {
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Too many open files, or a client that gave up: it passes.
                eprintln!("no connection: {error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let service = service.clone();
        tokio::spawn(async move {
            let answer = service_fn(move |mut request| {
                request.extensions_mut().insert(Peer(peer.ip()));
                service.clone().call(request)
            });
            // A client that is slow to send its request, or stops halfway, must not keep a connection open.
            let mut connection = http1::Builder::new();
            connection.timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(10));
            let _ = connection.serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}
