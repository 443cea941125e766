"""The slotting room on the screen: the map of the aisles, a bin told whole, the moves of the night."""
