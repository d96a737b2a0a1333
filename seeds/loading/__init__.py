"""From checked rows to the graph, and only what differs."""
