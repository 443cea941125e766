"""What lies in which bin: the book as the cloud told it last, and what was done here since."""
