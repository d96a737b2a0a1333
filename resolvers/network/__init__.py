"""The network of actors as such: in figures, and by kinds."""
