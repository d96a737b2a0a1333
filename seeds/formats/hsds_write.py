"""From an actor and its parts to an organization of HSDS 3.x, in nested form."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from seeds.formats.hsds_attributes import PARENT, SCHEME, attributes_of, uuid_of

Values = dict[str, Any]

OWNED: Final = ("location", "contact", "responsibility")
"""Parts that HSDS holds."""
HELD: Final = ("organization", "project", "programme", "network", *OWNED)
"""Kinds of row that HSDS holds."""


@dataclass(frozen=True, slots=True)
class Whole:
    """An actor of *kind* with its parts by kind, and the tie to the whole that it is a part of."""

    kind: str
    values: Values
    parts: dict[str, list[Values]] = field(default_factory=dict)
    parent: Values | None = None


def organization(whole: Whole, *, label: Callable[[str], str], today: str) -> Values:
    """*whole* as HSDS has it. *label*: the name of a region by its key; *today*: the ISO day by which a service is active or not."""
    values, id_ = whole.values, uuid_of(whole.values["slug"])
    contacts = whole.parts.get("contact", [])
    attributes = attributes_of(
        whole.kind, {"kind": whole.kind, **values}, leave=("slug", "name", "description_de", "external_ids"), link=("organization", id_)
    )
    found: Values = {"id": id_, "name": values["name"], "description": values.get("description_de", "")}
    if website := next((contact["website"] for contact in contacts if "website" in contact), None):
        found["website"] = website
    if parent := whole.parent:
        found["parent_organization_id"] = uuid_of(parent["to"])
        attributes += attributes_of("tie", parent, leave=("from", "type", "to"), link=("organization", id_), link_type=PARENT)
    return {
        **found,
        "organization_identifiers": _identifiers(values, id_),
        "contacts": [_contact(contact, id_) for contact in contacts],
        "locations": [_location(location, id_, label) for location in whole.parts.get("location", [])],
        "services": [_service(duty, id_, label, today) for duty in whole.parts.get("responsibility", [])],
        "attributes": attributes,
    }


def _identifiers(values: Values, organization_id: str) -> list[Values]:
    known = [("slug", values["slug"]), *(("external id", external) for external in values.get("external_ids", ()))]
    return [
        {
            "id": uuid_of(organization_id, kind, text),
            "organization_id": organization_id,
            "identifier_scheme": SCHEME,
            "identifier_type": kind,
            "identifier": text,
        }
        for kind, text in known
    ]


def _contact(values: Values, organization_id: str) -> Values:
    id_ = uuid_of("contact", values["id"])
    attributes = attributes_of("contact", values, leave=("owner", "name", "label_de", "email", "phone"), link=("contact", id_))
    columns = {"name": "name", "label_de": "department", "email": "email"}
    found = {theirs: values[ours] for ours, theirs in columns.items() if ours in values}
    phones = [{"id": uuid_of(id_, "phone"), "contact_id": id_, "number": values["phone"]}] if "phone" in values else []
    return {"id": id_, "organization_id": organization_id, **found, "phones": phones, "attributes": attributes}


def _location(values: Values, organization_id: str, label: Callable[[str], str]) -> Values:
    id_ = uuid_of("location", values["id"])
    of_address = ("street", "city", "postal_code")
    attributes = attributes_of("location", values, leave=("owner", "name", "lat", "lon", *of_address), link=("location", id_))
    columns = {"name": "name", "lat": "latitude", "lon": "longitude"}
    found = {theirs: values[ours] for ours, theirs in columns.items() if ours in values}
    address = {
        "id": uuid_of(id_, "address"),
        "location_id": id_,
        "address_1": values.get("street", ""),
        "city": values.get("city", ""),
        "state_province": label(values.get("region", "")[:2]),
        "postal_code": values.get("postal_code", ""),
        "country": "DE",
        "address_type": "physical",
    }
    addresses = [address] if any(column in values for column in of_address) else []
    told = {"organization_id": organization_id, "location_type": "physical", **found}
    return {"id": id_, **told, "addresses": addresses, "attributes": attributes}


def _service(values: Values, organization_id: str, label: Callable[[str], str], today: str) -> Values:
    id_ = uuid_of("service", values["id"])
    columns = {"conditions": "eligibility_description", "age_min": "minimum_age", "age_max": "maximum_age", "verified_at": "assured_date"}
    attributes = attributes_of("responsibility", values, leave=("owner", "regions", *columns), link=("service", id_))
    fields = ", ".join(values["action_fields"])
    areas = [
        {"id": uuid_of(id_, "area", key), "service_id": id_, "name": label(key), "extent": key, "extent_type": "text"}
        for key in values["regions"]
    ]
    ended = values.get("valid_to", today) < today or values.get("valid_from", "") > today
    return {
        "id": id_,
        "organization_id": organization_id,
        "name": f"{fields} ({values['role']})",
        "status": "inactive" if ended else "active",
        **{theirs: values[ours] for ours, theirs in columns.items() if ours in values},
        "service_areas": areas,
        "attributes": attributes,
    }
