"""The sync room on the screen, and what the light in the strip shows."""
