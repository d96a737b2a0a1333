"""Which responsibilities an office has by its type: the rules of `rules/responsibility_rules.csv`, over its area."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from graph.vocabulary import OrganizationType
from seeds.rows.entries import Value
from seeds.rows.kinds import KINDS
from seeds.rows.regions import Regions
from seeds.rows.row import Row
from seeds.rows.spans import Span, overlap, span_of
from seeds.shipped.bases import weaker

_COPIED: Final = tuple(name for name in KINDS["responsibility"].columns if name in KINDS["responsibility_rule"].columns and name != "id")


@dataclass(frozen=True, slots=True)
class Area:
    """Regions that an office serves, and how that is known."""

    regions: tuple[str, ...]
    known_by: dict[str, Value]


class Duties:
    """The rules, and the dated changes of districts (*changes*) that cut an office's area into times."""

    def __init__(self, rules: Iterable[Row], *, changes: Iterable[Row], regions: Regions) -> None:
        self._rules: Final[dict[str, list[Row]]] = defaultdict(list)
        self._changes: Final[dict[str, list[Row]]] = defaultdict(list)
        self._regions: Final = regions
        for rule in rules:
            self._rules[rule["organization_type"]].append(rule)
        for change in changes:
            self._changes[change["actor"]].append(change)

    def of(self, slug: str, type_: OrganizationType, *, areas: list[Area]) -> Iterator[dict[str, Value]]:
        """The cells of each responsibility of *slug*, without its owner; none where no rule speaks of its type."""
        for rule in self._rules[type_.value]:
            if rule["only_actors"] and slug not in rule["only_actors"]:
                continue
            for area in areas:
                for span, regions in self._in_times(slug, area.regions):
                    common = overlap(span, span_of(rule))
                    if common:
                        yield _cells(rule, area, regions, common)

    def _in_times(self, slug: str, regions: tuple[str, ...]) -> Iterator[tuple[Span, tuple[str, ...]]]:
        """*regions*, cut where a Kreis of them joined or left on a day: first what always belonged, then what changed."""
        changes = [change for change in self._changes[slug] if any(change["region"] in self._regions.kreise_in(key) for key in regions)]
        if not changes:
            yield Span(), regions
            return
        by_span: dict[Span, list[str]] = defaultdict(list)
        for change in changes:
            by_span[span_of(change)].append(change["region"])
        moved = {change["region"] for change in changes}
        always = sorted(set().union(*(self._regions.kreise_in(key) for key in regions)) - moved)
        if always:
            yield Span(), tuple(always)
        for span, keys in sorted(by_span.items()):
            yield span, tuple(sorted(keys))


def _cells(rule: Row, area: Area, regions: tuple[str, ...], span: Span) -> dict[str, Value]:
    copied: dict[str, Value] = {name: _text(rule[name]) for name in _COPIED if rule[name] not in (None, [])}
    known_by = weaker({"source": rule["source"], "verified_at": rule["verified_at"]}, area.known_by)
    return {**copied, **known_by, **span.cells(), "rule": rule.key, "regions": list(regions)}


def _text(value: object) -> Value:
    return [str(one) for one in value] if isinstance(value, list) else str(value)
