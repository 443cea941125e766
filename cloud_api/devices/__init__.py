"""Stations: enrolled by a short code, known by a token."""
