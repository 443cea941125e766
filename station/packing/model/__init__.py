"""What a gift box is, and what may be said at the desk that packs it; pure."""
