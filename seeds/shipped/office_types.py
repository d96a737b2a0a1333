"""What a row of each fact table says of an office."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from graph.vocabulary import OrganizationType, Precision
from seeds.rows.entries import Entry, Value
from seeds.rows.regions import Regions
from seeds.shipped.bases import UNVERIFIED, provenance, verified
from seeds.shipped.duties import Area

Cells = dict[str, Value]
KREIS_SEATS: Final = "kreise_verwaltungssitz.csv"


@dataclass(frozen=True, slots=True)
class Office:
    """What a row of a fact table says of one office. *place*: of its head office, *website*: of its contact; each with provenance.

    *body*: the name of what it is part of, with how that is known in *body_known_by*.
    """

    name: str
    type: OrganizationType
    known_by: Cells
    areas: list[Area]
    external_ids: tuple[str, ...] = ()
    place: Cells | None = None
    website: Cells | None = None
    body: str | None = None
    body_known_by: Cells = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an office's row refers to: regions, and the seat of each Kreis administration."""

    regions: Regions
    seats: dict[str, Entry]


def _at_municipality(row: Entry, around: Surroundings, *, ags8: str, city: str, known: Cells) -> Cells | None:
    """A place that is known no closer than its municipality."""
    if not row.text(ags8):
        return None
    key = row.text(ags8)
    cells: Cells = {
        "city": row.text(city),
        "region": key if key in around.regions.rows else key[:5],
        "precision": Precision.MUNICIPALITY.value,
    }
    return {**cells, "lat": row.text("lat"), "lon": row.text("lon"), **known}


def _at_kreis_seat(ags: str, around: Surroundings, known: Cells) -> Cells | None:
    seat = around.seats.get(ags)
    return _at_municipality(seat, around, ags8="sitz_ags8", city="sitz", known=known) if seat else None


def _jobcenter(row: Entry, around: Surroundings) -> Office:
    kreise = row.text("kreise_ags").split("|")
    place = _at_kreis_seat(kreise[0], around, UNVERIFIED)
    if row.text("ags_match") == "PART_OF_KREIS":
        place = _in_named_municipality(row.text("statute_name"), kreise[0], around) or place
    return Office(
        row.text("label"),
        OrganizationType.JOBCENTER,
        verified("einglmv-2026"),
        [Area(tuple(kreise), verified("einglmv-2026"))],
        (f"ba:{row.text('traeger_nummer')}",),
        place,
    )


def _in_named_municipality(name: str, kreis: str, around: Surroundings) -> Cells | None:
    for key, region in around.regions.rows.items():
        if region["parent"] == kreis and region["name"] == name:
            return {"city": name, "region": key, "precision": Precision.MUNICIPALITY.value, **UNVERIFIED}
    return None


def _agency(row: Entry, around: Surroundings) -> Office:
    return Office(
        row.text("name"),
        OrganizationType.EMPLOYMENT_AGENCY,
        provenance(row.text("name_basis")),
        [Area((f"aa-{row.text('agentur_nummer')}",), verified("einglmv-2026"))],
        (f"ba:{row.text('agentur_nummer')}",),
        _at_municipality(row, around, ags8="seat_ags8", city="seat", known=provenance(row.text("seat_basis"))),
        body=f"Regionaldirektion {row.text('regionaldirektion')}",
        body_known_by={"legal_basis": "§ 367 Abs. 2 SGB III", **UNVERIFIED},
    )


def _chamber(row: Entry, around: Surroundings, *, type_: OrganizationType, short: str) -> Office:
    code = row.text("xoev_code")
    place = _at_municipality(row, around, ags8="seat_ags8", city="seat", known=provenance(row.text("plz_basis")))
    if place and row.text("plz"):
        place |= {"postal_code": row.text("plz"), "precision": row.text("precision")}
    if place and row.text("street"):
        place |= {"street": row.text("street"), **provenance(row.text("street_basis"))}
    website: Cells | None = None
    if row.text("website"):
        website = {"website": row.text("website"), **provenance(row.text("website_basis"))}
    areas = [Area((f"{short}-{code}",), provenance(row.text("kreise_basis")))]
    return Office(row.text("name"), type_, verified(f"xoev-{short}"), areas, (f"xoev-{short}:{code}",), place, website)


def _ihk(row: Entry, around: Surroundings) -> Office:
    return _chamber(row, around, type_=OrganizationType.CHAMBER_IHK, short="ihk")


def _hwk(row: Entry, around: Surroundings) -> Office:
    return _chamber(row, around, type_=OrganizationType.CHAMBER_HWK, short="hwk")


def _integration_centre(row: Entry, around: Surroundings) -> Office:
    known: Cells = {"source": "ki-nrw-list", "verified_at": None}
    return Office(
        row.text("name"),
        OrganizationType.MUNICIPAL_INTEGRATION_CENTRE,
        known,
        [Area((row.text("municipality_ags8") or row.text("ags"),), known)],
        place=_at_municipality(row, around, ags8="seat_ags8", city="seat_of_carrier", known=UNVERIFIED),
    )


def _directorate(row: Entry, around: Surroundings) -> Office:
    laender = set(row.text("laender").split("|"))
    keys = tuple(key for key, region in around.regions.rows.items() if region["level"] == "LAND" and region["name"] in laender)
    return Office(
        row.text("name"),
        OrganizationType.REGIONAL_DIRECTORATE,
        provenance(row.text("basis")),
        [Area(keys, provenance(row.text("basis")))],
        place=_at_municipality(row, around, ags8="seat_ags8", city="seat", known=provenance(row.text("basis"))),
    )


def _regional_agency(row: Entry, _around: Surroundings) -> Office:
    """Its seat isn't known: it sits with a body of its region."""
    known: Cells = {"source": row.text("source"), "verified_at": None}
    return Office(row.text("name"), OrganizationType.REGIONAL_AGENCY, known, [Area(tuple(row.text("regions").split("|")), known)])


def _immigration_office(row: Entry, around: Surroundings) -> Office:
    """Each Kreis has one (AufenthG § 71 with the law of the Land); that it is at the seat of the Kreis is our guess."""
    kreis = around.regions.rows.get(row.text("ags"))
    known: Cells = {"source": "aufenthg", "verified_at": None}
    return Office(
        f"Ausländerbehörde {(kreis['label'] or kreis['name']) if kreis else row.text('name_gv100ad')}",
        OrganizationType.IMMIGRATION_OFFICE,
        known,
        [Area((row.text("ags"),), known)],
        place=_at_kreis_seat(row.text("ags"), around, UNVERIFIED),
    )


TABLES: Final[dict[str, Callable[[Entry, Surroundings], Office]]] = {
    "jobcenter.csv": _jobcenter,
    "arbeitsagenturen.csv": _agency,
    "regionaldirektionen.csv": _directorate,
    "ihk.csv": _ihk,
    "hwk.csv": _hwk,
    "ki_nrw.csv": _integration_centre,
    "regionalagenturen_nrw.csv": _regional_agency,
    KREIS_SEATS: _immigration_office,
}
"""Each fact table and what makes an office of its rows."""

_POINT: Final = ("lat", "lon", "precision")
_CHAMBER: Final = (
    "xoev_code",
    "name",
    "seat",
    "seat_ags8",
    "street",
    "street_basis",
    "plz",
    "plz_basis",
    "website",
    "website_basis",
    "kreise_basis",
)
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "jobcenter.csv": ("traeger_nummer", "label", "statute_name", "kreise_ags", "ags_match"),
    "arbeitsagenturen.csv": ("agentur_nummer", "name", "name_basis", "seat", "seat_basis", "seat_ags8", *_POINT, "regionaldirektion"),
    "regionaldirektionen.csv": ("name", "seat", "seat_ags8", *_POINT, "laender", "basis"),
    "ihk.csv": (*_CHAMBER, *_POINT),
    "hwk.csv": (*_CHAMBER, *_POINT),
    "ki_nrw.csv": ("name", "ags", "municipality_ags8", "seat_of_carrier", "seat_ags8", *_POINT),
    "regionalagenturen_nrw.csv": ("name", "regions", "source"),
    KREIS_SEATS: ("ags", "name_gv100ad", "sitz", "sitz_ags8", *_POINT),
}
"""What each table must have."""
NOT_TAKEN: Final = (
    *(
        "land",
        "note",
        "kreise_ags",
        "kreise_count",
        "agentur_nummer",
        "komtrzv_name",
        "traegerform",
        "xoev_name",
        "basis",
    ),
    *(
        "verified",
        "type",
        "sitz_gemeinde_plz",
        "ags",
        "kreis",
        "ihk_xoev_code",
        "ihk_name",
        "ihk_basis",
        "hwk_xoev_code",
        "hwk_name",
        "hwk_basis",
    ),
)
"""What a table may also have: read elsewhere, or kept for people."""
