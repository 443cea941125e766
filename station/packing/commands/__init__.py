"""What a person at the packing desk does: rows and facts in one act."""
