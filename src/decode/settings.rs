//! Settings of decoding: the section `[decode]` of a configuration.

use super::encoding::LEGACY;
use super::{Decoder, Encoding, OnError};
use crate::error::Error;
use serde::{Deserialize, Serialize};

/// How bytes become text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Decode {
    /// Everything is read in this encoding, whatever the bytes say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Languages or encodings that are likelier than others.
    pub prior: Vec<Prior>,
    /// What stands in the text for bytes that are no character.
    pub on_error: OnError,
    /// What an HTTP header declares of every input; of one document, see
    /// [`Decoder::http_charset`](crate::decode::Decoder::http_charset).
    #[serde(skip)]
    pub http_charset: Option<String>,
}

impl Decode {
    /// The decoder that these settings describe.
    pub fn decoder(&self) -> Decoder {
        let mut decoder = Decoder::new().on_error(self.on_error);
        for prior in &self.prior {
            decoder = match prior.0.parse() {
                Ok(encoding) => decoder.declared(encoding),
                Err(_) => decoder.language(&prior.0),
            };
        }
        if let Some(label) = &self.http_charset {
            decoder = decoder.http_charset(label);
        }
        match self.encoding {
            Some(encoding) => decoder.force(encoding),
            None => decoder,
        }
    }

    /// The section of a configuration, with comments.
    pub(crate) fn to_toml(&self) -> String {
        let (sign, name) = match self.encoding {
            Some(encoding) => ("", encoding.name()),
            None => ("# ", "GBK"),
        };
        let prior: Vec<&str> = self.prior.iter().map(|prior| &*prior.0).collect();
        let on_error = match self.on_error {
            OnError::Replace => "replace",
            OnError::Escape => "escape",
        };
        format!(
            "\n[decode]\n# Read everything in this encoding, whatever the bytes say.\n{sign}encoding = \"{name}\"\n\
             # Languages (\"ja\", \"zh-tw\") or encodings that are likelier than others.\nprior = {}\n\
             # What stands for bytes that are no character: \"replace\" U+FFFD, \"escape\" \\xD6.\non-error = \"{on_error}\"\n",
            toml::Value::from(prior)
        )
    }
}

/// A language or an encoding that is likelier than others.
///
/// ```
/// use mojimend::config::Prior;
/// assert!("zh-tw".parse::<Prior>().is_ok() && "koi8-r".parse::<Prior>().is_ok());
/// assert!("klingon".parse::<Prior>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Prior(String);

impl std::str::FromStr for Prior {
    type Err = Error;
    fn from_str(name: &str) -> Result<Self, Error> {
        let code = name.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let language = LEGACY.iter().any(|entry| entry.languages.contains(&&*code));
        if language || Encoding::find(name).is_some() {
            return Ok(Self(name.to_owned()));
        }
        Err(Error::Config(format!(
            "prior {name:?}: neither a language known here (zh-cn, zh-tw, ja, ko, ru, fr, ...) nor an encoding"
        )))
    }
}

impl TryFrom<String> for Prior {
    type Error = Error;
    fn try_from(name: String) -> Result<Self, Error> {
        name.parse()
    }
}

impl From<Prior> for String {
    fn from(prior: Prior) -> Self {
        prior.0
    }
}

impl std::str::FromStr for Encoding {
    type Err = Error;
    fn from_str(label: &str) -> Result<Self, Error> {
        Self::find(label).ok_or_else(|| {
            Error::Config(format!(
                "no encoding is called {label:?}; known are {}",
                Self::all().map(Self::name).collect::<Vec<_>>().join(", ")
            ))
        })
    }
}

impl TryFrom<String> for Encoding {
    type Error = Error;
    fn try_from(label: String) -> Result<Self, Error> {
        label.parse()
    }
}

impl From<Encoding> for String {
    fn from(encoding: Encoding) -> Self {
        encoding.name().to_owned()
    }
}
