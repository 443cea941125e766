"""The printing room on the screen."""
