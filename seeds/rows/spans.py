"""Times in which something holds: from a day up to, and without, another."""

from collections.abc import Iterable
from typing import NamedTuple

from graph.fields import FIRST_DAY, LAST_DAY
from seeds.rows.row import Row


class Span(NamedTuple):
    """ISO days; *end* is the first day on which it doesn't hold any more. Open by default."""

    start: str = FIRST_DAY
    end: str = LAST_DAY

    def cells(self) -> dict[str, str]:
        """As the columns `valid_from` and `valid_to`, without what is open."""
        known = {"valid_from": self.start if self.start != FIRST_DAY else "", "valid_to": self.end if self.end != LAST_DAY else ""}
        return {name: day for name, day in known.items() if day}


def span_of(row: Row) -> Span:
    """The validity that *row* states."""
    return Span(row["valid_from"] or FIRST_DAY, row["valid_to"] or LAST_DAY)


def overlap(*spans: Span) -> Span | None:
    """When all hold; None when there is no such day."""
    common = Span(max(span.start for span in spans), min(span.end for span in spans))
    return common if common.start < common.end else None


def joined(spans: Iterable[Span]) -> list[Span]:
    """When any holds, in order, as few spans as possible."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def without(span: Span, gaps: Iterable[Span]) -> list[Span]:
    """When *span* holds and none of *gaps*, in order; empty when they leave no day."""
    left: list[Span] = []
    start = span.start
    for gap in joined(gaps):
        if gap.end <= start or gap.start >= span.end:
            continue
        if gap.start > start:
            left.append(Span(start, gap.start))
        start = max(start, gap.end)
    if start < span.end:
        left.append(Span(start, span.end))
    return left
