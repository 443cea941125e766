"""Cycles 团期: opened, filled, and frozen at their cut-off."""
