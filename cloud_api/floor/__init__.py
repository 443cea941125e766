"""The floor of a warehouse as a whole: what is walked for, night by night."""
