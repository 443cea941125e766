"""The two rolls there are, and how many dots go on each at 203 dpi."""

WIDTH_MM = 80
WIDTH_DOTS = {80: 576, 58: 384}
"""Printable dots by the width of the paper in millimetres."""
