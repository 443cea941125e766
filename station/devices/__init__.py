"""The devices of this PC: what is there, how it is, what to do about it, and what prints on what."""
