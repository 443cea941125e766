"""Rules of picking, pure: no database, no window, no clock of their own."""
