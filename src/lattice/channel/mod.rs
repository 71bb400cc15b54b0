//! Channels: how damage happened, told as the observations it leaves.

pub(crate) mod mirror;
