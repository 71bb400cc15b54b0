//! The `mojimend` command; all of it is in `mojimend::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(mojimend::cli::run(std::env::args_os()))
}
