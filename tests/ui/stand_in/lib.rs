//! The derives of sqlx, sea-orm and diesel as far as their attributes go: they declare them and write nothing.
#![forbid(unsafe_code)]

use proc_macro::TokenStream;

/// sqlx's.
#[proc_macro_derive(FromRow, attributes(sqlx))]
pub fn from_row(_: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// sea-orm's.
#[proc_macro_derive(DeriveEntityModel, attributes(sea_orm))]
pub fn entity_model(_: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// diesel's.
#[proc_macro_derive(Queryable, attributes(diesel))]
pub fn queryable(_: TokenStream) -> TokenStream {
    TokenStream::new()
}
