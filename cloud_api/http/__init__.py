"""What stands between HTTP and the slices: who is calling, how no is said, how bodies arrive."""
