"""GraphQL's enums: the vocabularies of the graph, each term described by its meaning. Importing this module registers them."""

import strawberry

from graph.vocabulary import Term


def _registered(terms: type[Term]) -> type[Term]:
    wrapped = strawberry.enum(terms, description=(terms.__doc__ or "").strip())
    for value in wrapped.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = terms[value.name].meaning
    return terms


ENUMS = tuple(_registered(terms) for terms in Term.__subclasses__())
"""Every vocabulary."""
