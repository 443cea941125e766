"""What comes in at the docks against purchase orders, and what follows when less came than was ordered."""
