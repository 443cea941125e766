"""The board of waves on the screen."""
