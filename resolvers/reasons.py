"""Why an office stands in an answer: stable codes for programs, German sentences for people."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

FIELDS: Final[dict[str, str]] = {
    "LANGUAGE": "Deutsch lernen",
    "SKILLS_ASSESSMENT": "Kompetenzfeststellung",
    "RECOGNITION": "die Anerkennung ausländischer Berufsabschlüsse",
    "WORK_READINESS": "die Vorbereitung auf den Arbeitsalltag",
    "INTERNSHIP": "Praktika",
    "ENTRY_QUALIFICATION": "Einstiegsqualifizierung",
    "TRAINING": "Ausbildung",
    "EMPLOYMENT": "Arbeit",
    "MATCHING": "Vermittlung",
    "EMPLOYER_ADVICE": "die Beratung von Betrieben",
    "LEGAL_STATUS": "Aufenthalt und Arbeitserlaubnis",
    "SOCIAL_COUNSELLING": "Sozial- und Migrationsberatung",
    "MOBILITY": "Mobilität",
}
_OCCUPATIONS: Final[dict[str, str]] = {
    "IHK_OCCUPATION": "IHK-Berufe",
    "CRAFT": "Handwerksberufe",
    "REGULATED": "reglementierte Berufe",
    "ACADEMIC": "akademische Berufe",
}
_REGIMES: Final[dict[str, str]] = {"ASYLBLG": "AsylbLG", "SGB_II": "SGB II", "SGB_III": "SGB III"}
_GROUPS: Final[dict[str, str]] = {
    "COMPANIES": "Betriebe",
    "YOUTH_U25": "junge Menschen unter 25",
    "ASYLUM_SEEKERS": "Asylsuchende",
    "TOLERATED": "Geduldete",
    "RECOGNISED_REFUGEES": "anerkannte Geflüchtete",
}
_ROLES: Final[dict[str, str]] = {"DECIDES": "entscheidet", "PROVIDES": "bietet es an", "ADVISES": "berät, entscheidet aber nicht"}
_THERE: Final[dict[str, str]] = {
    "DECIDES": "Dort wird entschieden.",
    "PROVIDES": "Dort wird es angeboten.",
    "ADVISES": "Dort wird beraten, aber nicht entschieden.",
}

_WARNINGS: Final[dict[str, str]] = {
    "UNVERIFIED_TIE": "Mindestens eine Angabe auf diesem Weg hat noch niemand geprüft.",
    "REVIEW_OVERDUE": "Mindestens eine Angabe auf diesem Weg ist alt. Bitte vor der Weitergabe prüfen.",
    "OTHER_DISTRICT": "Dieser Weg führt zu Stellen, die für einen anderen Bezirk zuständig sind.",
    "SEARCH_CUT_SHORT": "Die Suche wurde abgebrochen; es kann weitere Wege geben.",
}
_BROKEN: Final[dict[str, str]] = {
    "NO_START": "Für {place} ist keine Stelle erfasst, bei der ein Weg anfangen kann.",
    "NO_TIE": "Ab hier ist keine Verweisung erfasst, die weiterführt.",
    "NOBODY_OFFERS": "Niemand im Verzeichnis bietet das in dieser Lage an.",
    "NOT_YET_VALID": "Die Verweisung gilt an diesem Tag noch nicht.",
    "EXPIRED": "Die Verweisung gilt an diesem Tag nicht mehr.",
    "ACTION_FIELD": "Die Verweisung gilt für ein anderes Handlungsfeld.",
    "OCCUPATION_GROUP": "Die Verweisung gilt für eine andere Berufsgruppe.",
    "LEGAL_REGIME": "Die Verweisung gilt in einem anderen Rechtskreis.",
    "TARGET_GROUP": "Die Verweisung gilt für eine andere Zielgruppe.",
    "AGE": "Die Verweisung gilt für ein anderes Alter.",
}

Reason = dict[str, str]


def reason(code: str, text: str) -> Reason:
    """A reason as the API gives it."""
    return {"code": code, "text": text}


def limits(part: Mapping[str, Any]) -> str:
    """For whom a responsibility holds, in words; empty if for everybody."""
    words: list[str] = []
    words += _listed(part.get("occupationGroups"), _OCCUPATIONS)
    words += _listed(part.get("targetGroups"), _GROUPS)
    words += [f"im Rechtskreis {name}" for name in _listed(part.get("legalRegimes"), _REGIMES)]
    age_min, age_max = part.get("ageMin"), part.get("ageMax")
    if age_min is not None:
        words.append(f"ab {age_min} Jahren")
    if age_max is not None:
        words.append(f"bis {age_max} Jahre")
    return ", ".join(words)


def responsible(part: Mapping[str, Any], name: str, where: str | None, field: str | None) -> str:
    """Why *name* answers for *where*; None for the whole country."""
    reach = f"{where} gehört zum Bezirk. {name} ist" if where else f"{name} ist in ganz Deutschland"
    about = f"für {FIELDS[field]} " if field else ""
    whom = f" Das gilt für: {limits(part)}." if limits(part) else ""
    basis = f" Rechtsgrundlage: {part['legalBasis']}." if part.get("legalBasis") else ""
    return f"{reach} {about}zuständig und {_ROLES[part['role']]}.{whom}{basis}"


def not_responsible(where: str) -> Reason:
    """Why an office that is near isn't the one to go to."""
    return reason("NEAR_NOT_RESPONSIBLE", f"Nicht zuständig: {where} gehört nicht zum Bezirk.")


def step_reason(actor: Mapping[str, Any], tie: Mapping[str, Any] | None, before: str | None, place: str, field: str | None) -> Reason:
    """Why a step stands on a path: the place it answers for, or the tie that leads to it from the actor *before*."""
    name, part = actor["name"], next(iter(actor["parts"]), None)
    then = f" {_THERE[part['role']]}" if part else ""
    if tie is None:
        return reason("RESPONSIBLE_FOR_PLACE", f"{name} ist für {place} zuständig und die erste Anlaufstelle.")
    about = f" für {FIELDS[field]}" if field else ""
    words = {
        "REFERS_TO": f"{before} verweist{about} an {name}.",
        "DELEGATES_TO": f"{before} hat die Entscheidung{about} an {name} übertragen.",
    }
    return reason(tie["type"], words[tie["type"]] + then)


def path_warning(code: str) -> Reason:
    """What to know before passing a path on."""
    return reason(code, _WARNINGS[code])


def why_broken(code: str, after: str | None, missing: str | None, place: str) -> Reason:
    """Why no path leads on, naming whom the tie is missing between."""
    between = f" Es fehlt: {after} → {missing}." if after and missing else (f" Bis hierher geht es: {after}." if after else "")
    return reason(code, (_BROKEN[code] + between).replace("{place}", place))


def _listed(values: Sequence[str] | None, words: Mapping[str, str]) -> list[str]:
    return [words[value] for value in values or ()]
