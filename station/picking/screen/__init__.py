"""The picking desk as a person sees it."""
