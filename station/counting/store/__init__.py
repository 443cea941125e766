"""What counting reads and keeps as rows."""
