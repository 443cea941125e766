"""Shares out what came when a supplier delivers less than was ordered."""
