"""What shoppers see: one page an order, behind a link nobody can guess."""
