"""The directory's questions in plain Python: one public question a function, no GraphQL and no Cypher."""
