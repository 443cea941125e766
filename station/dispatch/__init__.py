"""Routes: which van takes which stops, when, and the sheets its driver carries."""
