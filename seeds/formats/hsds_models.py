"""What we read of Open Referral's Human Services Data Specification (HSDS 3.x): its objects, as far as they concern the directory.

Names and meanings are the specification's. Fields that we have no use for pass unread.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, FiniteFloat


def _nothing(value: Any) -> Any:
    # A table has no other way to say null.
    return None if value == "" else value


Text = Annotated[str | None, BeforeValidator(_nothing)]
Number = Annotated[FiniteFloat | None, BeforeValidator(_nothing)]
Age = Annotated[float | None, BeforeValidator(_nothing), Field(ge=0, le=150)]


class Model(BaseModel):
    """An object of HSDS."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    id: Annotated[str, Field(min_length=1)]


class TaxonomyTerm(Model):
    """A term of some classification."""

    code: Text = None
    name: Text = None
    taxonomy: Text = None


class Attribute(Model):
    """That a term holds for an object, perhaps with a *value*."""

    value: Text = None
    link_type: Text = None
    taxonomy_term: TaxonomyTerm | None = None


class Classified(Model):
    """An object that attributes can be attached to."""

    attributes: list[Attribute] = []


class Phone(Model):
    """A telephone number."""

    number: Annotated[str, Field(min_length=1)]


class Contact(Classified):
    """A person or function to turn to."""

    name: Text = None
    title: Text = None
    department: Text = None
    email: Text = None
    phones: list[Phone] = []


class Address(Model):
    """Where a location is, as people write it."""

    address_1: Text = None
    city: Text = None
    postal_code: Text = None


class Location(Classified):
    """A place."""

    location_type: Literal["physical", "postal", "virtual"] = "physical"
    name: Text = None
    latitude: Number = None
    longitude: Number = None
    addresses: list[Address] = []


class ServiceArea(Model):
    """Where a service is offered."""

    name: Text = None
    extent: Text = None


class ServiceAtLocation(Model):
    """That a service is offered at a location."""

    location: Location | None = None


class Service(Classified):
    """What an organization does for people."""

    name: Text = None
    status: Literal["active", "inactive", "defunct", "temporarily closed"] = "active"
    eligibility_description: Text = None
    minimum_age: Age = None
    maximum_age: Age = None
    assured_date: Text = None
    service_areas: list[ServiceArea] = []
    service_at_locations: list[ServiceAtLocation] = []
    organization: "Organization | None" = None


class Identifier(Model):
    """A number or name under which others know an organization."""

    identifier_scheme: Text = None
    identifier_type: Text = None
    identifier: Text = None


class Organization(Classified):
    """A body, with everything that belongs to it."""

    name: Annotated[str, Field(min_length=1)]
    description: Text = None
    email: Text = None
    website: Text = None
    parent_organization_id: Text = None
    contacts: list[Contact] = []
    phones: list[Phone] = []
    locations: list[Location] = []
    services: list[Service] = []
    organization_identifiers: list[Identifier] = []


Service.model_rebuild()
