"""The operator's console 运营台: pages for whoever runs the night, in a browser at a desk or on a phone."""
