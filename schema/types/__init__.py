"""The types of the schema, a file a subject. Below the root nothing is resolved: rows already have the response's shape."""
