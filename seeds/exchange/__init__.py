"""Files of others in, and the directory as files out."""
