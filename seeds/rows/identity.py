"""Stable ids for the rows to which their file gives none."""

from collections import Counter
from dataclasses import replace

from seeds.rows.row import Row, Rows


def identified(rows: Rows) -> Rows:
    """*rows*, all of them with an id where their kind has one.

    Made from what the row belongs to and is (`jobcenter-celle.head-office`, `jobcenter-celle.refers-to.ihk-fosa.rule-id`,
    `03351.2026-11-20.nobody`); a second
    one alike gets `.2`, in the order of the files, so an id stays as long as the rows alike keep their order.
    """
    taken: Counter[tuple[str, str]] = Counter()
    return {name: [_identified(row, taken) for row in listed] for name, listed in rows.items()}


def _identified(row: Row, taken: Counter[tuple[str, str]]) -> Row:
    if row.kind.key != "id" or row.key:
        return row
    base = identity_of(row)
    taken[row.kind.name, base] += 1
    count = taken[row.kind.name, base]
    return replace(row, values={**row.values, "id": base if count == 1 else f"{base}.{count}"})


def identity_of(row: Row) -> str:
    """The id of a part or tie by what it belongs to and is, before those alike are counted."""
    if row.kind.name == "tie":
        words = [row["from"], _word(row["type"]), row["to"], row["rule"]]
    elif row.kind.name == "looking_mark":
        words = [row["region"], row["verified_at"], _word(row["found"])]
    elif row.kind.name == "figure":
        words = [row["owner"], _word(row["measure"])]
    else:
        words = [row["owner"], (row["rule"] if row.kind.name == "responsibility" else None) or _word(row["role"])]
    return ".".join(word for word in words if word)


def _word(term: str | None) -> str:
    # A row that lacks its term is a problem, and named later.
    return (term or "").lower().replace("_", "-")
