"""The pickup desk in plain values: what an input means, whose goods are where, what the desk answers."""
