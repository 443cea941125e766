"""Rules of counting and of what lies where; pure."""
