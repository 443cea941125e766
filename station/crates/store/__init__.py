"""What the crates desk reads and writes."""
