"""The conversation at the crates desk."""
