"""A day to try the station on, made from real data by stated rules."""
