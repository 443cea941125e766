"""Picking: a wave is taken, planned into crates, picked once through the bins, closed crate by crate."""
