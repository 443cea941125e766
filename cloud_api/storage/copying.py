"""What both kinds of database answer when a copy cannot be made or put back."""


class CopyRefusedError(Exception):
    """A backup or restore could not be done; the message says why and what to do."""
