"""What dispatch keeps in the database."""
