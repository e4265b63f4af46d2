//! The struct in the words of the checker, which knows no tokens: places are numbers.

use std::collections::BTreeMap;

use etched_compiler::bind::{Item, Member, Shape, Type};
use proc_macro2::Span;
use quote::ToTokens;
use syn::{GenericArgument, PathArguments};

use super::ast::Container;

/// What the numbers stand for.
#[derive(Default)]
pub(crate) struct Places<'a>(Vec<(Span, Option<&'a syn::Type>)>);

impl<'a> Places<'a> {
    fn add(&mut self, span: Span, ty: Option<&'a syn::Type>) -> usize {
        self.0.push((span, ty));
        self.0.len() - 1
    }

    pub(crate) fn span(&self, at: usize) -> Span {
        self.0.get(at).map_or_else(Span::call_site, |(span, _)| *span)
    }

    pub(super) fn ty(&self, at: usize) -> Option<&'a syn::Type> {
        self.0.get(at).and_then(|(_, ty)| *ty)
    }
}

/// Describes a struct.
pub(crate) fn item<'a>(container: &Container<'a>) -> (Item<usize>, Places<'a>) {
    let mut places = Places::default();
    let pairs = |places: &mut Places<'a>, list: &[(String, Span)]| {
        list.iter().map(|(name, span)| (name.clone(), places.add(*span, None))).collect::<Vec<_>>()
    };
    let item = Item {
        ident: container.ident.to_string(),
        ident_at: places.add(container.ident.span(), None),
        name: container.name.0.clone(),
        at: places.add(container.name.1, None),
        inline: container.inline.iter().map(|path| (path.value(), places.add(path.span(), None))).collect(),
        partial: container.partial,
        wrappers: container.wrappers.clone(),
        types: BTreeMap::new(),
        changes: pairs(&mut places, &container.changes),
        skipped: container.skipped.clone(),
        members: container
            .fields
            .iter()
            .map(|field| Member {
                ident: field.ident.clone(),
                names: field.names.clone(),
                path: field.path.as_ref().map(|path| (path.value(), places.add(path.span(), None))),
                at: places.add(field.span, None),
                ty: describe(field.ty, &mut places),
                holds: field.holds.as_ref().map(|word| (word.value(), places.add(word.span(), None))),
                changes: pairs(&mut places, &field.changes),
            })
            .collect(),
    };
    (item, places)
}

fn describe<'a>(ty: &'a syn::Type, places: &mut Places<'a>) -> Type<usize> {
    let other = |places: &mut Places<'a>| Type {
        at: places.add(syn::spanned::Spanned::span(ty), Some(ty)),
        shape: Shape::Other(ty.to_token_stream().to_string()),
    };
    match ty {
        // What a `macro_rules!` passes on as one type arrives in an invisible group.
        syn::Type::Group(group) => describe(&group.elem, places),
        syn::Type::Paren(paren) => describe(&paren.elem, places),
        syn::Type::Path(path) => {
            let Some(segment) = path.path.segments.last() else { return other(places) };
            let at = places.add(segment.ident.span(), Some(ty));
            let arguments = match &segment.arguments {
                PathArguments::AngleBracketed(arguments) => arguments
                    .args
                    .iter()
                    .filter_map(|argument| match argument {
                        GenericArgument::Type(ty) => Some(describe(ty, places)),
                        _ => None,
                    })
                    .collect(),
                _ => Vec::new(),
            };
            Type { at, shape: Shape::Named(syn::ext::IdentExt::unraw(&segment.ident).to_string(), arguments) }
        }
        syn::Type::Reference(reference) => Type {
            at: places.add(syn::spanned::Spanned::span(ty), Some(ty)),
            shape: Shape::Reference(Box::new(describe(&reference.elem, places))),
        },
        syn::Type::Slice(slice) => Type {
            at: places.add(syn::spanned::Spanned::span(ty), Some(ty)),
            shape: Shape::List(Box::new(describe(&slice.elem, places))),
        },
        syn::Type::Array(array) => Type {
            at: places.add(syn::spanned::Spanned::span(ty), Some(ty)),
            shape: Shape::List(Box::new(describe(&array.elem, places))),
        },
        _ => other(places),
    }
}
