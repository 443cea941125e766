"""Widgets that draw the loading desk."""
