"""Languages of label printers: a raster as a job, and what a printer says of itself."""
