"""Rules of dispatch, pure: no database, no window, no clock of their own."""
