"""The conversation at the stock desk."""
