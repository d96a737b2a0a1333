"""A small directory of files for the tests: two Kreise, a district over both, five offices and two rules."""

from pathlib import Path
from typing import Final

REGIONS: Final = """key,level,name,label,type,parent,lat,lon,source
DE,COUNTRY,Deutschland,Deutschland,Staat,,50.9,9.8,table
03,LAND,Niedersachsen,Niedersachsen,Land,DE,52.6,9.2,table
03351,KREIS,Celle,Landkreis Celle,Landkreis,03,52.66,10.08,table
03358,KREIS,Heidekreis,Landkreis Heidekreis,Landkreis,03,52.91,9.75,table
03351006,MUNICIPALITY,Celle,Celle,Stadt,03351,52.6226,10.0805,table
ihk-1,CHAMBER_DISTRICT,IHK Heide,Kammerbezirk IHK Heide,IHK-Bezirk,,52.8,9.9,table
"""
ACTORS: Final = """
- organization: jobcenter-celle
  name: Jobcenter Celle
  type: JOBCENTER
  source: law
  verified_at: 2026-11-23
  locations: [{role: HEAD_OFFICE, city: Celle, region: 03351}]
  contacts: [{role: OFFICE, website: "https://jobcenter.example"}]
  responsibilities: [{role: PROVIDES, action_fields: [EMPLOYMENT, LANGUAGE], regions: [03351]}]
- organization: ihk-heide
  name: IHK Heide
  type: CHAMBER_IHK
  source: law
  responsibilities: [{role: ADVISES, action_fields: RECOGNITION, regions: [ihk-1]}]
- organization: ihk-nord
  name: IHK Nord
  type: CHAMBER_IHK
  source: law
  responsibilities: [{role: ADVISES, action_fields: RECOGNITION, regions: ["03358"]}]
- organization: central-body
  name: Zentrale Stelle
  type: RECOGNITION_BODY
  source: law
  valid_from: 2012-04-01
  responsibilities: [{role: DECIDES, action_fields: RECOGNITION, regions: [DE]}]
"""
FILES: Final = {
    "sources/sources.csv": "id,title\nlaw,A law\ntable,A table\ngeneral-knowledge,Nobody looked\n",
    "regions/regions.csv": REGIONS,
    "regions/postal_codes.csv": "code,name,lat,lon,kreise\n29221,Celle|Westercelle,52.62,10.09,03351\n29614,Soltau,52.99,9.84,03358\n",
    "regions/districts.csv": "region_key,district_key,source\n03351,ihk-1,table\n03358,ihk-1,table\n",
    "rules/rules.csv": (
        "id,from_type,tie,to_type,action_fields,occupation_group,legal_basis,source,verified_at,valid_from\n"
        "to-ihk,JOBCENTER,REFERS_TO,CHAMBER_IHK,RECOGNITION,IHK_OCCUPATION,§ 8 BQFG,law,2026-11-23,\n"
        "to-body,CHAMBER_IHK,DELEGATES_TO,RECOGNITION_BODY,RECOGNITION,IHK_OCCUPATION,,law,,2010-01-01\n"
    ),
    "actors/actors.yaml": ACTORS,
}


def folder(path: Path, **changed: str) -> Path:
    """*path* with `FILES` in it; *changed* are appended to the file of that stem (`actors="- organization: …"`)."""
    for name, text in FILES.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + changed.pop(file.stem, ""), encoding="utf-8")
    for stem, text in changed.items():
        (path / "rules" / f"{stem}.csv").write_text(text, encoding="utf-8")
    return path
