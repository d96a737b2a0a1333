"""The kinds of row that the seed files hold: columns, types and references, derived from `graph.model`."""

import re
from datetime import date
from typing import Final

from graph.fields import Embedded, Field, Localized, Property
from graph.model import ABSTRACT, EMBEDDED, LANGUAGES, MODEL, TIE
from graph.vocabulary import OrganizationType, Term, Visibility
from seeds.rows.ends import TIE_ENDS
from seeds.rows.row import Column, Kind, Reference

SLUGGED: Final = tuple(node.name for node in MODEL.values() if "slug" in node.fields)
"""Node types that share one namespace of slugs."""


def snake(name: str) -> str:
    """*name* of the API as people write it in a column: `statedOn` is `stated_on`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def _columns(fields: dict[str, Field]) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for name, declared in fields.items():
        if isinstance(declared, Embedded):
            found |= _columns(EMBEDDED[declared.type])
        elif isinstance(declared, Localized):
            found |= {f"{snake(declared.stem)}_{code.lower()}": Column(f"{declared.stem}{code.title()}") for code in LANGUAGES}
        elif isinstance(declared, Property) and not declared.derived and declared.name != "id":
            words = tuple(term.value for term in declared.type) if issubclass(declared.type, Term) else ()
            found[snake(name)] = Column(declared.name, declared.type, declared.many, words)
    return found


SPAN: Final = {"valid_from": Column("validFrom", date), "valid_to": Column("validTo", date)}
"""From when a fact holds, and the first day on which it doesn't any more."""
DATED: Final = {**SPAN, "visibility": Column("visibility", words=tuple(term.value for term in Visibility))}
SOURCED: Final = {"source": Reference(("Source",))}
# Stored beside what the model declares: the projection reads them in an expression.
NAME_OF_PERSON: Final = {
    "name": Column("name"),
    "name_visibility": Column("nameVisibility", words=tuple(term.value for term in Visibility)),
    "name_legal_basis": Column("nameLegalBasis"),
    "name_expires_on": Column("nameExpiresOn", date),
}
_OWNERS: Final = (*ABSTRACT["Actor"], "Event")
_ID: Final = {"id": Column("id")}


def _node(
    name: str,
    *,
    key: str = "id",
    required: tuple[str, ...] = (),
    more: dict[str, Column] | None = None,
    references: dict[str, Reference] | None = None,
) -> Kind:
    node = MODEL[name]
    columns = {key: Column("id"), **_columns(node.fields), **(more or {}), **(DATED if node.dated else {})}
    sourced = {} if name == "Source" else SOURCED
    return Kind(snake(name), name, key, columns, {**(references or {}), **sourced}, required)


def _slugged(name: str, *required: str, references: dict[str, Reference] | None = None) -> Kind:
    return _node(name, key="slug", required=("slug", "name", *required), references=references)


def _owned(
    name: str, *required: str, references: dict[str, Reference], more: dict[str, Column] | None = None, owners: tuple[str, ...]
) -> Kind:
    return _node(name, required=("owner", *required), references={"owner": Reference(owners), **references}, more=more)


_TIE_COLUMNS: Final = {**_columns(TIE), **DATED}
_RESPONSIBILITY_COLUMNS: Final = {name: column for name, column in _columns(MODEL["Responsibility"].fields).items() if name != "rule"}
_REGION: Final = ("Region",)
_TYPES: Final = tuple(term.value for term in OrganizationType)
_DISTRICT_ENDS: Final = {"region_key": Reference(_REGION, relationship="IN_DISTRICT"), "district_key": Reference(_REGION)}

KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        _slugged("Organization", "type"),
        _slugged("Project"),
        _slugged("Programme"),
        _slugged("Network"),
        _slugged("Event", "starts_on", references={"series": Reference(("EventSeries",), relationship="IN_SERIES")}),
        _slugged("EventSeries"),
        _slugged("Agreement"),
        _slugged("LegalInstrument"),
        _owned("Location", "role", owners=_OWNERS, references={"region": Reference(_REGION, relationship="IN_REGION")}),
        _owned("Contact", "role", owners=ABSTRACT["Actor"], references={}, more=NAME_OF_PERSON),
        _owned(
            "Responsibility",
            "role",
            "action_fields",
            "regions",
            owners=ABSTRACT["Actor"],
            references={"regions": Reference(_REGION, many=True, relationship="COVERS")},
        ),
        _owned("Figure", "measure", owners=_OWNERS, references={"region": Reference(_REGION, relationship="COVERS")}),
        # The day on which somebody looked is that of any other row: `verified_at`.
        _node(
            "LookingMark",
            required=("region", "action_fields", "found", "verified_at", "source"),
            references={"region": Reference(_REGION, relationship="COVERS")},
        ),
        _node("Source", required=("id", "title")),
        _node(
            "Region",
            key="key",
            required=("key", "level", "name"),
            # How large the place itself is, by another source and day: it orders places of one name, and isn't shown.
            more={"population_hint": Column("populationHint", int), "verified_at": Column("verifiedAt", date)},
            references={"parent": Reference(_REGION, relationship="PART_OF")},
        ),
        Kind(
            "tie",
            "",
            "id",
            {**_ID, "type": Column("type", words=tuple(TIE_ENDS)), **_TIE_COLUMNS},
            {"from": Reference(SLUGGED), "to": Reference(SLUGGED), **SOURCED},
            ("from", "type", "to"),
        ),
        Kind(
            "postal_code",
            "PostalCode",
            "code",
            {"code": Column("id"), "name": Column("names", many=True), "lat": Column("lat", float), "lon": Column("lon", float)},
            {"kreise": Reference(_REGION, many=True, relationship="IN_KREIS"), **SOURCED},
            ("code", "lat", "lon", "kreise"),
        ),
        Kind("district", "", "", {"verified_at": Column("verifiedAt", date)}, {**_DISTRICT_ENDS, **SOURCED}, tuple(_DISTRICT_ENDS)),
        Kind(
            "rule",
            "",
            "id",
            {
                **_ID,
                "from_type": Column("", words=_TYPES),
                "tie": Column("", words=tuple(TIE_ENDS)),
                "to_type": Column("", words=_TYPES),
                **{name: column for name, column in _TIE_COLUMNS.items() if name != "rule"},
            },
            SOURCED,
            ("id", "from_type", "tie", "to_type"),
        ),
        Kind(
            "responsibility_rule",
            "",
            "id",
            {**_ID, "organization_type": Column("", words=_TYPES), **_RESPONSIBILITY_COLUMNS, **SPAN},
            {"only_actors": Reference(("Organization",), many=True), **SOURCED},
            ("id", "organization_type", "role", "action_fields"),
        ),
        Kind(
            "district_change",
            "",
            "",
            {**SPAN, "note": Column("")},
            {"actor": Reference(("Organization",)), "region": Reference(_REGION), "predecessor": Reference(("Organization",)), **SOURCED},
            ("actor", "region"),
        ),
        Kind(
            "rule_exception",
            "",
            "",
            {"reason": Column(""), **SPAN, "verified_at": Column("", date)},
            {"rule": Reference(("rule",)), "actor": Reference(ABSTRACT["Actor"]), **SOURCED},
            ("rule", "actor", "reason"),
        ),
    )
}
"""Every kind of row by its name in the files."""

KIND_OF_NODE: Final = {kind.node: kind for kind in KINDS.values() if kind.node}
PARTS: Final = {"locations": "location", "contacts": "contact", "responsibilities": "responsibility", "ties": "tie", "figures": "figure"}
"""What an actor's entry may nest, and the kind of each."""
