"""Which keys are unique and what is indexed, as statements that every engine understands; full text differs and lives with each engine."""

from dataclasses import dataclass
from typing import Final, LiteralString, Self, cast

from graph.model import ABSTRACT, MODEL

_LABELS: Final = tuple(dict.fromkeys(node.label for node in MODEL.values()))
CONSTRAINTS: Final[tuple[tuple[str, str], ...]] = tuple((label, "id") for label in (*_LABELS, "PostalCode", "DirectoryVersion", "Report"))
"""(label, property): unique."""

INDEXES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    *((label, ("sortName", "id")) for label in ("Actor", *ABSTRACT["Actor"])),
    *((label, ("sortVerifiedAt", "id")) for label in ("Actor", "Organization")),
    ("Actor", ("typeName", "sortName", "id")),
    ("Organization", ("type", "sortName", "id")),
    ("Event", ("startsOn", "id")),
    ("Event", ("sortName", "id")),
    ("Region", ("level", "sortName", "id")),
    ("Location", ("lat", "lon")),
)
"""(label, properties): one for each stored order that a list is read in, and one for what is near."""

FULLTEXT: Final[tuple[str, ...]] = ("name", "shortName", "descriptionDe", "descriptionEn")
"""Properties of `:Searchable` that the full-text index reads."""

FULLTEXT_INDEX: Final = "searchable_text"
FULLTEXT_LABEL: Final = "Searchable"


@dataclass(frozen=True, slots=True)
class Indexing:
    """Names only, from the model (or a test), never from a request.

    *constraints*: (label, property), each unique. *indexes*: (label, properties in the index's order).
    *fulltext*: the properties of `:Searchable` that full text reads, in any language.
    """

    constraints: tuple[tuple[str, str], ...]
    indexes: tuple[tuple[str, tuple[str, ...]], ...]
    fulltext: tuple[str, ...]

    @classmethod
    def of_the_model(cls) -> Self:
        """What the directory's own model asks for."""
        return cls(constraints=CONSTRAINTS, indexes=INDEXES, fulltext=FULLTEXT)

    def statements(self) -> tuple[LiteralString, ...]:
        """Constraints first (they make the types that full text needs), then indexes; each can run again and again."""
        constraints = [f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE" for label, key in self.constraints]
        indexes = [
            f"CREATE INDEX {'_'.join((label, *keys))} IF NOT EXISTS FOR (n:{label}) ON ({', '.join(f'n.{key}' for key in keys)})"
            for label, keys in self.indexes
        ]
        # Names can't be parameters in Cypher, and these come from our own source.
        return cast("tuple[LiteralString, ...]", (*constraints, *indexes))
