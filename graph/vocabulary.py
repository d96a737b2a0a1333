"""The closed vocabularies of the field: each term with its meaning and the German word people use for it.

The seed checks, the filters and the GraphQL enums all read these classes, so a new term is one line.
"""

from enum import Enum
from typing import Self


class Term(str, Enum):  # noqa: UP042  a StrEnum would take the meaning for an encoding
    """One word of a vocabulary. Equal to its own name as a string; `meaning` is what people read."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Self:
        """A term that is its own value."""
        term = str.__new__(cls, value)
        term._value_ = value
        term.meaning = meaning
        return term


class ActorKind(Term):
    """What kind of actor a node is (Akteursart)."""

    ORGANIZATION = "ORGANIZATION", "A body with an office: chamber, authority, association, provider (Organisation)."
    PROJECT = "PROJECT", "Work with a beginning and an end (Projekt)."
    PROGRAMME = "PROGRAMME", "A funding programme that carries projects (Förderprogramm)."
    NETWORK = "NETWORK", "An alliance of actors (Bündnis, Netzwerk)."


class OrganizationType(Term):
    """What an organization is (Art der Organisation)."""

    CHAMBER_IHK = "CHAMBER_IHK", "Chamber of Industry and Commerce (Industrie- und Handelskammer)."
    CHAMBER_HWK = "CHAMBER_HWK", "Chamber of Skilled Crafts (Handwerkskammer)."
    RECOGNITION_BODY = "RECOGNITION_BODY", "Central body that decides on recognition, such as IHK FOSA (Anerkennungsstelle)."
    EMPLOYMENT_AGENCY = "EMPLOYMENT_AGENCY", "Local employment agency (Agentur für Arbeit)."
    REGIONAL_DIRECTORATE = "REGIONAL_DIRECTORATE", "Regional directorate of the Federal Employment Agency (Regionaldirektion)."
    JOBCENTER = "JOBCENTER", "Jobcenter: basic income support for job-seekers, SGB II (Jobcenter)."
    INTEGRATION_POINT = "INTEGRATION_POINT", "Joint contact point of Agentur für Arbeit and Jobcenter (Integration Point)."
    MUNICIPAL_INTEGRATION_CENTRE = "MUNICIPAL_INTEGRATION_CENTRE", "Municipal integration centre (Kommunales Integrationszentrum)."
    IMMIGRATION_OFFICE = "IMMIGRATION_OFFICE", "Immigration office (Ausländerbehörde)."
    MUNICIPALITY = "MUNICIPALITY", "Town or municipality (Stadt, Gemeinde)."
    DISTRICT = "DISTRICT", "Administration of a Kreis (Landkreis, Kreisverwaltung)."
    MINISTRY = "MINISTRY", "Ministry or government of the Federation, a Land or the EU (Ministerium, Regierung)."
    REGIONAL_DEVELOPMENT_OFFICE = (
        "REGIONAL_DEVELOPMENT_OFFICE",
        "Office for regional development in Niedersachsen (Amt für regionale Landesentwicklung).",
    )
    REGIONAL_AGENCY = "REGIONAL_AGENCY", "Regional agency for labour policy in Nordrhein-Westfalen (Regionalagentur)."
    EDUCATION_PROVIDER = "EDUCATION_PROVIDER", "Provider of education and training (Bildungsträger)."
    VOCATIONAL_SCHOOL = "VOCATIONAL_SCHOOL", "Vocational school (Berufsbildende Schule)."
    WELFARE_ASSOCIATION = "WELFARE_ASSOCIATION", "Welfare association (Wohlfahrtsverband)."
    UNION = "UNION", "Trade union or its federation (Gewerkschaft)."
    CHURCH = "CHURCH", "Church (Kirche)."
    EMPLOYERS_ASSOCIATION = "EMPLOYERS_ASSOCIATION", "Employers' association (Unternehmerverband)."
    CHAMBER_ASSOCIATION = "CHAMBER_ASSOCIATION", "Association of chambers, such as IHK NRW or WHKT (Kammerverband)."
    COMPANY = "COMPANY", "Company (Unternehmen)."
    INITIATIVE = "INITIATIVE", "Voluntary or civil initiative (Initiative)."
    ADVICE_NETWORK = "ADVICE_NETWORK", "Network of advice centres (Beratungsnetzwerk)."


class ActionField(Term):
    """What is done for people or companies (Handlungsfeld)."""

    LANGUAGE = "LANGUAGE", "Learning German (Sprachförderung)."
    SKILLS_ASSESSMENT = "SKILLS_ASSESSMENT", "Finding out what somebody can do (Kompetenzfeststellung)."
    RECOGNITION = "RECOGNITION", "Recognition of foreign vocational qualifications (Berufsanerkennung)."
    WORK_READINESS = "WORK_READINESS", "Getting fit for working life (Fit für den Arbeitsalltag)."
    INTERNSHIP = "INTERNSHIP", "Internships (Praktikum)."
    ENTRY_QUALIFICATION = "ENTRY_QUALIFICATION", "Entry qualification before training (Einstiegsqualifizierung)."
    TRAINING = "TRAINING", "Vocational training (Ausbildung)."
    EMPLOYMENT = "EMPLOYMENT", "Employment subject to social insurance (sozialversicherungspflichtige Beschäftigung)."
    MATCHING = "MATCHING", "Bringing companies and people together (Vermittlung, Matching)."
    EMPLOYER_ADVICE = "EMPLOYER_ADVICE", "Advice for companies (Beratung von Betrieben)."
    LEGAL_STATUS = "LEGAL_STATUS", "Residence and permission to work (Aufenthalt, Arbeitserlaubnis)."
    SOCIAL_COUNSELLING = "SOCIAL_COUNSELLING", "Social and migration counselling (Sozial- und Migrationsberatung)."
    MOBILITY = "MOBILITY", "Getting to work or training (Mobilität)."


class TargetGroup(Term):
    """For whom (Zielgruppe)."""

    COMPANIES = "COMPANIES", "Companies (Betriebe)."
    YOUTH_U25 = "YOUTH_U25", "Young people under 25 (Jugendliche unter 25)."
    ASYLUM_SEEKERS = "ASYLUM_SEEKERS", "People whose asylum procedure is open (Asylsuchende)."
    TOLERATED = "TOLERATED", "People with a tolerated stay (Geduldete)."
    RECOGNISED_REFUGEES = "RECOGNISED_REFUGEES", "Recognised refugees (anerkannte Geflüchtete)."


class LegalRegime(Term):
    """The law under which a person receives benefits (Rechtskreis)."""

    ASYLBLG = "ASYLBLG", "Asylum Seekers' Benefits Act (Asylbewerberleistungsgesetz)."
    SGB_II = "SGB_II", "Social Code, Book II: basic income support (SGB II, Jobcenter)."
    SGB_III = "SGB_III", "Social Code, Book III: employment promotion (SGB III, Agentur für Arbeit)."


class OccupationGroup(Term):
    """Which body is concerned with an occupation (Berufsgruppe)."""

    IHK_OCCUPATION = "IHK_OCCUPATION", "Industry, trade, office, hospitality (IHK-Berufe)."
    CRAFT = "CRAFT", "Skilled crafts (Handwerk)."
    REGULATED = "REGULATED", "Regulated professions, such as health (reglementierte Berufe)."
    ACADEMIC = "ACADEMIC", "Academic professions that are not regulated (akademische Berufe)."


class RegionLevel(Term):
    """The level of a region (Gebietsebene)."""

    COUNTRY = "COUNTRY", "Germany (Deutschland)."
    LAND = "LAND", "Federal state, NUTS 1 (Land)."
    GOVERNMENT_DISTRICT = "GOVERNMENT_DISTRICT", "Regierungsbezirk, or Amt für regionale Landesentwicklung in Niedersachsen."
    KREIS = "KREIS", "Landkreis or kreisfreie Stadt, NUTS 3 (Kreis)."
    MUNICIPALITY = "MUNICIPALITY", "Town or municipality (Gemeinde)."
    CHAMBER_DISTRICT = "CHAMBER_DISTRICT", "District of a chamber, made of Kreise (Kammerbezirk)."
    AGENCY_DISTRICT = "AGENCY_DISTRICT", "District of an employment agency, made of Kreise (Agenturbezirk)."


class ResponsibilityRole(Term):
    """The part that an actor has in a field (Rolle)."""

    DECIDES = "DECIDES", "Takes the application and decides (entscheidet)."
    PROVIDES = "PROVIDES", "Offers the service itself (bietet an)."
    ADVISES = "ADVISES", "Advises and refers on; doesn't decide (berät)."


class TieType(Term):
    """How two actors are tied, read from the first to the second (Beziehung)."""

    REFERS_TO = "REFERS_TO", "Sends people on to (verweist an)."
    DELEGATES_TO = "DELEGATES_TO", "Has handed a task over to (überträgt an)."
    COOPERATES_WITH = "COOPERATES_WITH", "Works together with (kooperiert mit)."
    FUNDS = "FUNDS", "Pays for (fördert)."
    CARRIED_BY = "CARRIED_BY", "Is run by (wird getragen von; Träger)."
    HOSTED_BY = "HOSTED_BY", "Is based at (ist angesiedelt bei)."
    MEMBER_OF = "MEMBER_OF", "Is a member of (ist Mitglied von)."
    COORDINATES = "COORDINATES", "Coordinates (koordiniert)."
    SUCCEEDED_BY = "SUCCEEDED_BY", "Is succeeded by (Nachfolger ist)."
    PART_OF_ACTOR = "PART_OF_ACTOR", "Is a part of a larger actor (gehört zu)."


class TieDirection(Term):
    """From whose side a tie is read (Richtung)."""

    OUT = "OUT", "From this actor to others."
    IN = "IN", "From others to this actor."
    BOTH = "BOTH", "Both ways, outgoing first."


class VerificationStatus(Term):
    """How sure a fact is on the asked day (Prüfstand)."""

    VERIFIED = "VERIFIED", "Somebody has looked at the source (geprüft)."
    UNVERIFIED = "UNVERIFIED", "Recorded, but nobody has looked yet (nicht geprüft)."
    EXPIRED = "EXPIRED", "Its validity has ended, or its review is overdue (abgelaufen)."


class ProjectStatus(Term):
    """Where a project or programme stands on the asked day (Stand)."""

    PLANNED = "PLANNED", "Has not begun (geplant)."
    RUNNING = "RUNNING", "Is under way (läuft)."
    ENDED = "ENDED", "Has ended (beendet)."


class ContactRole(Term):
    """The function of a contact: contacts are functions first, persons second (Funktion)."""

    OFFICE = "OFFICE", "The general number or page of the office (Zentrale, Geschäftsstelle)."
    RECOGNITION_ADVICE = "RECOGNITION_ADVICE", "Advice on recognition (Anerkennungsberatung)."
    EMPLOYER_SERVICE = "EMPLOYER_SERVICE", "Service for employers (Arbeitgeber-Service)."
    WELCOME_GUIDE = "WELCOME_GUIDE", "Guide for companies and refugees (Willkommenslotse)."
    COORDINATION = "COORDINATION", "Coordination of a project or alliance (Koordination)."
    PRESS = "PRESS", "Press office (Pressestelle)."


class LocationRole(Term):
    """What a location is for (Art des Standorts)."""

    HEAD_OFFICE = "HEAD_OFFICE", "Seat or main office (Hauptsitz)."
    BRANCH = "BRANCH", "Further office (Nebenstelle)."
    VENUE = "VENUE", "Where an event takes place (Veranstaltungsort)."


class Precision(Term):
    """What the coordinates of a location stand for (Genauigkeit)."""

    ADDRESS = "ADDRESS", "The house."
    POSTAL_CODE = "POSTAL_CODE", "The middle of the postal code area: a distance is approximate."
    MUNICIPALITY = "MUNICIPALITY", "The middle of the municipality: a distance is approximate."


class Measure(Term):
    """What a declared figure counts (Kennzahl)."""

    PROJECTS = "PROJECTS", "Projects (Projekte)."
    OFFERS = "OFFERS", "Offers or places (Angebote, Plätze)."
    JOB_SEEKERS = "JOB_SEEKERS", "Job-seekers (Arbeitsuchende)."
    PARTICIPANTS = "PARTICIPANTS", "Participants (Teilnehmende)."


class Visibility(Term):
    """Who may see a fact (Sichtbarkeit)."""

    PUBLIC = "PUBLIC", "Everybody."
    INTERNAL = "INTERNAL", "Coordinators only: never in a public answer."


class Language(Term):
    """Languages of content (Sprache), by ISO 639-1."""

    DE = "DE", "German (Deutsch)."
    EN = "EN", "English (Englisch)."


class LookResult(Term):
    """What somebody found who looked for actors of a field in a region (Fund)."""

    NOBODY = "NOBODY", "Looked, and there is nobody (niemand)."
    SOMEBODY = "SOMEBODY", "Looked, and there is somebody, who may not be recorded yet (jemand)."


class CoverageStatus(Term):
    """Whether a field is covered in a region (Abdeckung)."""

    COVERED = "COVERED", "By an actor that is seated there and decides or provides (abgedeckt)."
    COVERED_FROM_OUTSIDE = "COVERED_FROM_OUTSIDE", "Only by actors that are seated elsewhere (von außerhalb abgedeckt)."
    ABSENT = "ABSENT", "Somebody looked and found nobody (fehlt)."
    UNKNOWN = "UNKNOWN", "Nobody is recorded and nobody has looked; not a gap (unbekannt)."


class GapKind(Term):
    """What is missing in the network (Art der Lücke)."""

    UNCOVERED = "UNCOVERED", "Nobody covers a field in a Kreis, and somebody has looked (nicht abgedeckt)."
    MISSING_TIE = "MISSING_TIE", "Two actors of the same Kreis and field aren't tied, though others like them are (fehlende Beziehung)."
    SINGLE_POINT_OF_FAILURE = (
        "SINGLE_POINT_OF_FAILURE",
        "An actor, or a tie, without which others are cut off from the network (einzige Verbindung).",
    )
    DISTANCE_DESERT = "DISTANCE_DESERT", "Who covers a field is far from many people (weite Wege)."
    DECLARED_NOT_RECORDED = (
        "DECLARED_NOT_RECORDED",
        "A programme declares more projects than are recorded; or somebody was found and isn't recorded (angegeben, nicht erfasst).",
    )
    DUE_FOR_REVIEW = "DUE_FOR_REVIEW", "An actor or a tie should be looked at again (Prüfung fällig)."
    ONLY_ONE_CONTACT = "ONLY_ONE_CONTACT", "An actor has a single recorded contact (nur eine Ansprechstelle)."


class Severity(Term):
    """How much a gap weighs, by a rule for each kind (Gewicht)."""

    HIGH = "HIGH", "Look at this first (hoch)."
    MEDIUM = "MEDIUM", "Worth planning for (mittel)."
    LOW = "LOW", "Good to know (gering)."


class ReportField(Term):
    """What is wrong by a report (was nicht stimmt)."""

    PHONE = "PHONE", "The phone number (Telefon)."
    WEBSITE = "WEBSITE", "The website or e-mail address (Website, E-Mail)."
    ADDRESS = "ADDRESS", "The address or the opening hours (Anschrift, Sprechzeiten)."
    RESPONSIBILITY = "RESPONSIBILITY", "The office isn't responsible (Zuständigkeit)."
    CLOSED = "CLOSED", "The office or the offer doesn't exist any more (gibt es nicht mehr)."
    MISSING = "MISSING", "An office or an offer isn't recorded (fehlt)."
    OTHER = "OTHER", "Something else (etwas anderes)."


class Reach(Term):
    """How far an office answers for the concern (Reichweite)."""

    LOCAL = "LOCAL", "For Kreise, municipalities, or the district of a chamber or an agency (örtlich)."
    LAND = "LAND", "For a whole Land (landesweit)."
    COUNTRY = "COUNTRY", "For all of Germany (bundesweit)."


class Direction(Term):
    """Which way a list is ordered (Sortierung)."""

    ASC = "ASC", "Upwards."
    DESC = "DESC", "Downwards."
