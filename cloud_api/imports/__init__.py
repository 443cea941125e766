"""Brings what people keep in files into the database, and master data back into files."""
