"""All shared Qt: window, navigation, look, sounds, the wedge reader and the way back to the Qt thread."""
