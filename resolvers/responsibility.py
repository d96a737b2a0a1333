"""Who is responsible for a place and a concern, and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from graph.duties import Duties
from graph.fields import MOST
from graph.projection import Slots, bounded_first
from graph.reader import Days, Reader
from graph.responsibility import shown_responsibilities
from graph.selection import Selection, fields_named, shaped
from resolvers.nearest import PREFERRED_CONTACT
from resolvers.places.gazetteer import COUNTRY, Gazetteer
from resolvers.places.place import Place
from resolvers.reasons import FIELDS, limits, reason, responsible
from resolvers.stated import Stated, likeliest

Part = Mapping[str, Any]
"""A responsibility as `shown_responsibilities` gives it, with the region for which it is *stated*, and whether it is *ruledOut*."""


async def responsible_for(
    place: Place,
    field: str,
    situation: Mapping[str, Any] | None,
    selections: tuple[Selection, ...],
    *,
    duties: Duties,
    gazetteer: Gazetteer,
    days: Days,
    reader: Reader,
) -> list[dict[str, Any]]:
    """One answer for each region that the place can be in: a postal code's Kreise, or the region itself.

    Who decides or provides comes before who only advises, then the most specific region that states it, then the slug.
    What the *situation* rules out, or leaves open, stands in the alternatives with its condition. Where nothing is
    stated, the actor is null and the reason says that nobody has looked. One statement. Raises `BadUserInput`.
    """
    slots = {"actor": Slots(), "contact": Slots(), "region": Slots()}
    for selected in _selected(selections):
        slots["region" if selected.name == "candidates" else selected.name].name(selected)
    # The one who answers, and as many others as the longest list of them shows.
    most = 1 + max((_shown(s) for s in fields_named(selections, "alternatives")), default=0)

    def chosen(key: str) -> list[Stated]:
        above = [(region, gazetteer.rank(region)) for region in gazetteer.ancestors(key)]
        return likeliest(duties, above, field, situation, as_of=days.as_of, most=most)

    picks = {key: chosen(key) for key in place.regions}
    parts = {one.id for picked in picks.values() for one in picked}
    preferred = PREFERRED_CONTACT.get(field, "OFFICE")
    stated, regions = await shown_responsibilities(sorted(parts), place.regions, **slots, preferred=preferred, days=days, reader=reader)

    def answer(key: str) -> dict[str, Any]:
        held: list[Part] = [{**stated[one.id], "stated": one.region, "ruledOut": one.ruled_out} for one in picks[key] if one.id in stated]
        best = next((part for part in held if not part["ruledOut"]), None)
        others = [part for part in held if part is not best]
        where = gazetteer.region(key).label
        return shaped(
            selections,
            {
                "region": lambda s: regions[key][slots["region"].name(s)],
                "candidates": lambda s: [regions[other][slots["region"].name(s)] for other in place.regions],
                "actor": lambda s: best["actor"][slots["actor"].name(s)] if best else None,
                "contact": lambda s: _contact(best, slots["contact"], s),
                "role": best["role"] if best else None,
                "reason": lambda s: shaped(s.only, _reason(best, where, field)),
                "alternatives": lambda s: [_alternative(s, part, where, field, slots) for part in others[: _shown(s)]],
            },
        )

    return [answer(key) for key in place.regions]


def _selected(selections: tuple[Selection, ...]) -> Iterable[Selection]:
    yield from fields_named(selections, "actor", "contact", "region", "candidates")
    for alternatives in fields_named(selections, "alternatives"):
        yield from fields_named(alternatives.only, "actor", "contact")


def _shown(alternatives: Selection) -> int:
    asked = alternatives.arguments.get("first")
    return MOST if asked is None else bounded_first(asked, alternatives.key)


def _reason(part: Part | None, where: str, field: str) -> dict[str, Any]:
    if part is None:
        text = f"Hier hat noch niemand nachgesehen: Für {FIELDS[field]} in {where} ist keine Stelle erfasst."
        return {**reason("UNKNOWN", text), "rule": None, "legalBasis": None, "conditions": None}
    code = "ADVISES_ONLY" if part["role"] == "ADVISES" else "RESPONSIBLE"
    text = responsible(part, part["name"], None if part["stated"] == COUNTRY else where, field)
    conditions = "; ".join(filter(None, (limits(part), part["conditions"]))) or None
    return {**reason(code, text), "rule": part["rule"], "legalBasis": part["legalBasis"], "conditions": conditions}


def _alternative(selection: Selection, part: Part, where: str, field: str, slots: Mapping[str, Slots]) -> dict[str, Any]:
    told = _reason(part, where, field)
    if part["ruledOut"]:
        told["code"] = "OTHER_SITUATION"
    return shaped(
        selection.only,
        {
            "actor": lambda s: part["actor"][slots["actor"].name(s)],
            "contact": lambda s: _contact(part, slots["contact"], s),
            "role": part["role"],
            "reason": lambda s: shaped(s.only, told),
        },
    )


def _contact(part: Part | None, slots: Slots, selection: Selection) -> Any:
    return part["contact"][slots.name(selection)] if part and part["contact"] else None
