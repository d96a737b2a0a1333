"""Which fields are covered where: the matrix, and how the API answers it."""
