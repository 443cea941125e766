"""Tables by the slice that writes them; they live here because slices read each other's rows."""
