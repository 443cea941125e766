"""A4 pages as PDF: type that is found again in the text of the file, codes, and where pages turn."""
