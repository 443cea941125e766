"""The life of crates after they were picked, and the boxes that carry them."""
