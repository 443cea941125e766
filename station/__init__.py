"""The desktop application on warehouse and shop PCs."""
