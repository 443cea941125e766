"""Drivers for scanners, label printers and their simulated twins; works without station and without Qt."""
