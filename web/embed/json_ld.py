"""The offices of a page as search engines read them: JSON-LD in the words of schema.org."""

import json
from collections.abc import Iterable
from typing import Any, Final

from markupsafe import Markup

from web.embed.office_types import AUTHORITIES
from web.embed.offices import Office

# Within a script element nothing may look like its end, nor like the beginning of a comment.
_ESCAPED: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def offices_json(offices: Iterable[Office], *, areas: Iterable[str]) -> Markup:
    """The content of a `script type="application/ld+json"`. areas: regions for which those with a role answer."""
    served = [{"@type": "AdministrativeArea", "name": area} for area in areas]
    text = json.dumps({"@context": "https://schema.org", "@graph": [_office(one, served) for one in offices]}, ensure_ascii=False)
    return Markup(text.translate(_ESCAPED))


def _office(office: Office, served: list[dict[str, str]]) -> dict[str, Any]:
    reach = {"telephone": office.phone, "email": office.email, "url": office.website}
    known = {name: value for name, value in reach.items() if value}
    return {
        "@type": "GovernmentOffice" if office.type in AUTHORITIES else "Organization",
        "name": office.name,
        **known,
        **({"address": _address(office)} if _address(office) else {}),
        **({"areaServed": served} if office.role and served else {}),
        **({"contactPoint": {"@type": "ContactPoint", "contactType": "customer service", **known}} if known else {}),
    }


def _address(office: Office) -> dict[str, str]:
    seat = office.seat or {}
    given = {"streetAddress": seat.get("street"), "postalCode": seat.get("postalCode"), "addressLocality": seat.get("city")}
    known = {name: value for name, value in given.items() if value}
    return {"@type": "PostalAddress", **known, "addressCountry": "DE"} if known else {}
