"""Full-text search: what the index finds, put into an order that people expect and that is the same on every engine."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from rapidfuzz import fuzz

from graph.errors import BadUserInput
from graph.keyset import Key, cursor, decoded
from graph.projection import Slots, bounded_first
from graph.reader import Days, Reader
from graph.search import Found, found_by_text, shown_hits
from graph.selection import Selection, node_selections, shaped
from resolvers.places.spelling import folded

_ORDER: Final = (Key("{n}.score", descending=True), Key("{n}.id"))
_LONGEST: Final = 200
_WORDS: Final = 12
_WORD: Final = re.compile(r"\w+")
_ALIKE: Final = 75
_EXACT, _BEGINS, _WHOLE, _PREFIX, _TYPO, _DESCRIBED, _STEM = 1.0, 0.95, 0.9, 0.8, 0.6, 0.4, 0.2
"""How much a hit counts: the exact name; a name that begins so; a word: whole, begun, misspelt, in the description, only by its stem."""


@dataclass(frozen=True, slots=True)
class SearchQuestion:
    """What is searched for; *where* as `graph.search.found_by_text` takes it."""

    text: str
    where: Mapping[str, Any]
    first: int
    after: str | None


async def search(question: SearchQuestion, selections: tuple[Selection, ...], *, days: Days, reader: Reader) -> dict[str, Any]:
    """A connection of what *text* finds, best first; empty if nothing is found.

    The whole text as a name comes first, then names that begin so, then by how well each word is met; among equals by id.
    Words in quotation marks must stand together. Two statements: one finds, one shows. Raises `BadUserInput`.
    """
    bounded_first(question.first, "search")
    if len(question.text) > _LONGEST:
        raise BadUserInput(f"`text` may have {_LONGEST} characters, not {len(question.text)}.", argument="text", value=question.text[:50])
    words = _WORD.findall(folded(question.text))[:_WORDS]
    found = await found_by_text(_index_query(question.text), question.where, days=days, reader=reader) if words else []
    phrases = [folded(phrase) for phrase in re.findall(r'"([^"]+)"', question.text)]
    scored = [(-round(_score(one, words), 4), one.id, one) for one in found if _holds(one, phrases)]
    hits_of_all = sorted(hit for hit in scored if -hit[0] >= _STEM)
    start = _start(question.after)
    scored = [hit for hit in hits_of_all if hit[:2] > start]
    page = scored[: question.first]
    slots = Slots()
    for selected in node_selections(selections):
        slots.name(selected)
    rows = await shown_hits([one for *_, one in page], slots, days=days, reader=reader) if page else {}
    hits = [(-score, one, rows[one.id]) for score, _, one in page if one.id in rows]

    def edge(selection: Selection, score: float, one: Found, row: Mapping[str, Any]) -> dict[str, Any]:
        return shaped(
            selection.only,
            {
                "cursor": _cursor(score, one),
                "score": score,
                "highlights": lambda s: [shaped(s.only, highlight) for highlight in _highlights(one, words)],
                "node": lambda s: row[slots.name(s)],
            },
        )

    return shaped(
        selections,
        {
            "edges": lambda s: [edge(s, *hit) for hit in hits],
            "nodes": lambda s: [row[slots.name(s)] for _, _, row in hits],
            "totalCount": len(hits_of_all),
            "pageInfo": lambda s: shaped(
                s.only,
                {
                    "hasNextPage": len(scored) > question.first,
                    "hasPreviousPage": question.after is not None,
                    "startCursor": _cursor(*hits[0][:2]) if hits else None,
                    "endCursor": _cursor(*hits[-1][:2]) if hits else None,
                },
            ),
        },
    )


def _index_query(text: str) -> str:
    """A query for the index from the words alone: each as it is, begun, or with one slip. Nothing of its syntax can be typed."""
    words = _WORD.findall(text.lower())[:_WORDS]
    return " OR ".join(f"{word} OR {word}* OR {word}~1" if len(word) > 3 else f"{word} OR {word}*" for word in words)


def _start(after: str | None) -> tuple[float, str]:
    if after is None:
        return (-2.0, "")
    score, key = decoded(after, _ORDER, "after")
    if not isinstance(score, int | float) or not isinstance(key, str):
        raise BadUserInput(f"`after` is not a cursor of this list: {after!r}.", argument="after", value=after)
    return (-float(score), key)


def _cursor(score: float, one: Found) -> str:
    return cursor(_ORDER, [score, one.id])


def _holds(one: Found, phrases: Sequence[str]) -> bool:
    if not phrases:
        return True
    text = folded(" ".join(filter(None, (one.name, one.description_de, one.description_en))))
    return all(phrase in text for phrase in phrases)


def _score(one: Found, words: Sequence[str]) -> float:
    """Between 0 and 1. Every word counts alike; one that is met nowhere but by the index counts as its stem."""
    name, text = _name_words(one.name), " ".join(words)
    plain = " ".join(name)
    if plain == text:
        return _EXACT
    begins = _BEGINS if plain.startswith(text) else 0.0
    met = sum(_met(word, name) or _met_elsewhere(word, one) for word in words) / len(words)
    # Of names that meet the words alike, the shorter one says less besides.
    return max(begins, met * 0.99) - min(len(plain), 200) / 100_000


# Words are common to many names: one search meets hundreds of them, the next one mostly the same.
@lru_cache(maxsize=8_192)
def _name_words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(folded(name)))


def _met(word: str, name: Sequence[str]) -> float:
    """How well *word* is met by the words of a name; 0 if it isn't."""
    if word in name:
        return _WHOLE
    if any(part.startswith(word) for part in name):
        return _PREFIX
    return _TYPO if len(word) > 3 and any(fuzz.ratio(word, part, score_cutoff=_ALIKE) for part in name) else 0.0


def _met_elsewhere(word: str, one: Found) -> float:
    described = folded(" ".join(filter(None, (one.description_de, one.description_en))))
    # The word's characters first: to take a text apart is dear.
    return _DESCRIBED if word in described and any(part.startswith(word) for part in _WORD.findall(described)) else _STEM


def _highlights(one: Found, words: Sequence[str]) -> list[dict[str, str]]:
    """The texts in which words are met, these in double asterisks."""

    def marked(match: re.Match[str]) -> str:
        met = _met(folded(match[0]), words) >= _TYPO or any(folded(match[0]).startswith(word) for word in words)
        return f"**{match[0]}**" if met else match[0]

    texts = {"name": one.name, "description": one.description_de or ""}
    shown = ((name, _WORD.sub(marked, text)) for name, text in texts.items())
    return [{"field": name, "text": text} for name, text in shown if "**" in text]
