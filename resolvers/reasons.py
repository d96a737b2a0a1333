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
    "MORE_STEPS": "Ein Weg führt hin, aber mit mehr Schritten, als gefragt sind.",
    "NOBODY_OFFERS": "Niemand im Verzeichnis bietet das in dieser Lage an.",
    "NOT_YET_VALID": "Die Verweisung gilt an diesem Tag noch nicht.",
    "EXPIRED": "Die Verweisung gilt an diesem Tag nicht mehr.",
    "ACTION_FIELD": "Die Verweisung gilt für ein anderes Handlungsfeld.",
    "OCCUPATION_GROUP": "Die Verweisung gilt für eine andere Berufsgruppe.",
    "LEGAL_REGIME": "Die Verweisung gilt in einem anderen Rechtskreis.",
    "TARGET_GROUP": "Die Verweisung gilt für eine andere Zielgruppe.",
    "AGE": "Die Verweisung gilt für ein anderes Alter.",
}

_REPAIRS: Final[dict[str, str]] = {
    "NO_START": "Erfasst werden müsste, welches Jobcenter oder welche Agentur für Arbeit für {place} zuständig ist.",
    "NO_TIE": "Erfasst werden müsste eine Verweisung von {after} an {missing}.",
    "MORE_STEPS": "Mit mehr Schritten geht es von {after} an {missing} weiter.",
    "NOBODY_OFFERS": "Erfasst werden müsste eine Stelle{about}.",
    "NOT_YET_VALID": "Der Weg besteht, sobald die Verweisung von {after} an {missing} gilt.",
    "EXPIRED": "Die Verweisung von {after} an {missing} müsste erneuert werden, oder eine Nachfolge erfasst.",
    "ACTION_FIELD": "Erfasst werden müsste eine Verweisung von {after} an {missing}{about}.",
    "OCCUPATION_GROUP": "Erfasst werden müsste eine Verweisung von {after} an {missing} für diese Berufsgruppe.",
    "LEGAL_REGIME": "Erfasst werden müsste eine Verweisung von {after} an {missing} für diesen Rechtskreis.",
    "TARGET_GROUP": "Erfasst werden müsste eine Verweisung von {after} an {missing} für diese Zielgruppe.",
    "AGE": "Erfasst werden müsste eine Verweisung von {after} an {missing} für dieses Alter.",
}
_ABOUT: Final[dict[str, str]] = {
    "LANGUAGE": "zum Deutschlernen",
    "SKILLS_ASSESSMENT": "zur Kompetenzfeststellung",
    "RECOGNITION": "zur Anerkennung des Berufsabschlusses",
    "WORK_READINESS": "zur Vorbereitung auf den Arbeitsalltag",
    "INTERNSHIP": "zum Praktikum",
    "ENTRY_QUALIFICATION": "zur Einstiegsqualifizierung",
    "TRAINING": "zur Ausbildung",
    "EMPLOYMENT": "zur Arbeitssuche",
    "MATCHING": "zur Vermittlung in Betriebe",
    "EMPLOYER_ADVICE": "zur Beratung von Betrieben",
    "LEGAL_STATUS": "zu Aufenthalt und Arbeitserlaubnis",
    "SOCIAL_COUNSELLING": "zur Sozial- und Migrationsberatung",
    "MOBILITY": "zur Mobilität",
}
_AT_STEP: Final[dict[str, str]] = {
    "DECIDES": "Hier stellen Sie den Antrag {about}. Diese Stelle entscheidet.",
    "PROVIDES": "Hier gibt es das Angebot {about}.",
    "ADVISES": "Hier werden Sie {about} beraten. Entschieden wird an anderer Stelle.",
}
_ON: Final[dict[str, str]] = {
    "REFERS_TO": "Von hier geht es weiter zu: {next}.",
    "DELEGATES_TO": "Den Antrag bearbeitet {next}.",
}
_DETOURS: Final[dict[bool, tuple[str, str]]] = {
    True: ("AVOIDS", "Dieser Weg führt nur über Angaben, die geprüft und nicht veraltet sind."),
    False: ("NO_OTHER_WAY", "Ein Weg nur über geprüfte Angaben ist nicht erfasst."),
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
    but = f" Bedingung: {part['conditions']}." if part.get("conditions") else ""
    basis = f" Rechtsgrundlage: {part['legalBasis']}." if part.get("legalBasis") else ""
    return f"{reach} {about}zuständig und {_ROLES[part['role']]}.{whom}{but}{basis}"


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


def what_happens(part: Mapping[str, Any] | None, onward: Mapping[str, Any] | None, next_name: str | None, field: str | None) -> str | None:
    """What somebody finds at a step: by its part in the field, and by the tie that leads *onward*. None if there is neither."""
    said: list[str] = []
    if part and field:
        said.append(_AT_STEP[part["role"]].format(about=_ABOUT[field]))
    if onward and next_name:
        said.append(_ON[onward["type"]].format(next=next_name))
    return " ".join(said) or None


def detour(*, found: bool) -> Reason:
    """What stands in for a path with unchecked ties: another way, or that there is none."""
    return reason(*_DETOURS[found])


def repair(code: str, after: str | None, missing: str | None, place: str, field: str | None) -> str:
    """What would have to be recorded or renewed, so that a path leads on."""
    about = f" für {FIELDS[field]}" if field else ""
    if code in ("NO_TIE", "EXPIRED", "NOT_YET_VALID") and after is None:
        return (
            f"Erfasst werden müsste, wer an die Stelle von {missing} tritt." if missing else _REPAIRS["NOBODY_OFFERS"].format(about=about)
        )
    onto = missing or f"eine Stelle{about}"
    return _REPAIRS[code].format(after=after, missing=onto, place=place, about=about)


def path_warning(code: str) -> Reason:
    """What to know before passing a path on."""
    return reason(code, _WARNINGS[code])


def why_broken(code: str, after: str | None, missing: str | None, place: str) -> Reason:
    """Why no path leads on, naming whom the tie is missing between."""
    onward = "Weiter ginge es" if code == "MORE_STEPS" else "Es fehlt"
    between = f" {onward}: {after} → {missing}." if after and missing else (f" Bis hierher geht es: {after}." if after else "")
    return reason(code, (_BROKEN[code] + between).replace("{place}", place))


def _listed(values: Sequence[str] | None, words: Mapping[str, str]) -> list[str]:
    return [words[value] for value in values or ()]
