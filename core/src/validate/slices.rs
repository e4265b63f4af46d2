//! Index slices: each names exactly the records that say they belong to it, in their order.

use alloc::vec;
use alloc::vec::Vec;

use super::Work;
use super::error::{Checked, Expected, wrong};
use super::tables::lookup;
use crate::cell::List;
use crate::image::Image;
use crate::layout as rows;
use crate::layout::Section;
use crate::method::METHODS;
use crate::middleware::base;

/// Checks all slices; returns the middleware of each string that is one with its arguments.
pub(super) fn check(image: Image<'_>, work: &mut Work) -> Checked<Bases> {
    files(image)?;
    methods(image)?;
    owners(image, work)?;
    by_owner(image)?;
    resource_methods(image)?;
    let bases = middleware(image)?;
    sorted(image)?;
    Ok(bases)
}

/// The number of the middleware that a text is, by the number of its string.
pub(super) struct Bases(Vec<u32>);

impl Bases {
    const NONE: u32 = u32::MAX;

    pub(super) fn of(&self, text: u32) -> Option<u32> {
        self.0.get(text as usize).copied().filter(|base| *base != Self::NONE)
    }
}

/// The files of the application are the first ones; those behind them are only named by records.
fn files(image: Image<'_>) -> Checked {
    let (stated, count) = (image.rows::<rows::Application>().get(0).files(), image.count(Section::File));
    if stated > count {
        return Err(wrong("Application", 0, "files", Expected::AtMost(count.into()), stated));
    }
    Ok(())
}

/// The slice of one index record: rises, and names only records that name the index record back.
fn slice<T>(
    image: Image<'_>,
    section: Section,
    record: u32,
    cell: &'static str,
    list: List<T>,
    belongs: impl Fn(u32) -> bool,
) -> Checked<u64> {
    let mut least = 0;
    for id in image.list(list).iter() {
        if id < least {
            return Err(wrong(section.name(), record, cell, Expected::AtLeast(least.into()), id));
        }
        if !belongs(id) {
            let expected = Expected::That("ids of records that name this one");
            return Err(wrong(section.name(), record, cell, expected, id));
        }
        least = id + 1;
    }
    Ok(u64::from(list.len))
}

/// The slices of one index together name as many records as there are: with the above, each of them once.
fn complete(section: Section, cell: &'static str, named: u64, count: u64) -> Checked {
    if named != count {
        return Err(wrong(section.name(), 0, cell, Expected::Is(count), named));
    }
    Ok(())
}

/// The methods of HTTP come first, under the numbers every image gives them; then others, each once.
fn methods(image: Image<'_>) -> Checked {
    let rows = image.rows::<rows::Method>();
    if (rows.len() as usize) < METHODS.len() {
        let expected = Expected::AtLeast(METHODS.len() as u64);
        return Err(wrong("section table", Section::Method as u32, "count", expected, rows.len()));
    }
    for (at, (row, method)) in rows.iter().zip(METHODS).enumerate() {
        if image.str(row.name()) != method {
            return Err(wrong("Method", at as u32, "name", Expected::That(method), row.name().0));
        }
    }
    let mut before = "";
    for (at, row) in rows.iter().enumerate().skip(METHODS.len()) {
        let name = image.str(row.name());
        let small = name.bytes().any(|byte| byte.is_ascii_lowercase());
        if at > METHODS.len() && name <= before || METHODS.contains(&name) || small {
            let expected = Expected::That("a method in capitals that none before it is, in the order of bytes");
            return Err(wrong("Method", at as u32, "name", expected, row.name().0));
        }
        before = name;
    }
    Ok(())
}

/// Names of resources in routes and relationships lead to the resource of that name, or to none if there is none.
fn owners(image: Image<'_>, work: &mut Work) -> Checked {
    let resources = image.rows::<rows::Resource>();
    let name_of = |id| image.str(resources.get(id).name());
    let mut right = |id: Option<u32>, name: crate::cell::Str| -> Checked<bool> {
        Ok(match id {
            Some(id) => resources.get(id).name() == name || name_of(id) == image.str(name),
            None => lookup::<rows::Resource>(image, image.str(name), work)?.is_none(),
        })
    };
    for (at, route) in image.rows::<rows::Route>().iter().enumerate() {
        if !right(route.resource().get().map(|id| id.index), route.resource_name())? {
            let expected = Expected::That("the resource that `resource_name` names");
            return Err(wrong("Route", at as u32, "resource", expected, route.resource().plus_one));
        }
    }
    for (at, relationship) in image.rows::<rows::Relationship>().iter().enumerate() {
        if !right(relationship.target().get().map(|id| id.index), relationship.target_name())? {
            let expected = Expected::That("the resource that `target_name` names");
            return Err(wrong("Relationship", at as u32, "target", expected, relationship.target().plus_one));
        }
    }
    for (at, dangling) in image.rows::<rows::Dangling>().iter().enumerate() {
        if !right(None, dangling.name())? {
            let expected = Expected::That("a name no resource has");
            return Err(wrong("Dangling", at as u32, "name", expected, dangling.name().0));
        }
    }
    Ok(())
}

/// Slices by an id that each record carries.
fn by_owner(image: Image<'_>) -> Checked {
    let routes = image.rows::<rows::Route>();
    let relationships = image.rows::<rows::Relationship>();
    let fields = image.rows::<rows::Field>();
    let patterns = image.rows::<rows::Pattern>();

    let mut named = 0;
    for (at, row) in image.rows::<rows::Method>().iter().enumerate() {
        let at = at as u32;
        named += slice(image, Section::Method, at, "routes", row.routes(), |id| routes.get(id).method().index == at)?;
    }
    complete(Section::Method, "routes", named, routes.len().into())?;

    let (mut by_route, mut by_target) = (0, 0);
    for (at, row) in image.rows::<rows::Resource>().iter().enumerate() {
        let mine = at as u32 + 1;
        let at = at as u32;
        let serves = |id| routes.get(id).resource().plus_one == mine;
        by_route += slice(image, Section::Resource, at, "routes", row.routes(), serves)?;
        let points = |id| relationships.get(id).target().plus_one == mine;
        by_target += slice(image, Section::Resource, at, "incoming", row.incoming(), points)?;
    }
    let with_resource = routes.iter().filter(|route| route.resource().plus_one != 0).count();
    complete(Section::Resource, "routes", by_route, with_resource as u64)?;
    let with_target = relationships.iter().filter(|relationship| relationship.target().plus_one != 0).count();
    complete(Section::Resource, "incoming", by_target, with_target as u64)?;

    let types = image.rows::<rows::Type>();
    let mut named = 0;
    for (at, row) in image.rows::<rows::TypeName>().iter().enumerate() {
        let at = at as u32;
        if row.fields().len == 0 {
            return Err(wrong("TypeName", at, "fields", Expected::That("a field that has the type"), 0_u32));
        }
        let is = |id| types.get(fields.get(id).ty().index).base().plus_one == at + 1;
        named += slice(image, Section::TypeName, at, "fields", row.fields(), is)?;
    }
    complete(Section::TypeName, "fields", named, fields.len().into())?;

    let mut named = 0;
    for (at, row) in image.rows::<rows::Category>().iter().enumerate() {
        let at = at as u32;
        let belongs = |id| patterns.get(id).category().index == at;
        named += slice(image, Section::Category, at, "patterns", row.patterns(), belongs)?;
    }
    complete(Section::Category, "patterns", named, patterns.len().into())
}

/// A resource's routes by method: methods rise, and together they are the resource's routes.
fn resource_methods(image: Image<'_>) -> Checked {
    let routes = image.rows::<rows::Route>();
    let all = image.rows::<rows::ResourceMethod>();
    let mut next = 0;
    for (at, resource) in image.rows::<rows::Resource>().iter().enumerate() {
        let range = resource.methods();
        if range.len > 0 && range.start != next {
            return Err(wrong("Resource", at as u32, "methods", Expected::Is(next.into()), range.start));
        }
        let (mut named, mut least) = (0, 0);
        for (place, row) in all.range(range).enumerate() {
            let (record, method) = (range.start + place as u32, row.method().index);
            if method < least {
                return Err(wrong("ResourceMethod", record, "method", Expected::AtLeast(least.into()), method));
            }
            least = method + 1;
            let belongs = |id| {
                let route = routes.get(id);
                route.method().index == method && route.resource().plus_one == at as u32 + 1
            };
            named += slice(image, Section::ResourceMethod, record, "routes", row.routes(), belongs)?;
        }
        next += range.len;
        complete(Section::ResourceMethod, "routes", named, resource.routes().len.into())?;
    }
    complete(Section::ResourceMethod, "records", next.into(), all.len().into())
}

/// Routes by middleware, by full text and by base name.
fn middleware(image: Image<'_>) -> Checked<Bases> {
    let routes = image.rows::<rows::Route>();
    let bases = image.rows::<rows::Middleware>();
    let texts = image.rows::<rows::MiddlewareText>();
    for (at, row) in texts.iter().enumerate() {
        if base(image.str(row.text())) != image.str(bases.get(row.base().index).name()) {
            let expected = Expected::That("the middleware that is the text's base name");
            return Err(wrong("MiddlewareText", at as u32, "base", expected, row.base().index));
        }
    }
    // Texts are found by the number of their string: the pool has each text once.
    let strings = image.rows_of::<rows::Word>(Section::Strings).len();
    let mut text_of = vec![u32::MAX; strings as usize];
    for (at, row) in texts.iter().enumerate() {
        if let Some(slot) = text_of.get_mut(row.text().0 as usize) {
            *slot = at as u32;
        }
    }
    // Routes are read in their order, which is the order of every slice: each must be the next one of its slices.
    let mut by_text = Cursors::new(texts.iter().map(|row| row.routes()));
    let mut by_base = Cursors::new(bases.iter().map(|row| row.routes()));
    let alternatives = image.rows::<rows::Alternative>();
    for (at, route) in routes.iter().enumerate() {
        let security = alternatives.range(image.extra::<rows::RouteExtra>(route.extra()).security());
        let requirements = security.flat_map(|alternative| image.list(alternative.requirements()).iter());
        for text in image.list(route.middleware()).iter().chain(requirements) {
            let stands = text_of.get(text as usize).filter(|text| **text != u32::MAX).is_some_and(|&text| {
                let base = texts.get(text).base().index;
                by_text.next_is(image, text, at as u32) && by_base.next_is(image, base, at as u32)
            });
            if !stands {
                let expected = Expected::That("texts whose slices name this route");
                return Err(wrong("Route", at as u32, "middleware", expected, text));
            }
        }
    }
    for (section, cursors) in [(Section::MiddlewareText, by_text), (Section::Middleware, by_base)] {
        if let Some(at) = cursors.0.iter().position(|(list, next)| list.len != *next) {
            let (list, next) = cursors.0[at];
            return Err(wrong(section.name(), at as u32, "routes", Expected::Is(next.into()), list.len));
        }
    }
    for text in text_of.iter_mut().filter(|text| **text != Bases::NONE) {
        *text = texts.get(*text).base().index;
    }
    Ok(Bases(text_of))
}

/// How far each slice of an index was read.
struct Cursors(Vec<(List<rows::Route>, u32)>);

impl Cursors {
    fn new(lists: impl Iterator<Item = List<rows::Route>>) -> Self {
        Self(lists.map(|list| (list, 0)).collect())
    }

    /// Reads on if the next route of a slice is this one; a route that was just read is there, too.
    fn next_is(&mut self, image: Image<'_>, slice: u32, route: u32) -> bool {
        let Some((list, next)) = self.0.get_mut(slice as usize) else { return false };
        let ids = image.list(*list);
        if ids.get(*next as usize) == Some(route) {
            *next += 1;
            return true;
        }
        next.checked_sub(1).is_some_and(|last| ids.get(last as usize) == Some(route))
    }
}

/// Names that are an index are in their order, each once.
fn sorted(image: Image<'_>) -> Checked {
    macro_rules! rising {
        ($($Row:ident.$name:ident)*) => { $(
            let mut before: Option<&str> = None;
            for (at, row) in image.rows::<rows::$Row>().iter().enumerate() {
                let name = image.str(row.$name());
                if before.is_some_and(|before| before >= name) {
                    let expected = Expected::That("a text after the previous one in byte order");
                    return Err(wrong(stringify!($Row), at as u32, stringify!($name), expected, row.$name().0));
                }
                before = Some(name);
            }
        )* };
    }
    rising! {
        Middleware.name
        MiddlewareText.text
        Callee.name
        TypeName.name
        Category.name
        Dangling.name
        EdgeKind.name
    }
    Ok(())
}
