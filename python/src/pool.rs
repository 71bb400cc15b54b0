//! Threads to clean on.
//!
//! Not the global pool of rayon: a process that forks after using it (multiprocessing, `datasets.map` with
//! `num_proc`) leaves its child a pool whose threads do not exist, and the child waits for them for ever. Pools here
//! know the process that they were made in; a child makes its own.

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::Mutex;

struct Entry {
    process: u32,
    threads: usize,
    pool: &'static ThreadPool,
}

/// Never emptied: a pool inherited by a fork cannot be dropped, since its threads will never answer. There are as many
/// entries as numbers of threads that were asked for.
static POOLS: Mutex<Vec<Entry>> = Mutex::new(Vec::new());

/// The number of threads that is meant: what was asked for, or else what the environment says
/// (`MOJIMEND_THREADS`, `RAYON_NUM_THREADS`), or else the processors that this process may use.
pub(crate) fn resolve(asked: Option<usize>) -> usize {
    let from_environment = || {
        ["MOJIMEND_THREADS", "RAYON_NUM_THREADS"]
            .iter()
            .find_map(|name| std::env::var(name).ok()?.trim().parse().ok().filter(|count| *count > 0))
    };
    let available = || std::thread::available_parallelism().map_or(1, usize::from);
    asked.filter(|count| *count > 0).or_else(from_environment).unwrap_or_else(available)
}

/// The results of `work` on each piece, in the order of the pieces; on this thread alone if one is enough.
pub(crate) fn map<P, R>(threads: usize, pieces: Vec<P>, work: impl Fn(P) -> R + Sync) -> Vec<R>
where
    P: Send,
    R: Send,
{
    use rayon::prelude::*;
    let many = threads > 1 && pieces.len() > 1;
    match many.then(|| pool(threads)).flatten() {
        Some(pool) => pool.install(|| pieces.into_par_iter().map(&work).collect()),
        None => pieces.into_iter().map(work).collect(),
    }
}

/// The pool of this process with so many threads. None if the system gives no threads, or if this process was forked
/// while another thread was just here: then the lock will never be free. One thread does the same work.
fn pool(threads: usize) -> Option<&'static ThreadPool> {
    let mut pools = POOLS.try_lock().ok()?;
    let process = std::process::id();
    if let Some(entry) = pools.iter().find(|entry| entry.process == process && entry.threads == threads) {
        return Some(entry.pool);
    }
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|index| format!("mojimend-{index}"))
        .build()
        .ok()?;
    let pool: &'static ThreadPool = Box::leak(Box::new(pool));
    pools.push(Entry { process, threads, pool });
    Some(pool)
}
