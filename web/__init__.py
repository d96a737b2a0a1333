"""The outermost room: HTTP, settings and the command line. No domain rules and no Cypher live here."""
