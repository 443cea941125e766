"""Scanners, each kind with a simulated twin."""
