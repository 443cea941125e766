"""Printers of slips on a roll: encoding, driver, twins and addresses."""
