"""The graph: engines behind one seam, what is stored, statements and their records, errors."""
