//! Configurations as TOML, or as JSON of the same shape, which is what Python writes of its dictionaries.

use crate::errors;
use mojimend::Config;
use pyo3::prelude::*;

/// The settings with this name, or the defaults.
pub(crate) fn preset(py: Python<'_>, name: Option<&str>) -> PyResult<Config> {
    let Some(name) = name else { return Ok(Config::default()) };
    Config::preset(name).ok_or_else(|| {
        let names = Config::PRESETS.join(", ");
        errors::config(py, &format!("configuration: no preset is called {name:?}; there are: {names}"))
    })
}

/// The settings changed by TOML.
pub(crate) fn with_toml(py: Python<'_>, config: &Config, text: &str) -> PyResult<Config> {
    config.with_toml(text).map_err(|error| errors::exception(py, &error))
}

/// The settings changed by JSON, by way of TOML, whose reader checks everything in one place.
pub(crate) fn with_json(py: Python<'_>, config: &Config, text: &str) -> PyResult<Config> {
    let tree: serde_json::Value =
        serde_json::from_str(text).map_err(|error| errors::config(py, &format!("configuration: {error}")))?;
    let toml = toml::to_string(&hyphenated(tree))
        .map_err(|error| errors::config(py, &format!("configuration: {error}; leave out what is not set")))?;
    with_toml(py, config, &toml)
}

/// Python writes `min_confidence` where TOML has `min-confidence`.
fn hyphenated(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(map) => {
            map.into_iter().map(|(key, value)| (key.replace('_', "-"), hyphenated(value))).collect()
        }
        other => other,
    }
}

/// The settings as JSON.
pub(crate) fn to_json(py: Python<'_>, config: &Config) -> PyResult<String> {
    serde_json::to_string(config).map_err(|error| errors::config(py, &error.to_string()))
}
