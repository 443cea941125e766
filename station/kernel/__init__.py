"""Words every slice shares; knows no window, no database and no device."""
