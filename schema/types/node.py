"""What every node has: an ID, where its facts come from, text in a language."""

from datetime import date

import strawberry
from strawberry import field

from graph.vocabulary import Language, VerificationStatus


@strawberry.interface(description="Anything that can be fetched again by its ID.")
class Node:
    id: strawberry.ID = field(description="Global, opaque, stable.")


@strawberry.type(description="Text and the language it is in: what exists only in German says so (Text mit Sprache).")
class LocalizedText:
    value: str = field(description="The text.")
    lang: Language = field(description="The language of the text, which may differ from the one asked for.")


@strawberry.type(description="Where facts come from (Quelle).")
class Source(Node):
    key: str = field(description="Short stable name, as used in the data files.")
    title: str = field(description="Title of the source.")
    url: str | None = field(description="Address on the web, where known.")
    publisher: str | None = field(description="Who published it.")
    published_at: date | None = field(description="Day of publication.")
    retrieved_at: date | None = field(description="Day on which it was read for this directory.")
    licence: str | None = field(description="Under which terms the facts may be used.")
    note: str | None = field(description="What else a reader should know.")


@strawberry.type(description="How a fact is known and when it holds (Nachweis).")
class Provenance:
    source: Source | None = field(description="Where the fact comes from.")
    verified_at: date | None = field(description="Day on which somebody looked; null if nobody has.")
    review_due: date | None = field(description="Day from which it should be looked at again.")
    valid_from: date | None = field(description="First day on which it holds; null if that isn't known or always was.")
    valid_to: date | None = field(description="First day on which it no longer holds; null while it is open.")
    status: VerificationStatus = field(description="How sure the fact is on the asked day.")


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = field(description="Whether there is more after this page.")
    has_previous_page: bool = field(
        description="Whether there is something before this page, as far as that is known without another search."
    )
    start_cursor: str | None = field(description="Cursor of the first entry.")
    end_cursor: str | None = field(description="Cursor of the last entry.")
