"""The rules of crates, without screen or database."""
