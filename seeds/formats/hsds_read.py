"""From HSDS to entries: an organization with its locations, contacts and services is an actor with its parts.

What this directory wrote itself comes back as it was. Of others' lists only what they state is taken: a service becomes a
responsibility where it names an action field and a region, and a person's name is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from graph.vocabulary import ActionField, ContactRole, LocationRole, ResponsibilityRole, TieType
from seeds.formats.hsds_attributes import PARENT, SCHEME, cells_of
from seeds.formats.hsds_models import Attribute, Contact, Location, Organization, Service
from seeds.formats.nodes import Told
from seeds.rows.entries import Entry, Value
from seeds.rows.problems import Problem, Severity
from seeds.rows.spelling import slug_of

_FIELDS: Final = frozenset(term.value for term in ActionField)
Cells = dict[str, Value]


@dataclass
class HsdsReader:
    """Reads items one after the other. *organization_type*: of organizations that don't state theirs (HSDS has no field for it)."""

    dataset: str
    organization_type: str | None
    problems: list[Problem]
    _slugs: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)
    _parents: list[tuple[Told, str, str, Cells]] = field(default_factory=list)

    def entries(self, item: Told) -> Iterator[Entry]:
        """What *item*, an organization or a service with its organization, says. Wrong values are problems, and the item is left out."""
        organization = self._validated(item)
        if organization is None:
            return
        known = organization.id in self._slugs
        slug, own = self._slug(organization)
        common: Cells = {} if own else {"source": self._source()}
        if not own and not known:
            yield from self._stated_source(item)
        if not known:
            yield self._actor(item, organization, slug, common)
            for contact in organization.contacts:
                yield self._contact(item, contact, slug, common)
            if not own and (organization.phones or organization.email or organization.website):
                yield self._office(item, organization, slug, common)
        for place, location in enumerate(organization.locations):
            if location.id not in self._seen:
                self._seen.add(location.id)
                yield self._location(item, location, slug, common, first=place == 0 and not known)
        for service in organization.services:
            yield from self._service(item, service, slug, common)
        if organization.parent_organization_id and not known:
            told = cells_of(organization.attributes, link_type=PARENT)
            self._parents.append((item, slug, organization.parent_organization_id, {**common, **told}))

    def ties(self) -> Iterator[Entry]:
        """The ties from parts to their parents, once all items have been read."""
        for item, slug, parent, cells in self._parents:
            if parent in self._slugs:
                yield _entry("tie", item, {**cells, "from": slug, "type": TieType.PART_OF_ACTOR.value, "to": self._slugs[parent]})
            else:
                self._tell(item, "parent_organization_id", parent, "there is no organization with this id here", "error")

    def _validated(self, item: Told) -> Organization | None:
        try:
            if "status" not in item and "organization" not in item:
                return Organization.model_validate(item)
            service = Service.model_validate(item)
        except ValidationError as error:
            self.problems += (_problem(item, detail) for detail in error.errors(include_url=False))
            return None
        if service.organization is None:
            self._tell(item, "organization", "", "a service must hold its organization", "error")
            return None
        places = [at.location for at in service.service_at_locations if at.location]
        whole = {"services": [service], "locations": [*service.organization.locations, *places]}
        return service.organization.model_copy(update=whole)

    def _slug(self, organization: Organization) -> tuple[str, bool]:
        """The slug, and whether it was given by this directory."""
        stated = [
            i.identifier for i in organization.organization_identifiers if (i.identifier_scheme, i.identifier_type) == (SCHEME, "slug")
        ]
        if organization.id not in self._slugs:
            slug = stated[0] or "" if stated else slug_of(organization.name)
            if slug in self._taken and not stated:
                slug = f"{slug}-{slug_of(organization.id)[:8]}"
            self._taken.add(slug)
            self._slugs[organization.id] = slug
        return self._slugs[organization.id], bool(stated)

    def _source(self) -> str:
        return f"import-{self.dataset}"

    def _stated_source(self, item: Told) -> Iterator[Entry]:
        if self._source() not in self._seen:
            self._seen.add(self._source())
            yield _entry("source", item, {"id": self._source(), "title": f"Open Referral file {item.file}"})

    def _actor(self, item: Told, organization: Organization, slug: str, common: Cells) -> Entry:
        cells = cells_of(organization.attributes)
        kind = cells.pop("kind", "organization")
        if kind == "organization" and "type" not in cells and self.organization_type:
            cells["type"] = self.organization_type
        known = [i.identifier or "" for i in organization.organization_identifiers if i.identifier_type == "external id"]
        stated: Cells = {"slug": slug, "name": organization.name, "description_de": organization.description, "external_ids": known}
        return _entry(str(kind), item, {**common, **_without_nothing(stated), **cells})

    def _contact(self, item: Told, contact: Contact, slug: str, common: Cells) -> Entry:
        cells = cells_of(contact.attributes)
        phone = contact.phones[0].number if contact.phones else None
        stated: Cells = {"owner": slug, "email": contact.email, "phone": phone, "label_de": contact.department or contact.title}
        if "role" in cells:
            stated["name"] = contact.name
        elif contact.name:
            self._tell(item, "contacts.name", "", "a person's name is not taken over without its legal basis and its last day", "warning")
        return _entry("contact", item, {**common, "role": ContactRole.OFFICE.value, **_without_nothing(stated), **cells})

    def _office(self, item: Told, organization: Organization, slug: str, common: Cells) -> Entry:
        phone = organization.phones[0].number if organization.phones else None
        stated: Cells = {"owner": slug, "phone": phone, "email": organization.email, "website": organization.website}
        return _entry("contact", item, {**common, "role": ContactRole.OFFICE.value, **_without_nothing(stated)})

    def _location(self, item: Told, location: Location, slug: str, common: Cells, *, first: bool) -> Entry:
        stated: Cells = {"owner": slug, "name": location.name, "lat": _number(location.latitude), "lon": _number(location.longitude)}
        for address in location.addresses[:1]:
            stated |= {"street": address.address_1, "city": address.city, "postal_code": address.postal_code}
        role = (LocationRole.HEAD_OFFICE if first else LocationRole.BRANCH).value
        return _entry("location", item, {**common, "role": role, **_without_nothing(stated), **cells_of(location.attributes)})

    def _service(self, item: Told, service: Service, slug: str, common: Cells) -> Iterator[Entry]:
        cells = {"action_fields": _action_fields(service.attributes), **cells_of(service.attributes)}
        regions: list[str] = [area.extent or area.name or "" for area in service.service_areas]
        for column, value, cause in (
            ("attributes", cells["action_fields"], "names no action field"),
            ("service_areas", regions, "names no region"),
        ):
            if not value:
                self._tell(
                    item, f"services.{column}", service.name or service.id, f"the service {cause} of ours, and is left out", "warning"
                )
                return
        stated: Cells = {
            "owner": slug,
            "regions": regions,
            "conditions": service.eligibility_description,
            "verified_at": service.assured_date,
        }
        stated |= {"age_min": _number(service.minimum_age), "age_max": _number(service.maximum_age)}
        yield _entry("responsibility", item, {**common, "role": ResponsibilityRole.PROVIDES.value, **_without_nothing(stated), **cells})

    def _tell(self, item: Told, column: str, value: str, cause: str, severity: Severity) -> None:
        self.problems.append(Problem(item.file, item.line, column, value, cause, severity))


def _entry(kind: str, item: Told, cells: Cells) -> Entry:
    return Entry(kind, item.file, item.line, cells)


def _without_nothing(cells: Cells) -> Cells:
    return {column: value for column, value in cells.items() if value}


def _number(value: float | None) -> str | None:
    return None if value is None else repr(int(value) if value == int(value) else value)


def _action_fields(attributes: list[Attribute]) -> Value:
    """Terms of whatever taxonomy that are called like one of ours."""
    names = [
        str(name).upper().replace(" ", "_") for a in attributes if a.taxonomy_term for name in (a.taxonomy_term.code, a.taxonomy_term.name)
    ]
    return [name for name in dict.fromkeys(names) if name in _FIELDS]


def _problem(item: Told, detail: Any) -> Problem:
    """Where the wrong value stands: at the line of the innermost object that is known."""
    at: Any = item
    file, line = item.file, item.line
    for step in detail["loc"]:
        line = at.lines.get(step, at.line) if isinstance(at, Told) else line
        at = at[step] if isinstance(at, list | dict) and (step in at if isinstance(at, dict) else True) else None
        if isinstance(at, Told):
            file, line = at.file, at.line
    value = detail["input"] if isinstance(detail["input"], str | int | float) else ""
    return Problem(file, line, ".".join(map(str, detail["loc"])), str(value), detail["msg"])
