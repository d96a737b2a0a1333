"""GraphQL's enums: the vocabularies of the graph, each term described by its meaning. Importing this module registers them."""

import strawberry

from graph.vocabulary import Term


def _register(terms: type[Term]) -> None:
    wrapped = strawberry.enum(terms, description=(terms.__doc__ or "").strip())
    for value in wrapped.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = terms(value.value).meaning


for vocabulary in Term.__subclasses__():
    _register(vocabulary)
