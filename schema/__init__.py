"""The GraphQL schema: types, inputs and root fields with their descriptions; no Cypher, no HTTP."""

# Before any type is declared: Strawberry would otherwise make enums of its own, without descriptions.
from schema.enums import ENUMS

__all__ = ["ENUMS"]
