"""Steps that bring an older database file to the tables of today."""
