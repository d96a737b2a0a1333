"""Columns that HSDS has no field for, as its attributes: terms of our vocabularies, and values under the column's name."""

import uuid
from collections.abc import Iterable
from typing import Any, Final

from graph.vocabulary import Term
from seeds.formats.hsds_models import Attribute
from seeds.rows.entries import Value
from seeds.rows.kinds import KINDS
from seeds.rows.row import Kind

SCHEME: Final = "netzlotse"
"""Our name as a taxonomy, and as the scheme of our slugs. `netzlotse:<column>` is the taxonomy of a column's vocabulary."""
PARENT: Final = "parent"
"""The link type of what is said of the tie from a part to its parent."""
_NAMES: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:netzlotse:hsds")


def uuid_of(*words: str) -> str:
    """The same UUID for the same *words*, always: HSDS asks for UUIDs, and a second export must not differ from the first."""
    return str(uuid.uuid5(_NAMES, "\x1f".join(words)))


def attributes_of(
    kind: str, values: dict[str, Any], *, leave: Iterable[str], link: tuple[str, str], link_type: str = ""
) -> list[dict[str, Any]]:
    """Every column of *values* but those to *leave*, as attributes of the object *link* (its table and id)."""
    entity, link_id = link
    found: list[dict[str, Any]] = []
    for column, value in values.items():
        if column in leave:
            continue
        for number, one in enumerate(value if isinstance(value, list) else [value]):
            attribute = {"id": uuid_of(link_id, link_type, column, str(number)), "link_id": link_id, "link_entity": entity}
            if link_type:
                attribute["link_type"] = link_type
            term = _term(KINDS[kind], column, one)
            if term["taxonomy"] == SCHEME:
                attribute["value"] = str(one)
            found.append({**attribute, "taxonomy_term_id": term["id"], "taxonomy_term": term})
    return found


def _term(kind: Kind, column: str, value: Any) -> dict[str, Any]:
    declared = kind.columns.get(column)
    if declared and declared.words:
        meaning = declared.value[value].meaning if issubclass(declared.value, Term) else value
        return _described(f"{SCHEME}:{column}", value, str(meaning))
    return _described(SCHEME, column, column.replace("_", " "))


def _described(taxonomy: str, code: str, name: str) -> dict[str, Any]:
    return {"id": uuid_of(taxonomy, code), "code": code, "name": name, "description": name, "taxonomy": taxonomy}


def cells_of(attributes: Iterable[Attribute], *, link_type: str | None = None) -> dict[str, Value]:
    """What `attributes_of` made attributes of, by column; a column that came several times is a list. Others' are passed over."""
    found: dict[str, list[str]] = {}
    for attribute in attributes:
        term = attribute.taxonomy_term
        if not term or attribute.link_type != link_type or not term.taxonomy or not term.code:
            continue
        if term.taxonomy == SCHEME:
            found.setdefault(term.code, []).append(attribute.value or "")
        elif term.taxonomy.startswith(f"{SCHEME}:"):
            found.setdefault(term.taxonomy.partition(":")[2], []).append(term.code)
    return {column: values if len(values) > 1 else values[0] for column, values in found.items()}
