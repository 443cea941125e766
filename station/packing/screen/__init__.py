"""The packing desk drawn."""
