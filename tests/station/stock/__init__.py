"""The book of stock as a station knows it."""
