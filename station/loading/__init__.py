"""Loading: crates scanned on to their van, and its departure."""
