"""Pickup points 自提点: what comes to a shop, what was received there, what was handed over."""
