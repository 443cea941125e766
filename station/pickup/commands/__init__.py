"""Everything done at the pickup desk: decided, committed with its facts, then true on the screen."""
