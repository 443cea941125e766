"""Which product is picked from which bin, so that the night's walk is short."""
