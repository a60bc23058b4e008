"""What `./rinnalla figures` prints: each figure beside what was published, with its definition and the count behind."""

import json

from rinnalla.reports.published.figures import Computed, compute


def run(as_json: bool) -> int:
    """Print the figures of this database. Returns 0 when all are equal to what was published, else 1."""
    rows = compute()
    equal = sum(one.equal for one in rows)
    if as_json:
        print(json.dumps([_row(one) for one in rows], ensure_ascii=False))
    else:
        for one in rows:
            print(_line(one))
        print(f"{equal} of {len(rows)} equal.")
    return 0 if equal == len(rows) else 1


def _line(one: Computed) -> str:
    mark, beside = ("=", "") if one.equal else ("≠", f" (published {one.figure.expected})")
    return f"{one.figure.id} {mark} {one.found.text}{beside} · of {one.found.counted} · {one.figure.definition}"


def _row(one: Computed) -> dict[str, object]:
    return {
        "id": one.figure.id, "expected": one.figure.expected, "computed": one.found.text, "equal": one.equal,
        "definition": one.figure.definition, "counted": one.found.counted,
    }  # fmt: skip
