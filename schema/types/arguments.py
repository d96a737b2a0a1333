"""Arguments that many fields share."""

from typing import Annotated

import strawberry

from graph.vocabulary import Language

First = Annotated[int | None, strawberry.argument(description="At most this many, 0 to 100.")]
Lang = Annotated[Language, strawberry.argument(description="The language that is wanted; answered in German where it doesn't exist.")]
