"""How labels are laid out and drawn; only raster.py is meant for others."""
