//! A hasher for what is a hash already.

use std::hash::{BuildHasherDefault, Hasher};

/// What makes it.
pub(crate) type Hashed = BuildHasherDefault<Itself>;

/// Takes a number that is mixed already for its own hash.
#[derive(Default)]
pub(crate) struct Itself(u64);

impl Hasher for Itself {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}
