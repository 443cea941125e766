"""How each kind of document looks on A4."""
