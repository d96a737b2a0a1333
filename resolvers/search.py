"""Full-text search: what the index finds, put into an order that people expect and that is the same on every engine."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import snowballstemmer
from rapidfuzz import fuzz

from graph.errors import BadUserInput
from graph.keyset import Key, cursor, decoded
from graph.projection import Slots, bounded_first
from graph.reader import Days, Reader
from graph.search import Found, found_by_text, shown_hits
from graph.selection import Selection, node_selections, shaped
from resolvers.places.spelling import bare, folded

_ORDER: Final = (Key("{n}.score", descending=True), Key("{n}.id"))
_LONGEST: Final = 200
_WORDS: Final = 12
_WORD: Final = re.compile(r"\w+")
_ALIKE: Final = 75
_SHORT: Final = 3
"""Words up to so many letters are neither misspelt nor inflected."""
_QUOTED: Final = re.compile(r'["„“”]([^"„“”]+)["“”]')
_EXACT, _BEGINS, _WHOLE, _PREFIX, _STEM, _TYPO, _DESCRIBED, _STEM_DESCRIBED = 1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.4, 0.3
"""How much a hit counts: the exact name; a name that begins so; a word in the name: whole, begun, by its stem, misspelt; in the
description: begun, by its stem."""
_german = snowballstemmer.stemmer("german")


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
    phrases = [_plain(phrase) for phrase in _QUOTED.findall(question.text)]
    scored = [(-round(_score(one, words), 4), one.id, one) for one in found if _holds(one, phrases)]
    hits_of_all = sorted(hit for hit in scored if hit[0] < 0)
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
    """A query for the index from the words alone: each as it is, begun, or with one slip, in the word or in its stem.

    The index holds stems, and a slip may hide an ending. Nothing of its syntax can be typed.
    """
    asked: dict[str, None] = {}
    for word in _WORD.findall(text.lower())[:_WORDS]:
        asked |= dict.fromkeys((word, f"{word}*"))
        asked |= dict.fromkeys(f"{one}~1" for one in (word, _stem(folded(word))) if len(one) > _SHORT)
    return " OR ".join(asked)


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
    """Whether each phrase stands in a text, its words beside each other."""
    texts = [_plain(text) for text in (one.name, one.short_name, one.description_de, one.description_en) if text] if phrases else []
    return all(any(phrase in text for text in texts) for phrase in phrases)


def _plain(text: str) -> str:
    """The words of a text, with a space around each."""
    return f" {' '.join(_WORD.findall(folded(text)))} "


def _score(one: Found, words: Sequence[str]) -> float:
    """Between 0 and 1; 0 or less for what only the index takes for a hit. Every word counts alike."""
    scores = [_score_of(name, one, words) for name in (one.name, one.short_name) if name]
    return max(scores)


def _score_of(called: str, one: Found, words: Sequence[str]) -> float:
    name, text = _name_words(called), " ".join(words)
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


@lru_cache(maxsize=16_384)
def _stem(word: str) -> str:
    """The German stem of a folded word, umlauts as plain vowels, as the index has them."""
    return str(_german.stemWord(bare(word)))


def _met(word: str, name: Sequence[str]) -> float:
    """How well *word* is met by the words of a name; 0 if it isn't."""
    if word in name:
        return _WHOLE
    if any(part.startswith(word) for part in name):
        return _PREFIX
    if len(word) <= _SHORT:
        return 0.0
    if any(_stem(part) == _stem(word) for part in name):
        return _STEM
    return _TYPO if any(fuzz.ratio(word, part, score_cutoff=_ALIKE) for part in name) else 0.0


def _met_elsewhere(word: str, one: Found) -> float:
    """How well *word* is met by the descriptions."""
    described = folded(" ".join(filter(None, (one.description_de, one.description_en))))
    stem = _stem(word)
    # The word's characters first: to take a text apart is dear.
    if word not in described and stem not in bare(described):
        return 0.0
    parts = _WORD.findall(described)
    if any(part.startswith(word) for part in parts):
        return _DESCRIBED
    return _STEM_DESCRIBED if len(word) > _SHORT and any(_stem(part) == stem for part in parts if bare(part).startswith(stem)) else 0.0


def _highlights(one: Found, words: Sequence[str]) -> list[dict[str, str]]:
    """The texts in which words are met, these in double asterisks; the description in German, or else in English."""

    def marked(match: re.Match[str]) -> str:
        part = folded(match[0])
        met = _met(part, words) >= _TYPO or any(part.startswith(word) for word in words)
        return f"**{match[0]}**" if met else match[0]

    texts = (("name", one.name), ("shortName", one.short_name), ("description", one.description_de), ("description", one.description_en))
    found: dict[str, str] = {}
    for name, text in texts:
        if text and "**" in (shown := _WORD.sub(marked, text)):
            found.setdefault(name, shown)
    return [{"field": name, "text": text} for name, text in found.items()]
