"""Label printers, each kind with a simulated twin."""
