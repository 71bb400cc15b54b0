//! Whether a record of JSON can be a row of a table without losing anything.
//!
//! The crate that makes rows takes 1.5 for a whole number and "7" for a number: here it does not come to that.

use arrow_schema::{DataType, Fields};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Whole numbers beyond this are not exact as a fraction (2 to the power of 53).
const EXACT: u64 = 1 << 53;

/// Checks an object. The error says what has no place.
pub(super) fn fits(object: &[u8], columns: &Fields) -> Result<(), String> {
    let kind = DataType::Struct(columns.clone());
    let mut json = serde_json::Deserializer::from_slice(object);
    Value(&kind).deserialize(&mut json).map_err(|error| {
        let text = error.to_string();
        // Where in the record is of no use to anybody: what is meant has a name.
        text.rsplit_once(" at line ").map_or(text.clone(), |(what, _)| what.to_owned())
    })
}

/// A value that must be of this type.
struct Value<'t>(&'t DataType);

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl Value<'_> {
    fn check<E: Error>(&self, fits: bool, what: &str) -> Result<(), E> {
        // Text takes every value that is no list and no object, as it is spelled.
        if fits || *self.0 == DataType::Utf8 {
            Ok(())
        } else {
            Err(E::custom(format_args!("{what} where the column is of the type {}", self.0)))
        }
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a value of the type {}", self.0)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.check(*self.0 == DataType::Boolean, "true or false")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        let is_exact = *self.0 == DataType::Float64 && number.unsigned_abs() <= EXACT;
        self.check(*self.0 == DataType::Int64 || is_exact, "a whole number")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        match i64::try_from(number) {
            Ok(number) => self.visit_i64(number),
            Err(_) => self.check(false, "a whole number of more than 63 bits"),
        }
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.check(*self.0 == DataType::Float64, "a number with a fraction")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.check(false, "a text")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let DataType::List(item) = self.0 else {
            return Err(A::Error::custom(format_args!("a list where the column is of the type {}", self.0)));
        };
        while list.next_element_seed(Value(item.data_type()))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let DataType::Struct(fields) = self.0 else {
            return Err(A::Error::custom(format_args!(
                "an object where the column is of the type {}",
                self.0
            )));
        };
        while let Some(kind) = map.next_key_seed(Name(fields))? {
            map.next_value_seed(Value(kind))?;
        }
        Ok(())
    }
}

/// The type of the field that a key names.
struct Name<'t>(&'t Fields);

impl<'de, 't> DeserializeSeed<'de> for Name<'t> {
    type Value = &'t DataType;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<&'t DataType, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'t> Visitor<'_> for Name<'t> {
    type Value = &'t DataType;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<&'t DataType, E> {
        let found = self.0.find(key).map(|(_, field)| field.data_type());
        found.ok_or_else(|| E::custom(format_args!("a field {key:?} for which there is no column")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_schema::Field;
    use std::sync::Arc;

    #[test]
    fn nothing_is_lost_on_the_way_into_a_column() {
        let field = |name: &str, kind| Field::new(name, kind, true);
        let list = DataType::List(Arc::new(field("item", DataType::Int64)));
        let inner = DataType::Struct(vec![field("w", DataType::Float64)].into());
        let columns: Fields = vec![
            field("n", DataType::Int64),
            field("t", DataType::Utf8),
            field("b", DataType::Boolean),
            field("l", list),
            field("o", inner),
        ]
        .into();
        for good in [
            r#"{}"#,
            r#"{"n":-7,"t":"x","b":true,"l":[1,null],"o":{"w":1.5}}"#,
            r#"{"n":null,"t":12345678901234567890,"o":{"w":3}}"#,
            r#"{"t":true,"t":1.50}"#,
        ] {
            assert_eq!(fits(good.as_bytes(), &columns), Ok(()), "{good}");
        }
        for (bad, what) in [
            (r#"{"n":1.5}"#, "a number with a fraction where the column is of the type Int64"),
            (r#"{"n":1e300}"#, "a number with a fraction"),
            (r#"{"n":"7"}"#, "a text where the column"),
            (r#"{"n":9223372036854775808}"#, "more than 63 bits"),
            (r#"{"o":{"w":9007199254740993}}"#, "a whole number where"),
            (r#"{"l":[1,[2]]}"#, "a list where"),
            (r#"{"t":{}}"#, "an object where"),
            (r#"{"x":1}"#, "a field \"x\" for which there is no column"),
            (r#"{"o":{"y":1}}"#, "a field \"y\""),
        ] {
            let told = fits(bad.as_bytes(), &columns).unwrap_err();
            assert!(told.contains(what) && !told.contains("at line"), "{bad}: {told}");
        }
    }
}
