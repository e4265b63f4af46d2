//! Index slices: each names exactly the records that say they belong to it, in their order.

use super::Work;
use super::error::{Checked, Expected, wrong};
use super::tables::lookup;
use crate::cell::List;
use crate::image::Image;
use crate::layout as rows;
use crate::layout::Section;
use crate::method::METHODS;

/// Checks all slices.
pub(super) fn check(image: Image<'_>, work: &mut Work) -> Checked {
    methods(image)?;
    owners(image, work)?;
    by_owner(image)?;
    resource_methods(image)?;
    middleware(image, work)?;
    sorted(image)
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

/// The methods of HTTP come first, under the numbers every image gives them.
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
    Ok(())
}

/// Names of resources in routes and relationships lead to the resource of that name, or to none if there is none.
fn owners(image: Image<'_>, work: &mut Work) -> Checked {
    let resources = image.rows::<rows::Resource>();
    let name_of = |id| image.str(resources.get(id).name());
    let mut right = |id: Option<u32>, name: crate::cell::Str| -> Checked<bool> {
        Ok(match id {
            Some(id) => resources.get(id).name() == name || name_of(id) == image.str(name),
            None => lookup(image, Section::ResourceTable, 0, image.str(name), work, name_of)?.is_none(),
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

    let mut named = 0;
    for (at, row) in image.rows::<rows::TypeName>().iter().enumerate() {
        let at = at as u32;
        named += slice(image, Section::TypeName, at, "fields", row.fields(), |id| fields.get(id).base().index == at)?;
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

/// Returns the base name of a middleware text: `rate_limit` of `rate_limit(5/hour)`.
fn base(text: &str) -> &str {
    text.split('(').next().unwrap_or(text).trim_end()
}

/// Routes by middleware, by full text and by base name.
fn middleware(image: Image<'_>, work: &mut Work) -> Checked {
    let routes = image.rows::<rows::Route>();
    let bases = image.rows::<rows::Middleware>();
    let texts = image.rows::<rows::MiddlewareText>();
    for (at, row) in texts.iter().enumerate() {
        if base(image.str(row.text())) != image.str(bases.get(row.base().index).name()) {
            let expected = Expected::That("the middleware that is the text's base name");
            return Err(wrong("MiddlewareText", at as u32, "base", expected, row.base().index));
        }
    }
    // Every text of a route leads to its two slices, and the route stands in both.
    for (at, route) in routes.iter().enumerate() {
        for text in image.list(route.middleware()).iter() {
            let text = image.str(crate::cell::Str(text));
            let name_of = |id| image.str(texts.get(id).text());
            let id = lookup(image, Section::MiddlewareTextTable, 0, text, work, name_of)?;
            let slices = id.map(|id| (texts.get(id).routes(), bases.get(texts.get(id).base().index).routes()));
            work.spend(64)?;
            let stands = |list: List<rows::Route>| {
                let ids = image.list(list);
                let (mut low, mut high) = (0, ids.len());
                while low < high {
                    let middle = low + (high - low) / 2;
                    match ids.get(middle) {
                        Some(id) if id < at as u32 => low = middle + 1,
                        _ => high = middle,
                    }
                }
                ids.get(low) == Some(at as u32)
            };
            if !slices.is_some_and(|(text, base)| stands(text) && stands(base)) {
                let expected = Expected::That("texts whose slices name this route");
                return Err(wrong("Route", at as u32, "middleware", expected, at as u64));
            }
        }
    }
    // And every route of a slice has the middleware.
    let runs = |route: u32, is: &dyn Fn(&str) -> bool, work: &mut Work| -> Checked<bool> {
        let list = image.list(routes.get(route).middleware());
        work.spend(list.len() as u64)?;
        Ok(list.iter().any(|text| is(image.str(crate::cell::Str(text)))))
    };
    let mut check = |section: Section, at: u32, list: List<rows::Route>, is: &dyn Fn(&str) -> bool| -> Checked {
        let mut least = 0;
        for route in image.list(list).iter() {
            if route < least || !runs(route, is, work)? {
                let expected = Expected::That("rising ids of routes with this middleware");
                return Err(wrong(section.name(), at, "routes", expected, route));
            }
            least = route + 1;
        }
        Ok(())
    };
    for (at, row) in bases.iter().enumerate() {
        let name = image.str(row.name());
        check(Section::Middleware, at as u32, row.routes(), &|text| base(text) == name)?;
    }
    for (at, row) in texts.iter().enumerate() {
        let name = image.str(row.text());
        check(Section::MiddlewareText, at as u32, row.routes(), &|text| text == name)?;
    }
    Ok(())
}

/// Names that are an index stand in their order, each once.
fn sorted(image: Image<'_>) -> Checked {
    macro_rules! rising {
        ($($Row:ident.$name:ident)*) => { $(
            let mut before: Option<&str> = None;
            for (at, row) in image.rows::<rows::$Row>().iter().enumerate() {
                let name = image.str(row.$name());
                if before.is_some_and(|before| before >= name) {
                    let expected = Expected::That("a text behind the one before in the order of bytes");
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
