"""Printing: a queue on disk that never loses a label and never prints one twice by itself."""
