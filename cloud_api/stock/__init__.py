"""The book of stock 库存账: every movement per bin and lot, what it adds up to, and what is counted."""
