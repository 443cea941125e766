"""The pickup desk: crates received off the van, orders handed over once."""
