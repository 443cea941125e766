"""Rows of the loading desk."""
