"""What becomes of a crate after it is picked."""
