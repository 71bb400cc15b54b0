//! `mojimend config`.

use crate::cli::DONE;
use crate::cli::args::Config;
use crate::cli::say::{self, Outcome};
use std::io::{self, Write};

pub(crate) fn run(args: &Config) -> Outcome {
    let config = say::settings(&args.settings)?;
    let mut out = io::stdout().lock();
    out.write_all(config.to_toml().as_bytes())?;
    out.flush()?;
    Ok(DONE)
}
