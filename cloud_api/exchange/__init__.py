"""Facts come up, changes go down."""
