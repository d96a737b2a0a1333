"""What is kept of a compiled selection is what would be compiled anew, wherever in a statement it stands."""

from graph.projection import Projection
from graph.selection import Children, KeptChildren, Selection

CONTACTS: Children = {"Contact": (Selection("role", "role"), Selection("phone", "phone"))}
ORGANIZATION: Children = {
    "Organization": (
        Selection("name", "name"),
        Selection("some", "contacts", {"first": 2}, CONTACTS),
        Selection("more", "contacts", {"first": 7}, CONTACTS),
    )
}


def statement(children: Children, *, before: int) -> tuple[str, dict[str, object]]:
    """The projection twice in a statement that has *before* parameters and variables already, and one of each behind."""
    projection = Projection()
    for number in range(before):
        projection.parameter(number)
        projection.variable()
    text = [projection.node(children, "n"), projection.node(children, "m"), projection.parameter("last"), projection.variable()]
    return " ".join(text), projection.parameters


def test_a_kept_selection_compiles_to_the_same_statement_each_time() -> None:
    kept = KeptChildren(ORGANIZATION)
    for before in (0, 1, 0, 2, 1, 0):
        assert statement(kept, before=before) == statement(ORGANIZATION, before=before)
    text, parameters = statement(kept, before=1)
    assert parameters == {"p0": 0, "p1": 2, "p2": 7, "p3": 2, "p4": 7, "p5": "last"}
    assert text.startswith("n{`name`: n.name, `some`: COLLECT {")


def test_what_is_kept_of_one_selection_is_bounded() -> None:
    kept = KeptChildren(ORGANIZATION)
    for before in range(40):
        statement(kept, before=before)
    assert len(kept.compiled) == 4
