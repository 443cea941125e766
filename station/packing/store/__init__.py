"""What packing reads and keeps as rows."""
