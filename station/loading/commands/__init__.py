"""What a person does at the loading desk, one function for each act."""
