"""HSDS 3.x as a tabular data package: `datapackage.json`, and a CSV file for each kind of object.

The tables are joined in a temporary SQLite file, so that a large package needs no more memory than a small one.
"""

import csv
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from seeds.formats.csv_set import cell, unguarded
from seeds.formats.files import opened, refusal
from seeds.formats.nodes import Told
from seeds.rows.problems import Problem
from seeds.shipped.read_csv import NOT_UTF_8

CHILDREN: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "organization": (
        ("organization_identifiers", "organization_identifier", "organization_id"),
        ("contacts", "contact", "organization_id"),
        ("phones", "phone", "organization_id"),
        ("locations", "location", "organization_id"),
        ("services", "service", "organization_id"),
        ("attributes", "attribute", "link_id"),
    ),
    "contact": (("phones", "phone", "contact_id"), ("attributes", "attribute", "link_id")),
    "location": (("addresses", "address", "location_id"), ("attributes", "attribute", "link_id")),
    "service": (("service_areas", "service_area", "service_id"), ("attributes", "attribute", "link_id")),
}
"""What an object holds: the field of the nested form, the table it comes from, and the column there that names its owner."""
FILES: Final = {
    "organization": "organizations.csv",
    "organization_identifier": "organization_identifiers.csv",
    "contact": "contacts.csv",
    "phone": "phones.csv",
    "location": "locations.csv",
    "address": "addresses.csv",
    "service": "services.csv",
    "service_area": "service_areas.csv",
    "attribute": "attributes.csv",
    "taxonomy_term": "taxonomy_terms.csv",
}
_OWNERS: Final = {table: sorted({key for kids in CHILDREN.values() for _, name, key in kids if name == table}) for table in FILES}
_TABLES: Final = """
CREATE TABLE item (seq INTEGER PRIMARY KEY, kind TEXT, id TEXT, line INTEGER, cells TEXT);
CREATE TABLE belongs (kind TEXT, key TEXT, owner TEXT, seq INTEGER);
"""
_INDEXES: Final = "CREATE INDEX owners ON belongs (owner, kind, key); CREATE INDEX ids ON item (kind, id);"


class _Resource(BaseModel):
    name: str = ""
    path: str


class _Package(BaseModel):
    resources: list[_Resource]


def read(path: Path, problems: list[Problem], *, tell: Callable[[int], None]) -> Iterator[Told]:
    """The organizations of the package that *path* describes, nested; what can't be read is added to *problems*."""
    try:
        package = _Package.model_validate_json(path.read_bytes())
    except ValidationError as error:
        problems.append(Problem(path.name, 0, "", "", f"is no data package: {error.errors(include_url=False)[0]['msg']}"))
        return
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "package.db")) as store:
        store.executescript(_TABLES)
        for resource in package.resources:
            _fill(store, path.parent, resource.path, problems, tell)
        store.executescript(_INDEXES)
        for row in store.execute("SELECT id, line, cells FROM item WHERE kind = 'organization' ORDER BY seq"):
            yield _nested(store, "organization", row)


def _fill(store: sqlite3.Connection, folder: Path, name: str, problems: list[Problem], tell: Callable[[int], None]) -> None:
    kind = next((kind for kind, file in FILES.items() if file == name), None)
    if kind is None:
        if "/" in name or "\\" in name:
            problems.append(Problem("datapackage.json", 0, "path", name, "a table must lie beside the description, not elsewhere"))
        return  # a table of HSDS that the directory has no use for
    path = folder / name
    cause = refusal(path) if path.exists() else "is named in datapackage.json and isn't there"
    if cause:
        problems.append(Problem(name, 0, "", "", cause))
        return
    for line, cells in _records(path, name, problems, tell):
        known = {title: text for title, text in cells.items() if text}
        cursor = store.execute(
            "INSERT INTO item (kind, id, line, cells) VALUES (?, ?, ?, ?)", (kind, known.get("id"), line, json.dumps(known))
        )
        owned = [(kind, key, known[key], cursor.lastrowid) for key in _OWNERS[kind] if key in known]
        store.executemany("INSERT INTO belongs VALUES (?, ?, ?, ?)", owned)


def _records(path: Path, name: str, problems: list[Problem], tell: Callable[[int], None]) -> Iterator[tuple[int, dict[str, str]]]:
    with TextIOWrapper(opened(path, tell=tell), encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        begins = 1
        try:
            header = next(reader, [])
            for cells in reader:
                line, begins = reader.line_num, reader.line_num
                if len(cells) != len(header):
                    problems.append(
                        Problem(name, line, "", cells[0] if cells else "", f"the row has {len(cells)} cells, the header {len(header)}")
                    )
                    continue
                yield line, {title: str(unguarded(text)) for title, text in zip(header, cells, strict=True)}
        except UnicodeDecodeError:
            problems.append(Problem(name, begins, "", "", NOT_UTF_8))
        except csv.Error as error:
            problems.append(Problem(name, begins, "", "", f"is not CSV from here on: {error}"))


def _nested(store: sqlite3.Connection, kind: str, row: tuple[str, int, str]) -> Told:
    id_, line, text = row
    cells: dict[str, Any] = json.loads(text)
    for field, table, key in CHILDREN.get(kind, ()):
        found = store.execute(
            "SELECT id, line, cells FROM belongs JOIN item USING (seq) WHERE owner = ? AND belongs.kind = ? AND key = ? ORDER BY seq",
            (id_, table, key),
        )
        cells[field] = [_nested(store, table, child) for child in found.fetchall()]
    if kind == "attribute":
        terms = store.execute("SELECT id, line, cells FROM item WHERE kind = 'taxonomy_term' AND id = ?", (cells.get("taxonomy_term_id"),))
        cells["taxonomy_term"] = next((_nested(store, "taxonomy_term", term) for term in terms.fetchall()), None)
    return Told(cells, file=FILES[kind], line=line, lines={})


def write(folder: Path, organizations: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Write the package to *folder*; how many rows each table has. Tables without rows have no file."""
    with _Writer(folder) as writer:
        for organization in organizations:
            writer.add("organization", organization)
        return writer.counts


class _Writer:
    """Tables that are open at the same time, each with the columns of HSDS that we fill."""

    COLUMNS: Final = {
        "organization": ("id", "name", "description", "website", "parent_organization_id"),
        "organization_identifier": ("id", "organization_id", "identifier_scheme", "identifier_type", "identifier"),
        "contact": ("id", "organization_id", "name", "department", "email"),
        "phone": ("id", "contact_id", "number"),
        "location": ("id", "organization_id", "location_type", "name", "latitude", "longitude"),
        "address": ("id", "location_id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
        "service": (*("id", "organization_id", "name", "status", "eligibility_description", "minimum_age", "maximum_age", "assured_date"),),
        "service_area": ("id", "service_id", "name", "extent", "extent_type"),
        "attribute": ("id", "link_id", "link_entity", "link_type", "taxonomy_term_id", "value"),
        "taxonomy_term": ("id", "code", "name", "description", "taxonomy"),
    }

    def __init__(self, folder: Path) -> None:
        self.counts = dict.fromkeys(FILES, 0)
        self._folder = folder
        self._files = {kind: (folder / name).open("w", encoding="utf-8", newline="") for kind, name in FILES.items()}
        self._writers = {kind: csv.writer(file, lineterminator="\n") for kind, file in self._files.items()}
        self._terms: set[str] = set()
        for kind, writer in self._writers.items():
            writer.writerow(self.COLUMNS[kind])

    def __enter__(self) -> "_Writer":
        return self

    def __exit__(self, *_: object) -> None:
        for kind, file in self._files.items():
            file.close()
            if not self.counts[kind]:
                (self._folder / FILES[kind]).unlink()
        resources = [self._resource(kind) for kind, count in self.counts.items() if count]
        package = {"name": "netzlotse-hsds", "profile": "tabular-data-package", "resources": resources}
        (self._folder / "datapackage.json").write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def _resource(self, kind: str) -> dict[str, Any]:
        numbers = ("latitude", "longitude", "minimum_age", "maximum_age")
        fields = [{"name": name, "type": "number" if name in numbers else "string"} for name in self.COLUMNS[kind]]
        return {"name": kind, "path": FILES[kind], "profile": "tabular-data-resource", "schema": {"fields": fields, "primaryKey": "id"}}

    def add(self, kind: str, item: dict[str, Any]) -> None:
        """Write *item* and, each to its own table, what is nested in it."""
        if kind == "taxonomy_term":
            if item["id"] in self._terms:
                return
            self._terms.add(item["id"])
        self._writers[kind].writerow([cell(item.get(column)) for column in self.COLUMNS[kind]])
        self.counts[kind] += 1
        for field, table, _ in CHILDREN.get(kind, ()):
            for child in item.get(field, ()):
                self.add(table, child)
        if kind == "attribute":
            self.add("taxonomy_term", item["taxonomy_term"])
