"""The team room on the screen."""
