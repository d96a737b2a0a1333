"""The fields in their order, and the bit of each."""

from typing import Final

from graph.conditions import mask_of
from graph.vocabulary import ActionField

FIELDS: Final = tuple(field.value for field in ActionField)
MASKS: Final = {field: mask_of([field], terms=ActionField) for field in FIELDS}
