"""What a foreman does with the waves of a night."""
