//! The registry: one image and the questions it answers.

use std::sync::Arc;

use etched_core::layout::{self as rows, Section};
use etched_core::table::{LONG, find};
use etched_core::{Header, Image, Strip, method};

use crate::bound::ResourceType;
use crate::handle::{Application, Deviation, Field, Handle, Pattern, Relationship, Resource, Route};
use crate::id::{FieldId, Named, PatternId, ResourceId, RouteId};
use crate::list::{List, Texts};
use crate::metadata::Metadata;
use crate::routes::{Patterns, Routes};

/// The metadata of one application, ready to be asked.
///
/// `Send`, `Sync` and cheap to clone; no query locks, allocates or touches an atomic. Handles borrow from it; from a
/// `static` registry they are `'static`.
///
/// ```
/// # #[cfg(feature = "demo")] {
/// let registry = etched::Registry::load(&etched::demo::METADATA);
/// let order = registry.resource("Order").expect("the schema has orders");
/// for route in order.routes() {
///     println!("{} {}", route.method(), route.path());
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Registry {
    storage: Storage,
}

#[derive(Clone)]
enum Storage {
    Embedded(Metadata),
    Owned(Arc<Owned>),
}

struct Owned {
    records: Box<[u8]>,
    strings: Box<str>,
}

impl Registry {
    /// Returns a registry over embedded metadata.
    ///
    /// Copies two slices: no work, no allocation, at any size of the application. It is `const`, so it can stand in a
    /// `static`.
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// static METADATA: etched::Metadata = etched::embed!();
    /// static REGISTRY: etched::Registry = etched::Registry::load(&METADATA);
    /// assert!(REGISTRY.resource("Order").is_some());
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub const fn load(metadata: &'static Metadata) -> Self {
        Self { storage: Storage::Embedded(*metadata) }
    }

    /// Takes ownership of an image that was just compiled or has been validated.
    #[doc(hidden)]
    #[must_use]
    pub fn from_trusted_parts(records: Vec<u8>, strings: String) -> Self {
        Self { storage: Storage::Owned(Arc::new(Owned { records: records.into(), strings: strings.into() })) }
    }

    /// Returns the image, for code that reads records itself.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// use etched_core::layout::Resource;
    ///
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let image = registry.image();
    /// assert_eq!(image.str(image.rows::<Resource>().get(0).name()), registry.resources().first().unwrap().name());
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn image(&self) -> Image<'_> {
        match &self.storage {
            Storage::Embedded(metadata) => metadata.image(),
            Storage::Owned(owned) => Image::new(&owned.records, &owned.strings),
        }
    }

    /// Returns the header: layout version, digest, what was stripped.
    #[must_use]
    pub fn header(&self) -> Header {
        let image = self.image();
        Header::read(image.records(), image.strings().len()).expect("checked when the registry was made")
    }

    /// Returns the root digest: equal digests mean applications that mean the same.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let same = etched::Registry::load(&etched::demo::METADATA);
    /// assert_eq!(registry.digest(), same.digest());
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn digest(&self) -> [u8; 16] {
        self.image().records().get(32..48).and_then(|bytes| bytes.first_chunk().copied()).unwrap_or_default()
    }

    /// Returns what was left out of the image on purpose.
    #[must_use]
    pub fn strip(&self) -> Strip {
        self.header().strip
    }

    /// Returns the size of the image in bytes.
    #[must_use]
    pub fn image_bytes(&self) -> usize {
        self.image().records().len() + self.image().strings().len()
    }

    /// Returns the application itself: name, version, documentation.
    #[must_use]
    pub fn application(&self) -> Application<'_> {
        Application::new(self, 0)
    }

    /// Returns the paths of the schema files, sorted.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert!(registry.files().iter().any(|path| path == "schema/orders/order.cdt"));
    /// # }
    /// ```
    #[must_use]
    pub fn files(&self) -> Texts<'_> {
        Texts::files(self)
    }

    /// Returns all resources, in declaration order.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let names: Vec<&str> = registry.resources().into_iter().map(|resource| resource.name()).collect();
    /// assert!(names.contains(&"Article"));
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn resources(&self) -> List<'_, Resource<'_>> {
        List::all(self)
    }

    /// Returns the resource of that name, case-sensitively.
    ///
    /// One hash, one probe: about 7 ns at any number of resources.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert_eq!(registry.resource("Order").unwrap().name(), "Order");
    /// assert!(registry.resource("order").is_none());
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn resource(&self, name: &str) -> Option<Resource<'_>> {
        let image = self.image();
        let is = |id| name.len() < LONG as usize || image.str(image.rows::<rows::Resource>().get(id).name()) == name;
        find(image, Section::ResourceTable, 0, name.as_bytes(), is).map(|id| Resource::new(self, id))
    }

    /// Returns the resources whose name matches a glob, in declaration order; `*` and `?` may stand anywhere.
    ///
    /// Cost: one match per resource, each linear in the name.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert!(registry.resources_matching("Order*").any(|resource| resource.name() == "OrderLine"));
    /// # }
    /// ```
    pub fn resources_matching<'r>(&'r self, glob: &'r str) -> impl Iterator<Item = Resource<'r>> + Clone {
        self.resources().into_iter().filter(move |resource| etched_core::glob::matches(glob, resource.name()))
    }

    /// Returns all routes, to be narrowed by method, resource, operation, middleware or path prefix.
    #[inline]
    #[must_use]
    pub fn routes(&self) -> Routes<'_, '_> {
        Routes::new(self)
    }

    /// Returns the route with that method, in any case, and exactly that path template.
    ///
    /// One hash, one probe.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert_eq!(registry.route("get", "/api/orders/:id").unwrap().handler(), "Order.show");
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn route(&self, method: &str, path: &str) -> Option<Route<'_>> {
        let image = self.image();
        let method = method::id(image, method)?;
        let routes = image.rows::<rows::Route>();
        let is = |id| {
            let route = routes.get(id);
            route.method().index == method && (path.len() < LONG as usize || image.str(route.path()) == path)
        };
        find(image, Section::RouteTable, u64::from(method), path.as_bytes(), is).map(|id| Route::new(self, id))
    }

    /// Returns all patterns, by frequency, to be narrowed by category.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let auth = registry.patterns().category("authentication");
    /// assert_eq!(auth.first().unwrap().id(), "middleware/auth");
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn patterns(&self) -> Patterns<'_> {
        Patterns::new(self)
    }

    /// Returns the pattern with that id, or else the first with that name.
    ///
    /// One hash, one probe.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert_eq!(registry.pattern("middleware/auth").unwrap().name(), "authenticated_handler");
    /// assert!(registry.pattern("middleware/oauth").is_none());
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn pattern(&self, id_or_name: &str) -> Option<Pattern<'_>> {
        let image = self.image();
        let is = |id| {
            let record = image.rows::<rows::Pattern>().get(id);
            id_or_name.len() < LONG as usize
                || image.str(record.id()) == id_or_name
                || image.str(record.name()) == id_or_name
        };
        find(image, Section::PatternTable, 0, id_or_name.as_bytes(), is).map(|id| Pattern::new(self, id))
    }

    /// Returns the places where a well-supported pattern is absent.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// for deviation in registry.deviations() {
    ///     println!("{} does without {}", deviation.subject(), deviation.pattern());
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn deviations(&self) -> List<'_, Deviation<'_>> {
        List::all(self)
    }

    /// Returns the fields whose base type is exactly `ty`, in declaration order, those of inline structs included.
    ///
    /// `integer`, `boolean` and `datetime` are other names of `int`, `bool` and `timestamp`. One hash, one probe; the list
    /// is a slice of the image.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let field = registry.fields_of_type("phone").first().unwrap();
    /// assert_eq!(field.base_type(), "phone");
    /// assert_eq!(registry.fields_of_type("phon").len(), 0);
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn fields_of_type(&self, ty: &str) -> List<'_, Field<'_>> {
        let ty = match ty.len() {
            7 | 8 => match ty {
                "integer" => "int",
                "boolean" => "bool",
                "datetime" => "timestamp",
                _ => ty,
            },
            _ => ty,
        };
        let image = self.image();
        let types = image.rows::<rows::TypeName>();
        let is = |id| ty.len() < LONG as usize || image.str(types.get(id).name()) == ty;
        match find(image, Section::TypeTable, 0, ty.as_bytes(), is) {
            Some(id) => List::ids(self, types.get(id).fields()),
            None => List::empty(self),
        }
    }

    /// Returns the names of the base types fields have, sorted.
    #[must_use]
    pub fn field_types(&self) -> Texts<'_> {
        Texts::types(self)
    }

    /// Returns the base names of the middleware the application uses, sorted.
    #[must_use]
    pub fn middleware(&self) -> Texts<'_> {
        Texts::middleware(self)
    }

    /// Returns the relationships that point to a resource, in declaration order.
    ///
    /// One hash, one probe, one allocation for the list. A name that relationships of a document point to and no resource
    /// has is answered by a scan.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert!(registry.relationships_to("User").into_iter().any(|each| each.resource().name() == "Article"));
    /// # }
    /// ```
    #[must_use]
    pub fn relationships_to(&self, name: &str) -> Vec<Relationship<'_>> {
        match self.resource(name) {
            Some(resource) => resource.incoming().into_iter().collect(),
            None => List::<Relationship<'_>>::all(self)
                .into_iter()
                .filter(|relationship| relationship.target_name() == name)
                .collect(),
        }
    }

    /// Returns the relationships a resource declares, in declaration order.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// let names: Vec<&str> = registry.relationships_from("Comment").into_iter().map(|each| each.name()).collect();
    /// assert_eq!(names, ["article", "author", "parent", "replies"]);
    /// # }
    /// ```
    #[must_use]
    pub fn relationships_from(&self, name: &str) -> List<'_, Relationship<'_>> {
        self.resource(name).map_or_else(|| List::empty(self), Resource::relationships)
    }

    /// Returns the resource a compile-time id names.
    ///
    /// Where the id was made from this very schema it is the index, one comparison; otherwise a lookup by name, so an
    /// id never answers for the wrong image.
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// const ORDER: etched::ResourceId = etched::resource!("Order");
    /// static METADATA: etched::Metadata = etched::embed!();
    ///
    /// let registry = etched::Registry::load(&METADATA);
    /// assert_eq!(registry.get_id(ORDER), registry.resource("Order"));
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn get_id<I: Named>(&self, id: I) -> Option<I::Handle<'_>> {
        id.find(self)
    }

    /// Returns the resource a Rust type is bound to by `#[derive(Resource)]`.
    ///
    /// As [`get_id`](Self::get_id) with the type's [`ID`](ResourceType::ID): about 1 ns where the type was checked
    /// against this very schema, a lookup by name otherwise, `None` where there is no such resource.
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// use etched::{Metadata, Registry, Resource};
    /// static METADATA: Metadata = etched::embed!();
    ///
    /// #[derive(Resource)]
    /// #[resource(partial)]
    /// struct Order {
    ///     number: String,
    /// }
    ///
    /// let registry = Registry::load(&METADATA);
    /// assert_eq!(registry.get::<Order>(), registry.resource("Order"));
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn get<T: ResourceType>(&self) -> Option<Resource<'_>> {
        self.get_id(T::ID)
    }

    #[inline]
    pub(crate) fn digest_prefix(&self) -> u64 {
        match &self.storage {
            Storage::Embedded(metadata) => metadata.prefix,
            Storage::Owned(owned) => Image::new(&owned.records, &owned.strings).digest_prefix(),
        }
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry")
            .field("resources", &self.resources().len())
            .field("routes", &self.routes().len())
            .field("bytes", &self.image_bytes())
            .finish()
    }
}

impl Named for ResourceId {
    type Handle<'r> = Resource<'r>;
    #[inline]
    fn find(self, registry: &Registry) -> Option<Resource<'_>> {
        if self.prefix == registry.digest_prefix() {
            return Some(Resource::new(registry, self.index));
        }
        registry.resource(self.name)
    }
}

impl Named for RouteId {
    type Handle<'r> = Route<'r>;
    #[inline]
    fn find(self, registry: &Registry) -> Option<Route<'_>> {
        if self.prefix == registry.digest_prefix() {
            return Some(Route::new(registry, self.index));
        }
        let (method, path) = self.name.split_once(' ')?;
        registry.route(method, path)
    }
}

impl Named for PatternId {
    type Handle<'r> = Pattern<'r>;
    #[inline]
    fn find(self, registry: &Registry) -> Option<Pattern<'_>> {
        if self.prefix == registry.digest_prefix() {
            return Some(Pattern::new(registry, self.index));
        }
        registry.pattern(self.name)
    }
}

impl Named for FieldId {
    type Handle<'r> = Field<'r>;
    #[inline]
    fn find(self, registry: &Registry) -> Option<Field<'_>> {
        if self.prefix == registry.digest_prefix() {
            return Some(Field::new(registry, self.index));
        }
        registry.resource(self.resource)?.field(self.name)
    }
}
