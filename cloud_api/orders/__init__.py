"""Paid orders: taken in safely, refused with a reason, followed until they are packed."""
