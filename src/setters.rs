//! Methods that set the fields of options and parameters, one after another.

/// Declares for each field a method of its name that sets it. Text and enums are taken as whatever becomes them.
macro_rules! setters {
    ($($field:ident: $type:ty,)*) => {
        $(
            #[doc = concat!("Sets [`", stringify!($field), "`](#structfield.", stringify!($field), ").")]
            #[must_use]
            pub fn $field(mut self, $field: $type) -> Self {
                self.$field = Some($field.into());
                self
            }
        )*
    };
}

pub(crate) use setters;
