"""Places as people name them."""
