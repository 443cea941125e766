"""Values and rules of the dock, pure."""
