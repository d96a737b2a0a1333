"""Chamber and agency districts as regions of their own, and the Kreise that each is made of, from the fact tables of offices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from seeds.derive.kreise import Kreis
from seeds.derive.regions import Point, nearest_of, weighted_mean
from seeds.derive.tables import read_table
from seeds.shipped.bases import provenance, verified

OVERLAY_COLUMNS = ("key", "level", "name", "label", "type", "lat", "lon", "source", "verified_at")
MEMBER_COLUMNS = ("region_key", "district_key", "source", "verified_at")


@dataclass(frozen=True)
class Chamber:
    """Where a kind of chamber stands in the tables: its file, its columns in kammerbezirke.csv, the source of its names."""

    prefix: str
    code: str
    basis: str
    names: str
    type: str


CHAMBERS = (
    Chamber("ihk", "ihk_xoev_code", "ihk_basis", "xoev-ihk", "IHK-Bezirk"),
    Chamber("hwk", "hwk_xoev_code", "hwk_basis", "xoev-hwk", "Handwerkskammerbezirk"),
)


def overlay_rows(
    offices: Path, *, members: list[dict[str, str]], kreise: Mapping[str, Kreis], points: Mapping[str, Point]
) -> list[dict[str, str]]:
    """One row for each district, chambers first, by key. The point is that of the member Kreis nearest to the middle of its people."""
    inside: dict[str, list[str]] = {}
    for member in members:
        inside.setdefault(member["district_key"], []).append(member["region_key"])
    rows = [*_chamber_rows(offices), *_agency_rows(offices)]
    for row in rows:
        mean = weighted_mean([(points[ags], kreise[ags].population) for ags in inside[row["key"]]])
        lat, lon = nearest_of(mean, points=[points[ags] for ags in inside[row["key"]]])
        row |= {"lat": f"{lat:.4f}", "lon": f"{lon:.4f}"}
    return rows


def _chamber_rows(offices: Path) -> Iterator[dict[str, str]]:
    for chamber in CHAMBERS:
        for row in read_table(offices / f"{chamber.prefix}.csv"):
            yield {
                "key": f"{chamber.prefix}-{row['xoev_code']}",
                "level": "CHAMBER_DISTRICT",
                "name": row["name"],
                "label": f"Kammerbezirk {row['name']}",
                "type": chamber.type,
                **_cells(verified(chamber.names)),
            }


def _agency_rows(offices: Path) -> Iterator[dict[str, str]]:
    for row in read_table(offices / "arbeitsagenturen.csv"):
        yield {
            "key": f"aa-{row['agentur_nummer']}",
            "level": "AGENCY_DISTRICT",
            "name": row["name"],
            "label": row["name"].replace("Agentur für Arbeit", "Agenturbezirk"),
            "type": "Agenturbezirk",
            **_cells(provenance(row["name_basis"])),
        }


def member_rows(offices: Path) -> list[dict[str, str]]:
    """Kreis and district, by both. A Kreis that two chambers or three agencies share stands once with each."""
    return sorted((*_chamber_members(offices), *_agency_members(offices)), key=lambda row: (row["region_key"], row["district_key"]))


def _chamber_members(offices: Path) -> Iterator[dict[str, str]]:
    for row in read_table(offices / "kammerbezirke.csv"):
        for chamber in CHAMBERS:
            for code in filter(None, row[chamber.code].split("|")):
                yield _member(row["ags"], district=f"{chamber.prefix}-{code}", cells=_cells(provenance(row[chamber.basis])))


def _agency_members(offices: Path) -> Iterator[dict[str, str]]:
    for row in read_table(offices / "arbeitsagenturen.csv"):
        for ags in row["kreise_ags"].split("|"):
            yield _member(ags, district=f"aa-{row['agentur_nummer']}", cells=_cells(verified("einglmv-2026")))


def _member(ags: str, *, district: str, cells: dict[str, str]) -> dict[str, str]:
    return {"region_key": ags, "district_key": district, **cells}


def _cells(known: Mapping[str, object]) -> dict[str, str]:
    return {column: str(value or "") for column, value in known.items()}
