"""How a supervisor is asked, drawn for every room that asks."""
