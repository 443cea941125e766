"""Ways to carry bytes to a device; foreign exceptions end here."""
