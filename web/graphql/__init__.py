"""One GraphQL operation: read, measured, run, kept, and sent as the client takes it."""
