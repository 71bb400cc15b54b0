//! A bound on the bytes that are under way between reader and writer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// So many bytes may be under way.
pub(super) struct Budget {
    limit: usize,
    used: Mutex<usize>,
    /// Nobody reads the results any more: whoever waits may go on, to find that out.
    closed: AtomicBool,
    freed: Condvar,
}

/// Leave for some bytes to be under way; given back on drop, wherever that happens.
pub(super) struct Permit {
    bytes: usize,
    budget: Arc<Budget>,
}

impl Budget {
    pub(super) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { limit, used: Mutex::new(0), closed: AtomicBool::new(false), freed: Condvar::new() })
    }

    /// Waits until there is room. A piece larger than the whole budget travels alone.
    pub(super) fn take(self: &Arc<Self>, bytes: usize) -> Permit {
        // The count stays right if a thread panics while it holds the lock: nothing between can.
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let full =
            |used: &mut usize| *used > 0 && *used + bytes > self.limit && !self.closed.load(Ordering::SeqCst);
        let mut used = self.freed.wait_while(used, full).unwrap_or_else(PoisonError::into_inner);
        *used += bytes;
        Permit { bytes, budget: Arc::clone(self) }
    }

    /// Lets everybody go on who waits, now and later. Batches that nobody takes keep their permits, so
    /// without this a reader could wait for ever for a writer that is gone.
    pub(super) fn close(&self) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        self.closed.store(true, Ordering::SeqCst);
        drop(used);
        self.freed.notify_all();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut used = self.budget.used.lock().unwrap_or_else(PoisonError::into_inner);
        *used -= self.bytes;
        self.budget.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[test]
    fn a_closed_budget_lets_everybody_go_on() {
        let budget = Budget::new(10);
        let kept = budget.take(10);
        let waiter = {
            let budget = Arc::clone(&budget);
            std::thread::spawn(move || drop(budget.take(5)))
        };
        budget.close();
        waiter.join().unwrap();
        drop(kept);
    }

    #[test]
    fn never_more_than_the_limit_is_under_way() {
        let budget = Budget::new(10);
        let under_way = Arc::new(AtomicUsize::new(0));
        let (sender, receiver) = std::sync::mpsc::channel();
        let counted = Arc::clone(&under_way);
        let taker = std::thread::spawn(move || {
            for bytes in [4, 4, 4, 25, 1] {
                let permit = budget.take(bytes);
                let now = counted.fetch_add(bytes, Ordering::SeqCst) + bytes;
                assert!(now <= 10 || now == bytes, "{now} bytes at once");
                sender.send((permit, bytes)).unwrap();
            }
        });
        for (permit, bytes) in receiver {
            under_way.fetch_sub(bytes, Ordering::SeqCst);
            drop(permit);
        }
        taker.join().unwrap();
        assert_eq!(under_way.load(Ordering::SeqCst), 0);
    }
}
