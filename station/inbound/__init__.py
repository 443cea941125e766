"""The dock: goods come in against the purchase orders of the cut-off."""
