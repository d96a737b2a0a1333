"""The GraphQL schema: types, inputs and root fields with their descriptions; no Cypher, no HTTP."""
