//! Enums that the API writes as text, and may add values to.

/// Declares an enum of texts. A text that it does not list is kept in its variant `Unknown`, so what is read is what
/// would be written.
macro_rules! text_enum {
    (
        $(#[$about:meta])*
        $name:ident: $(
            $(#[$doc:meta])*
            $variant:ident = $text:tt,
        )*
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, tsify::Tsify)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$doc])*
                #[serde(rename = $text)]
                $variant,
            )*
            /// A value that this version does not know, as the API writes it.
            #[serde(skip)]
            Unknown(String),
        }

        impl $name {
            #[doc = concat!("The value as the API writes it, such as `", join_first!($($text)*), "`.")]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Ok(Self::from(&*text))
            }
        }
    };
}

/// The first of some texts.
macro_rules! join_first {
    ($first:tt $($rest:tt)*) => {
        $first
    };
}

pub(crate) use {join_first, text_enum};
