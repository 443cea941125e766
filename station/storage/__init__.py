"""The station's database file: one SQLite file that survives a power cut."""
