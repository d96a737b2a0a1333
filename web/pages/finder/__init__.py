"""The page for moderators."""
