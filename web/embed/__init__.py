"""What other websites show of the directory."""
