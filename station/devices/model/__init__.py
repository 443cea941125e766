"""Words and rules of the devices room, without a screen or a database."""
