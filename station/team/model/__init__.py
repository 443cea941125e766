"""Figures as the team room shows them."""
