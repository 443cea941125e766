"""Rows of the dock."""
