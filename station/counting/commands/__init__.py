"""What a person at the stock desk does: rows and facts in one act."""
