"""Widgets of the devices room: they draw a view and forward gestures."""
