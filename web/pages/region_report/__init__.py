"""The report of a region as one file."""
