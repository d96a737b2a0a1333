"""The kinds of offices under the names that they have in Germany, in every language; and which of them are authorities."""

from collections.abc import Mapping
from typing import Final

TYPES: Final[Mapping[str, str]] = {
    "EMPLOYMENT_AGENCY": "Agentur für Arbeit",
    "REGIONAL_DEVELOPMENT_OFFICE": "Amt für regionale Landesentwicklung",
    "RECOGNITION_BODY": "Anerkennungsstelle",
    "IMMIGRATION_OFFICE": "Ausländerbehörde",
    "ADVICE_NETWORK": "Beratungsnetzwerk",
    "VOCATIONAL_SCHOOL": "Berufsbildende Schule",
    "EDUCATION_PROVIDER": "Bildungsträger",
    "UNION": "Gewerkschaft",
    "CHAMBER_HWK": "Handwerkskammer",
    "CHAMBER_IHK": "Industrie- und Handelskammer",
    "INITIATIVE": "Initiative",
    "INTEGRATION_POINT": "Integration Point",
    "JOBCENTER": "Jobcenter",
    "CHAMBER_ASSOCIATION": "Kammerverband",
    "CHURCH": "Kirche",
    "MUNICIPAL_INTEGRATION_CENTRE": "Kommunales Integrationszentrum",
    "DISTRICT": "Kreisverwaltung",
    "MINISTRY": "Ministerium, Regierung",
    "REGIONAL_AGENCY": "Regionalagentur",
    "REGIONAL_DIRECTORATE": "Regionaldirektion",
    "MUNICIPALITY": "Stadt, Gemeinde",
    "COMPANY": "Unternehmen",
    "EMPLOYERS_ASSOCIATION": "Unternehmerverband",
    "WELFARE_ASSOCIATION": "Wohlfahrtsverband",
}
"""By name."""

AUTHORITIES: Final = frozenset(
    {
        "EMPLOYMENT_AGENCY",
        "REGIONAL_DEVELOPMENT_OFFICE",
        "IMMIGRATION_OFFICE",
        "INTEGRATION_POINT",
        "JOBCENTER",
        "MUNICIPAL_INTEGRATION_CENTRE",
        "DISTRICT",
        "MINISTRY",
        "REGIONAL_DIRECTORATE",
        "MUNICIPALITY",
    }
)
"""Public offices, as schema.org's GovernmentOffice means them."""
