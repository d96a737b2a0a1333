"""What is shown of referral paths: every step of every path, in one statement."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString, NamedTuple, cast

from graph.fields import fits, live, seen, situation_parameters
from graph.nearest import contact_of
from graph.projection import Projection, Slots
from graph.reader import Days, Reader
from graph.selection import Selection
from graph.ties import LEADING

# Both ends are bound first: a pattern with both keys at once is ten times slower on ArcadeDB where an end is a hub. Only a sort between
# the two keeps Neo4j from merging them, and from reading everything that leads to a hub.
# Of parallel ties the freshest that holds counts, as in the search; the data may have changed since, so it is asked again.
_STEPS: Final = f"""CALL () {{{{ UNWIND $steps AS step
 MATCH (a:Actor {{{{id: step.a}}}}) MATCH (b:Actor {{{{id: step.b}}}}) WITH step, a, b ORDER BY step.n
 MATCH (a)-[t:{LEADING}]->(b) WHERE {{live_t}} AND {{live_b}} AND ($field IS NULL OR size(t.actionFields) = 0 OR $field IN t.actionFields)
  AND {fits("t", many=False)}
  AND (NOT step.checked OR (t.verifiedAt IS NOT NULL AND (t.reviewDue IS NULL OR t.reviewDue > $asOf)))
 WITH step, t, b ORDER BY step.n, coalesce(t.verifiedAt, '0001-01-01') DESC,
  coalesce(t.reviewDue, '9999-12-31') DESC, type(t), t.id
 WITH step.n AS n, collect(t)[0] AS t, b
 WITH t{{{{n: n, type: type(t), .conditions, .legalBasis, overdue: coalesce(t.reviewDue <= $asOf, false), slots: {{tie}}}}}} AS row
 ORDER BY row.n RETURN collect(row) AS ties }}}}
"""
_ACTORS: Final = """CALL () {{ UNWIND $actors AS id MATCH (b:Actor {{id: id}}) WHERE {seen_b}
 WITH b, {contact} AS c, COLLECT {{ MATCH (b)-[:HAS_RESPONSIBILITY]->(r:Responsibility) WHERE {live_r} AND $field IN r.actionFields
   AND {fits_r}
  WITH r ORDER BY CASE r.role WHEN 'ADVISES' THEN 1 ELSE 0 END, r.id LIMIT 20 RETURN r{{.role, .occupationGroups, .legalBasis}} }} AS parts
 WITH b{{.id, .name, parts: parts, actor: b{{{actor}}}, contact: c, provenance: {provenance}}} AS row RETURN collect(row) AS actors }}
RETURN ties, actors"""


class Hop(NamedTuple):
    """A tie from one actor to another, by their ids. *checked*: of parallel ones only what somebody has looked at counts."""

    near: str
    far: str
    checked: bool = False


class PathSlots:
    """Where a question on paths selects actors, contacts, and parts of ties."""

    def __init__(self) -> None:
        self.actor = Slots()
        self.contact = Slots()
        self.ties: list[Selection] = []
        self.provenances: list[Selection] = []

    def tie(self, selection: Selection) -> str:
        """The name of what is selected of a tie."""
        if selection not in self.ties:
            self.ties.append(selection)
        return f"t{self.ties.index(selection)}"

    def provenance(self, selection: Selection) -> str:
        """The name of a step's provenance: the tie's, or the actor's own at the start."""
        if selection not in self.provenances:
            self.provenances.append(selection)
        return f"p{self.provenances.index(selection)}"


async def shown_steps(
    hops: Sequence[Hop], actors: Sequence[str], slots: PathSlots, *, field: str | None, situation: Mapping[str, Any],
    preferred: str, days: Days, reader: Reader,
) -> tuple[dict[int, dict[str, Any]], dict[str, dict[str, Any]]]:  # fmt: skip
    """The tie of each of *hops* by its number, and the *actors* by id, with all slots filled. One statement.

    A tie or an actor is missing when the data changed between the search and this statement.
    """
    projection = Projection()
    provenances = [f"`{slots.provenance(s)}`: {projection.provenance(s, 't')}" for s in slots.provenances]
    ties = [f"`{slots.tie(s)}`: {projection.tie(s.only, 't')}" for s in slots.ties]
    own = ", ".join(f"`{slots.provenance(s)}`: {projection.provenance(s, 'b')}" for s in slots.provenances)
    text = _STEPS.format(live_t=live("t"), live_b=live("b"), tie=f"t{{{', '.join([*ties, *provenances])}}}") + _ACTORS.format(
        seen_b=seen("b"),  # who has ended is named where a path breaks off
        live_r=live("r"),
        fits_r=fits("r", many=True),
        contact=contact_of("b", slots.contact, projection),
        actor=slots.actor.entries(projection, "b"),
        provenance=f"b{{{own}}}",
    )
    # The one cast: the text is made of constants and what the compiler makes of the model, never of a user's words.
    records = await reader.read(
        cast(LiteralString, text),
        steps=[{"n": n, "a": hop.near, "b": hop.far, "checked": hop.checked} for n, hop in enumerate(hops)],
        actors=list(actors), field=field, preferred=preferred,
        **situation_parameters(situation), **days.parameters, **projection.parameters,
    )  # fmt: skip
    return {row["n"]: row for row in records[0]["ties"]}, {row["id"]: row for row in records[0]["actors"]}
