"""Brings a day from files into the database."""
