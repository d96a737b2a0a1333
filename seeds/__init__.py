"""The seed room: tables that people keep, checked, expanded to a graph and loaded."""
