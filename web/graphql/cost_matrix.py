"""How many rows and cells a coverage matrix may have, by its arguments: the one list of the schema whose size no number says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import FieldNode, Undefined, ValueNode, VariableNode
from graphql.utilities import value_from_ast_untyped

from graph.vocabulary import ActionField

MATRIX: Final = "CoverageMatrix"
PER_CELL: Final = frozenset({"cells", "changes"})
PER_ROW: Final = frozenset({"rows"})

# Germany has 400 Kreise, the largest Land 96, the largest Regierungsbezirk 23; a postal code lies in four at most.
_KREISE: Final = 400
_OF_LAND: Final = 100
_OF_DISTRICT: Final = 40
_OF_PLACE: Final = 5
_ROWS: Final[Mapping[str, int]] = {"COUNTRY": 1, "LAND": 16, "GOVERNMENT_DISTRICT": 40, "KREIS": _KREISE}
_MOST: Final = 500
_COUNTRY: Final = frozenset({"de", "deutschland", "germany"})


@dataclass(frozen=True, slots=True)
class MatrixSize:
    """How many rows, or with *cells* how many cells, the matrix of a field with these *arguments* may have at most."""

    arguments: tuple[tuple[str, ValueNode], ...]
    cells: bool

    @property
    def variables(self) -> tuple[str, ...]:
        """Never none: the size is always worked out with the variables."""
        return tuple(value.name.value for _, value in self.arguments if isinstance(value, VariableNode)) or ("",)

    def value(self, variables: Mapping[str, Any]) -> int:
        """The size under the coerced *variables*."""
        given = {name: value_from_ast_untyped(node, dict(variables)) for name, node in self.arguments}
        rows = _rows(given.get("within"), _word(given.get("level")))
        fields = given.get("actionFields")
        columns = len(fields) if isinstance(fields, list | tuple) and fields else len(ActionField)
        return rows * columns if self.cells else rows


def matrix_size(node: FieldNode, *, cells: bool) -> MatrixSize:
    """The size of the matrix that a field gives."""
    return MatrixSize(tuple((argument.name.value, argument.value) for argument in node.arguments or ()), cells)


def _word(value: object) -> str:
    return str(getattr(value, "value", value)) if value not in (None, Undefined) else "KREIS"


def _rows(within: object, level: str) -> int:
    most = _ROWS.get(level, _MOST)
    return min(most, _kreise(within)) if level == "KREIS" else most


def _kreise(within: object) -> int:
    """How many Kreise a `PlaceInput` can mean at most: by the length of its key, or by what a name can be."""
    if not isinstance(within, Mapping):
        return _KREISE
    place: Mapping[str, Any] = within
    key = place.get("regionKey")
    if isinstance(key, str):
        if not key.isdigit():
            return _KREISE if key.lower() in _COUNTRY else _OF_DISTRICT
        return {2: _OF_LAND, 3: _OF_DISTRICT}.get(len(key), 1)
    if place.get("postalCode") or place.get("point"):
        return _OF_PLACE
    name = place.get("name")
    return _OF_LAND if isinstance(name, str) and name.strip().lower() not in _COUNTRY else _KREISE
