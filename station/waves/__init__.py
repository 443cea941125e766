"""Which wave is picked when, by which desk, and beside which other."""
