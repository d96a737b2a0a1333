"""Questions to synthetic directories of any size, with variables that are drawn anew each time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from bench.questions import NESTED
from bench.synthetic import NODES_OF_AN_OFFICE, name, slug
from graph.keyset import cursor
from graph.orders import sort_keys
from resolvers.places.gazetteer import Gazetteer
from seeds.rows.spelling import sort_name

_ACTOR: Final = NESTED.replace("type ", "")
_TYPES: Final = ("EDUCATION_PROVIDER", "WELFARE_ASSOCIATION", "INITIATIVE")
_FIELDS: Final = ("RECOGNITION", "LANGUAGE", "TRAINING", "MATCHING")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What variables are drawn from."""

    chance: Random
    offices: int
    codes: tuple[str, ...]
    kreise: tuple[str, ...]

    @classmethod
    def from_directory(cls, gazetteer: Gazetteer, *, nodes: int) -> "Drawn":
        """What there is in a synthetic directory of so many *nodes*; always the same draws."""
        codes = tuple(entry.code for entry in gazetteer.postal_codes)
        return cls(Random(1), nodes // NODES_OF_AN_OFFICE, codes, tuple(gazetteer.keys("KREIS")))

    def number(self) -> int:
        """Of an office."""
        return self.chance.randrange(self.offices)

    def office(self) -> str:
        """The slug of one."""
        return slug(self.number())

    def of(self, words: Sequence[str]) -> str:
        """One of the words."""
        return self.chance.choice(words)

    def position(self) -> str:
        """The cursor of an office in a list by name."""
        number = self.number()
        return cursor(sort_keys("Organization", [("NAME", False)], None), [sort_name(name(number)), slug(number)])


Variables = Callable[[Drawn], dict[str, Any]]
QUESTIONS: Final[dict[str, tuple[str, Variables]]] = {
    "one node": (f"query ($slug: String!) {{ organization(by: {{slug: $slug}}) {{ {NESTED} }} }}", lambda d: {"slug": d.office()}),
    "50 nested": (
        f"query ($type: OrganizationType!) {{ organizations(where: {{type: {{eq: $type}}}}, first: 50, orderBy: [{{field: TYPE}}, {{field: NAME}}]) {{ nodes {{ {NESTED} }} }} }}",
        lambda d: {"type": d.of(_TYPES)},
    ),
    "50, a later page": (
        f"query ($after: String!) {{ organizations(first: 50, after: $after) {{ nodes {{ {NESTED} }} }} }}",
        lambda d: {"after": d.position()},
    ),
    "filtered": (
        f"query ($field: ActionField!) {{ organizations(where: {{actionFields: {{has: $field}}}}, first: 20) {{ nodes {{ {NESTED} }} }} }}",
        lambda d: {"field": d.of(_FIELDS)},
    ),
    "of a region": (
        f"query ($key: String!) {{ organizations(where: {{region: {{key: $key}}}}, first: 20) {{ nodes {{ {NESTED} }} }} }}",
        lambda d: {"key": d.of(d.kreise)},
    ),
    "search, rare": (
        "query ($text: String!) { search(text: $text, first: 10) { edges { score node { ... on Organization { name } } } } }",
        lambda d: {"text": name(d.number()).removeprefix("Synthetische Stelle ")},
    ),
    "search, common": (
        "query ($text: String!) { search(text: $text, first: 10) { edges { score node { ... on Organization { name } } } } }",
        lambda d: {"text": name(d.number()).removeprefix("Synthetische ")},
    ),
    "nearest, all": (
        f"query ($code: String!) {{ nearestContacts(near: {{postalCode: $code}}, first: 10) {{ edges {{ distanceKm node {{ actor {{ {_ACTOR} }} }} }} }} }}",
        lambda d: {"code": d.of(d.codes)},
    ),
    "nearest, type": (
        f"query ($code: String!, $type: OrganizationType!) {{ nearestContacts(near: {{postalCode: $code}}, types: [$type], first: 10) {{ edges {{ distanceKm node {{ actor {{ {_ACTOR} }} }} }} }} }}",
        lambda d: {"code": d.of(d.codes), "type": d.of(_TYPES)},
    ),
    "nearest, field": (
        f"query ($code: String!, $field: ActionField!) {{ nearestContacts(near: {{postalCode: $code}}, actionFields: [$field], first: 10, situation: {{occupationGroup: CRAFT}}) {{ edges {{ distanceKm node {{ actor {{ {_ACTOR} }} }} }} }} }}",
        lambda d: {"code": d.of(d.codes), "field": d.of(_FIELDS)},
    ),
    "responsible": (
        "query ($code: String!, $field: ActionField!) { responsibleFor(place: {postalCode: $code}, actionField: $field) { actor { name } contact { phone } reason { text } } }",
        lambda d: {"code": d.of(d.codes), "field": d.of(_FIELDS)},
    ),
    "responsible, and others": (
        "query ($code: String!, $field: ActionField!) { responsibleFor(place: {postalCode: $code}, actionField: $field, situation: {occupationGroup: CRAFT}) { actor { name } contact { phone } reason { text } alternatives(first: 5) { actor { name } reason { text } } } }",
        lambda d: {"code": d.of(d.codes), "field": d.of(_FIELDS)},
    ),
    "path": (
        "query ($slug: String!, $field: ActionField!) { referralPaths(from: {slug: $slug}, to: {actionField: $field}) { paths { steps { actor { name } reason { text } } } } }",
        lambda d: {"slug": d.office(), "field": d.of(_FIELDS)},
    ),
}
