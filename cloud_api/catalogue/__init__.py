"""Master data: what is sold, where it lies, who hands it out, who works with it."""
