"""The forms in which people bring a directory and take it away, a module each."""
