"""Widgets that draw the dock and forward gestures."""
