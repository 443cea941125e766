"""Builds and wires everything; the only package that knows all."""
