"""What is known of the fields below the root: they have no resolvers, their values stand in rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rows:
    """*types*: the object types whose fields are read from a row by response key, each value ready to be sent.

    *type_key*: where a row says its concrete type, if it could be one of several. *texts*: the scalars of our own, whose values are sent
    as they are stored, as text.
    """

    types: frozenset[str]
    type_key: str
    texts: frozenset[str]
