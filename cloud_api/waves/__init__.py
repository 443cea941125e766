"""Waves 波次: lent to one desk at a time, and what its facts tell of their crates."""
