//! `mojimend config`.

use crate::DONE;
use crate::args::Config;
use crate::say::{self, Outcome};
use std::io::{self, Write};

pub(crate) fn run(args: &Config) -> Outcome {
    let config = say::settings(args.config.as_deref())?;
    let mut out = io::stdout().lock();
    out.write_all(config.to_toml().as_bytes())?;
    out.flush()?;
    Ok(DONE)
}
