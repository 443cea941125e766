"""The night as a play: one scene after the other, through the real window, the last of them at the shop."""
