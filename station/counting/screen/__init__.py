"""The stock desk drawn."""
