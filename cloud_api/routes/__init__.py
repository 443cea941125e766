"""Routes 路线: published by dispatch, loaded crate by crate, departed with what was loaded."""
