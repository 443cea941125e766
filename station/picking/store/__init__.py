"""Picking's rows: every function works inside the transaction it is given."""
