"""The HTTP service every station and shop system of one company talks to."""
