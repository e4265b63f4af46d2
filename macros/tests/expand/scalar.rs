/// A key of anything.
#[resource(type = "uuid!")]
pub struct Id<T: ?Sized>(Uuid, PhantomData<T>);
