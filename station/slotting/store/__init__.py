"""What slotting reads of the floor, and keeps of its own work, as rows."""
