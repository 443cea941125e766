"""What a person does at the dock, each whole or not at all."""
