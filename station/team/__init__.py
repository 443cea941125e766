"""What people did tonight, for who leads them; and for each what is their own."""
