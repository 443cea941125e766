"""People: managers who sign in with badge and PIN, and the trail of who did what."""
