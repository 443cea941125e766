"""Counting: blind, with differences a supervisor approves."""
