"""One function for each thing a person does at the slotting desk, and what is worked out aside for them."""
