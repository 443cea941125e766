"""What this desk keeps of the work done at it."""
