"""One function for each thing a dispatcher does."""
