"""The crates room as it is drawn."""
