"""Scales: their protocols, the driver that keeps one in use, and simulated twins."""
