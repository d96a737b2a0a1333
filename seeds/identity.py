"""Stable ids for the rows to which their file gives none."""

from collections import Counter
from dataclasses import replace

from seeds.rows import Row, Rows


def identified(rows: Rows) -> Rows:
    """*rows*, all of them with an id where their kind has one.

    Made from what the row belongs to and is (`jobcenter-celle.head-office`, `jobcenter-celle.refers-to.ihk-fosa.rule-id`); a second
    one alike gets `.2`, in the order of the files, so an id stays as long as the rows alike keep their order.
    """
    taken: Counter[tuple[str, str]] = Counter()
    return {name: [_identified(row, taken) for row in listed] for name, listed in rows.items()}


def _identified(row: Row, taken: Counter[tuple[str, str]]) -> Row:
    if row.kind.key != "id" or row.key:
        return row
    base = _base(row)
    taken[row.kind.name, base] += 1
    count = taken[row.kind.name, base]
    return replace(row, values={**row.values, "id": base if count == 1 else f"{base}.{count}"})


def _base(row: Row) -> str:
    if row.kind.name == "tie":
        words = (row["from"], row["type"], row["to"], row["rule"])
        return ".".join(
            [words[0], words[1].lower().replace("_", "-"), *words[2:]]
            if words[3]
            else [words[0], words[1].lower().replace("_", "-"), words[2]]
        )
    what = row["measure"] if row.kind.name == "figure" else row["role"]
    rule = row["rule"] if row.kind.name == "responsibility" else None
    return f"{row['owner']}.{rule or what.lower().replace('_', '-')}"
