"""What a person does at the crates desk, one function for each act."""
