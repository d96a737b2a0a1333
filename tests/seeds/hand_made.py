"""A graph made by hand for the tests of the loader: offices in a row, each referring to the next. Its ids are nobody else's."""

from typing import Final

from seeds.loading.expand import EdgeRow, Graph, NodeRow

DATASET: Final = "test-load"


def office(number: int, *, name: str = "old", type_name: str = "Organization") -> NodeRow:
    """The office of that number. Its digest is its name."""
    id_ = f"test-load-{number}"
    properties = {"id": id_, "typeName": type_name, "name": name, "digest": name, "dataset": DATASET, "actionFields": []}
    return NodeRow("Actor", (type_name, "Searchable"), id_, properties)


def tie(start: int, end: int, *, id_: str = "a", digest: str = "old") -> EdgeRow:
    """A referral from one office to another."""
    properties = {"id": id_, "digest": digest, "dataset": DATASET, "conditions": digest}
    return EdgeRow("REFERS_TO", "Actor", f"test-load-{start}", "Actor", f"test-load-{end}", id_, properties)


def offices(count: int, *, name: str = "old") -> Graph:
    """*count* offices, each referring to the next."""
    return Graph([office(number, name=name) for number in range(count)], [tie(number, number + 1) for number in range(count - 1)])
