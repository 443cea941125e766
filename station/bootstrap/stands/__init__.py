"""The desks of a station, each loaded and built only where the roles of the PC ask for it."""
