"""The directory as files, read from whichever graph holds it, and a list of what the files can't hold."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from graph.engine import Engine
from graph.fields import FIRST_DAY
from graph.vocabulary import TieType, Visibility
from seeds.exchange.row_store import SLUG_KINDS, RowStore
from seeds.exchange.stored_rows import Runs, pages, tie_pages
from seeds.formats import csv_set, geojson, hsds_json, hsds_tabular, hsds_write, yaml_set
from seeds.formats.files import IMPORTABLE
from seeds.formats.hsds_write import HELD, Whole
from seeds.loading.writing import Progress
from seeds.rows.kinds import PARTS

Values = dict[str, Any]
Format = Literal["csv", "yaml", "json", "hsds", "hsds-tabular", "geojson"]
LOSSES: Final = "LOSSES.txt"
_NAME: Final = ("name", "name_visibility", "name_legal_basis", "name_expires_on")
_PART_KINDS: Final = tuple(PARTS.values())
_OWNED_BY_NOBODY: Final = ("source", "looking_mark")
_ACTORS: Final = ("organization", "project", "programme", "network")


@dataclass(slots=True)
class Exported:
    """What was written: rows by file (or kind), and what had to be left out, a line each."""

    rows: dict[str, int] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Taken:
    """Rows that go out, and how many stay in, by why."""

    store: RowStore
    labels: dict[str, str]
    left: Counter[str] = field(default_factory=Counter)


async def export(
    engine: Engine,
    folder: Path,
    form: Format,
    *,
    today: str,
    dataset: str | None = None,
    internal: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write the directory to *folder*, which is made when missing: all datasets, or one. Only what is public, unless *internal*.

    *today* (ISO): names of people that have expired by then stay in. Raises OSError where the folder can't be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with RowStore() as store:
        taken = _Taken(store, await _labels(engine.read))
        await _fill(taken, engine.read, today=today, dataset=dataset, internal=internal, progress=progress)
        exported = Exported()
        _WRITERS[form](folder, taken, exported, today)
    exported.losses += [f"{count} {what}" for what, count in sorted(taken.left.items())]
    text = "".join(f"- {line}\n" for line in exported.losses) or "Nothing: the files hold all that was asked for.\n"
    (folder / LOSSES).write_text(f"What these files ({form}) don't hold:\n\n{text}", encoding="utf-8")
    return exported


async def _labels(run: Runs) -> dict[str, str]:
    return {
        str(values["key"]): str(values.get("label", values["name"])) async for page in pages(run, "region", dataset=None) for values in page
    }


async def _fill(taken: _Taken, run: Runs, *, today: str, dataset: str | None, internal: bool, progress: Progress | None) -> None:
    hidden: set[str] = set()
    kinds = sorted(IMPORTABLE, key=lambda kind: kind not in SLUG_KINDS)  # first those that may hide what belongs to them
    for done, kind in enumerate(kinds, 1):
        found = tie_pages(run, dataset=dataset) if kind == "tie" else pages(run, kind, dataset=dataset)
        async for page in found:
            for values in page:
                if internal or _is_public(kind, values, hidden, taken.left, today):
                    taken.store.add(kind, values)
        if progress:
            progress(done, len(kinds))


def _is_public(kind: str, values: Values, hidden: set[str], left: Counter[str], today: str) -> bool:
    """Whether a row may leave. A person's name that may not is taken out of it."""
    ends = {values.get("owner"), values.get("from"), values.get("to")}
    if values.get("visibility") == Visibility.INTERNAL.value or hidden & ends:
        left[f"internal rows of kind {kind} (export with --internal to keep them)"] += 1
        if kind in SLUG_KINDS:
            hidden.add(values["slug"])
        return False
    if kind == "contact" and "name" in values:
        public = values.get("name_visibility") == Visibility.PUBLIC.value and values.get("name_expires_on", FIRST_DAY) > today
        if not public:
            left["names of people that aren't public, or not any more"] += 1
            for column in _NAME:
                values.pop(column, None)
    return True


def _wholes(taken: _Taken, kinds: tuple[str, ...], parts: tuple[str, ...]) -> Iterator[Whole]:
    for kind in kinds:
        for values in taken.store.values(kind):
            yield Whole(kind, values, taken.store.parts(values["slug"], parts))


def _csv(folder: Path, taken: _Taken, exported: Exported, _today: str) -> None:
    for kind in IMPORTABLE:
        exported.rows[f"{kind}.csv"] = csv_set.write(folder / f"{kind}.csv", kind, _split_later(taken.store.values(kind), exported))
    exported.rows = {name: count for name, count in exported.rows.items() if count}


def _split_later(rows: Iterator[Values], exported: Exported) -> Iterator[Values]:
    for values in rows:
        for column, value in values.items():
            if isinstance(value, list) and any("|" in str(one) for one in value):
                exported.losses.append(f"{values.get('slug', values.get('id'))}: {column} holds a |, which separates values in a cell")
        yield values


def _entries(taken: _Taken) -> Iterator[Values]:
    for kind in _OWNED_BY_NOBODY:
        for values in taken.store.values(kind):
            yield yaml_set.flat(kind, values)
    slugged = tuple(kind for kind in IMPORTABLE if kind in SLUG_KINDS)
    for whole in _wholes(taken, slugged, _PART_KINDS):
        yield yaml_set.shaped(whole)
    for kind, values in taken.store.without_owner(_PART_KINDS):
        yield yaml_set.flat(kind, values)


def _yaml(folder: Path, taken: _Taken, exported: Exported, _today: str) -> None:
    exported.rows["directory.yaml"] = yaml_set.write_yaml(folder / "directory.yaml", _entries(taken))


def _json(folder: Path, taken: _Taken, exported: Exported, _today: str) -> None:
    exported.rows["directory.json"] = yaml_set.write_json(folder / "directory.json", _entries(taken))


def _organizations(taken: _Taken, today: str) -> Iterator[Values]:
    def label(key: str) -> str:
        return taken.labels.get(key, "")

    for whole in _wholes(taken, _ACTORS, hsds_write.OWNED):
        ties = taken.store.parts(whole.values["slug"], ("tie",)).get("tie", [])
        parents = [tie for tie in ties if tie["type"] == TieType.PART_OF_ACTOR.value and taken.store.kind_of(tie["to"]) in _ACTORS]
        held = parents[0] if parents and len(parents) == 1 else None
        taken.left["ties (HSDS knows only an organization's parent)"] += len(ties) - bool(held)
        yield hsds_write.organization(Whole(whole.kind, whole.values, whole.parts, held), label=label, today=today)


def _hsds_losses(taken: _Taken) -> None:
    for kind in IMPORTABLE:
        if kind not in HELD and kind != "tie":
            taken.left[f"rows of kind {kind}, for which HSDS has no object"] += taken.store.count(kind)
    for kind in ("event", "event_series", "agreement", "legal_instrument"):
        for values in taken.store.values(kind):
            for part, rows in taken.store.parts(values["slug"], (*hsds_write.OWNED, "tie")).items():
                taken.left[f"rows of kind {part} that belong to an event, agreement or law"] += len(rows)
    for part, _ in taken.store.without_owner((*hsds_write.OWNED, "tie")):
        taken.left[f"rows of kind {part} whose owner isn't part of this export"] += 1
    taken.left += Counter()  # leaves out what is zero


_AS_ATTRIBUTES: Final = (
    "nothing of what HSDS has no field for in the rows that it does hold: those columns are its attributes, under the taxonomies "
    "netzlotse and netzlotse:<column>, and come back from there"
)
_REQUIRED: Final = "no address line or Land where the directory has none: HSDS requires these fields, so they are there and empty"


def _hsds(folder: Path, taken: _Taken, exported: Exported, today: str) -> None:
    exported.rows[hsds_json.FILE] = hsds_json.write(folder / hsds_json.FILE, _organizations(taken, today))
    _hsds_losses(taken)
    exported.losses += [_AS_ATTRIBUTES, _REQUIRED]


def _hsds_tabular(folder: Path, taken: _Taken, exported: Exported, today: str) -> None:
    counts = hsds_tabular.write(folder, _organizations(taken, today))
    exported.rows = {hsds_tabular.FILES[table]: count for table, count in counts.items() if count}
    _hsds_losses(taken)
    exported.losses += [_AS_ATTRIBUTES, _REQUIRED]


def _geojson(folder: Path, taken: _Taken, exported: Exported, _today: str) -> None:
    kinds = tuple(kind for kind in IMPORTABLE if kind in SLUG_KINDS)
    left = taken.left

    def points() -> Iterator[Values]:
        for whole in _wholes(taken, kinds, hsds_write.OWNED):
            found = geojson.features(whole)
            left[f"rows of kind {whole.kind} without a point on the map"] += not found
            yield from found

    exported.rows["directory.geojson"] = geojson.write(folder / "directory.geojson", points())
    for kind in ("tie", "responsibility", "figure", "looking_mark", "source"):
        left[f"rows of kind {kind}: a point has no place for them" + (" (but for action_fields)" if kind == "responsibility" else "")] += (
            taken.store.count(kind)
        )
    exported.losses.append("of an actor's contacts more than the first website, telephone number and e-mail address")
    taken.left += Counter()


_WRITERS: Final[dict[Format, Callable[[Path, _Taken, Exported, str], None]]] = {
    "csv": _csv,
    "yaml": _yaml,
    "json": _json,
    "hsds": _hsds,
    "hsds-tabular": _hsds_tabular,
    "geojson": _geojson,
}
