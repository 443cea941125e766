"""Widgets that draw the pickup desk."""
