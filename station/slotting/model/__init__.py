"""Words and rules of slotting, pure: no database, no window, no solver."""
