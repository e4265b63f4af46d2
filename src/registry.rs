//! The registry: one image and the questions it answers.

use std::sync::Arc;

use etched_core::cell::{Id, Range};
use etched_core::layout::{self as rows, Section};
use etched_core::{Header, Image, Strip};

use crate::bound::ResourceType;
use crate::handle::{
    Application, Deviation, Embedder, Field, Handle, Pattern, Relationship, Resource, Route, SourceFile,
};
use crate::id::{FieldId, Named, PatternId, ResourceId, RouteId};
use crate::list::{Incoming, List, Texts};
use crate::metadata::{Hot, Ids, Metadata, Parts, Resolved};
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
    Embedded(&'static Parts),
    Owned(Arc<Owned>),
}

struct Owned {
    records: Box<[u8]>,
    strings: Box<str>,
    resolved: Resolved,
}

impl Owned {
    /// Kept apart, so that a lookup in an embedded image needs few registers.
    #[inline(never)]
    fn find(&self, table: Hot, name: &str) -> Option<u32> {
        let image = Image::new(&self.records, &self.strings);
        self.resolved.names[table as usize].in_image(image).find(image.strings(), name)
    }
}

impl Registry {
    /// Returns a registry over embedded metadata.
    ///
    /// Copies one reference: no work, no allocation, at any size of the application. It is `const`, so it can be in a
    /// `static`, and the image is in the program once, whichever crate that `static` is in.
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
        Self { storage: Storage::Embedded(metadata.parts()) }
    }

    /// Takes ownership of an image that was just compiled or has been validated.
    #[doc(hidden)]
    #[must_use]
    pub fn from_trusted_parts(records: Vec<u8>, strings: String) -> Self {
        let resolved = Resolved::of(Image::new(&records, &strings));
        let owned = Owned { records: records.into(), strings: strings.into(), resolved };
        Self { storage: Storage::Owned(Arc::new(owned)) }
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
            Storage::Embedded(parts) => parts.image(),
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
        self.image().digest()
    }

    /// Returns what was left out of the image on purpose.
    #[must_use]
    pub fn stripped(&self) -> Strip {
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

    /// Returns the schema files, sorted by path.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert!(registry.files().iter().any(|file| file.path() == Some("schema/orders/order.cdt")));
    /// # }
    /// ```
    #[must_use]
    pub fn files(&self) -> List<'_, SourceFile<'_>> {
        let files = self.image().rows::<rows::Application>().get(0).files();
        List::run(self, Range::new(0, files.min(self.image().count(Section::File))))
    }

    /// Returns the crate that embeds the image; `None` of an image that was made otherwise, as from a schema with
    /// `--from`.
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// static METADATA: etched::Metadata = etched::embed!();
    ///
    /// let registry = etched::Registry::load(&METADATA);
    /// assert_eq!(registry.embedder().unwrap().name(), env!("CARGO_PKG_NAME"));
    /// # }
    /// ```
    #[must_use]
    pub fn embedder(&self) -> Option<Embedder<'_>> {
        List::all(self).first()
    }

    /// Returns the fingerprint of the numbering: equal ones mean that everything has the same number, which equal digests
    /// do not. Zero where it is not known.
    #[inline]
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.resolved().fingerprint
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
        self.find(Hot::Resources, name).map(|id| Resource::new(self, id))
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

    /// Returns the route with that method, in any case, and that path template; `:id` and `{id}` are one spelling.
    ///
    /// So what a router calls the path that matched, such as axum's `MatchedPath`, finds the route. One hash, one probe;
    /// beside it a step for each segment where the template is spelled otherwise.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert_eq!(registry.route("get", "/api/orders/:id").unwrap().handler(), "Order.show");
    /// assert_eq!(registry.route("GET", "/api/orders/{id}"), registry.route("GET", "/api/orders/:id"));
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn route(&self, method: &str, path: &str) -> Option<Route<'_>> {
        self.image().find_route(method, path).map(|id| Route::new(self, id.index))
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
        self.image().find_pattern(id_or_name).map(|id| Pattern::new(self, id.index))
    }

    /// Returns the places where a well-supported pattern is absent.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// for deviation in registry.deviations() {
    ///     println!("{} lacks {}", deviation.subject(), deviation.pattern());
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
        let ty = etched_core::scalar::canonical(ty);
        let image = self.image();
        match self.find(Hot::Types, ty).map(Id::<rows::TypeName>::new) {
            Some(id) => List::ids(self, image.get(id).fields()),
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
    /// One hash, one probe. A name that relationships of a document point to and no resource has is answered by a scan.
    ///
    /// ```
    /// # #[cfg(feature = "demo")] {
    /// let registry = etched::Registry::load(&etched::demo::METADATA);
    /// assert!(registry.relationships_to("User").into_iter().any(|each| each.resource().name() == "Article"));
    /// # }
    /// ```
    #[must_use]
    pub fn relationships_to(&self, name: &str) -> Incoming<'_> {
        match self.resource(name) {
            Some(resource) => Incoming::new(resource.incoming(), None),
            None => {
                let all = List::<Relationship<'_>>::all(self);
                match all.into_iter().map(Relationship::target_name).find(|target| *target == name) {
                    Some(target) => Incoming::new(all, Some(target)),
                    None => Incoming::new(List::empty(self), None),
                }
            }
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
    /// Where the id was made for an image in which everything has the same number it is the index, two comparisons;
    /// otherwise a lookup by name, so an id never answers for the wrong image.
    ///
    /// ```
    /// # #[cfg(feature = "macros")] {
    /// const ORDER: etched::ResourceId = etched::resource!("Order");
    /// static METADATA: etched::Metadata = etched::embed!();
    ///
    /// let registry = etched::Registry::load(&METADATA);
    /// assert_eq!(registry.at(ORDER), registry.resource("Order"));
    /// # }
    /// ```
    #[inline]
    #[must_use]
    pub fn at<I: Named>(&self, id: I) -> Option<I::Handle<'_>> {
        id.find(self)
    }

    /// Returns the resource a Rust type is bound to by `#[derive(Resource)]`.
    ///
    /// As [`at`](Self::at) with the type's [`ID`](ResourceType::ID): about 1 ns where the type was checked
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
        self.at(T::ID)
    }

    #[inline]
    pub(crate) fn resolved(&self) -> &Resolved {
        match &self.storage {
            Storage::Embedded(parts) => parts.resolved(),
            Storage::Owned(owned) => &owned.resolved,
        }
    }

    /// Returns the number of a name in a table that was found before; inlined for the reason [`Names::find`] is.
    ///
    /// [`Names::find`]: etched_core::Names::find
    #[inline(always)]
    pub(crate) fn find(&self, table: Hot, name: &str) -> Option<u32> {
        match &self.storage {
            Storage::Embedded(parts) => parts.names(table).find(parts.strings(), name),
            Storage::Owned(owned) => owned.find(table, name),
        }
    }

    /// Returns the number of an id that was made for these very numbers.
    ///
    /// One with a number that no record has was not, whatever it says; a handle to nothing would answer with nothing.
    #[inline]
    fn number(&self, index: u32, fingerprint: u64, count: impl Fn(&Ids) -> u32) -> Option<u32> {
        let resolved = self.resolved();
        (fingerprint == resolved.fingerprint && index < count(&resolved.ids)).then_some(index)
    }

    /// Where the image stands: the same for a registry and its clones, and for all over one [`Metadata`].
    #[inline]
    pub(crate) fn identity(&self) -> *const u8 {
        self.image().records().as_ptr()
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

/// What an id answers: the record of its number, or else of its name, which is kept apart so that the usual case needs few
/// registers.
macro_rules! named {
    ($($Id:ident => $Handle:ident in $ids:ident, |$id:ident, $registry:ident| $by_name:expr;)*) => { $(
        impl Named for $Id {
            type Handle<'r> = $Handle<'r>;
            #[inline]
            fn find(self, registry: &Registry) -> Option<$Handle<'_>> {
                #[inline(never)]
                fn by_name($id: $Id, $registry: &Registry) -> Option<$Handle<'_>> {
                    $by_name
                }
                match registry.number(self.index, self.fingerprint, |ids| ids.$ids) {
                    Some(index) => Some($Handle::new(registry, index)),
                    None => by_name(self, registry),
                }
            }
        }
    )* };
}

named! {
    ResourceId => Resource in resources, |id, registry| registry.resource(id.name);
    RouteId => Route in routes, |id, registry| {
        let (method, path) = id.name.split_once(' ')?;
        registry.route(method, path)
    };
    PatternId => Pattern in patterns, |id, registry| registry.pattern(id.name);
    FieldId => Field in fields, |id, registry| registry.resource(id.resource)?.field(id.name);
}
