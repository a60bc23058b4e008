"""The command `processing`."""

import json
from dataclasses import asdict

from rinnalla.retention.processing.record import OfRegister, Told, told


def print_record(*, as_json: bool = False) -> int:
    """Print the record of processing. Returns 1 when it lacks something, 0 when it is whole."""
    record = told()
    print(json.dumps(asdict(record), ensure_ascii=False, indent=1) if as_json else in_words(record))
    return 1 if record.faults else 0


def in_words(record: Told) -> str:
    """The record for people, a register after another."""
    parts = [line for one in record.registers for line in _of_register(one)]
    parts += [*(f"- {one}" for one in record.measures), f"{len(record.fields)} fields, {record.routes} addresses."]
    return "\n".join([*parts, *(f"! {one}" for one in record.faults)])


def _of_register(one: OfRegister) -> list[str]:
    return [
        f"# {one.name}", one.purpose, *(f"- {ground}" for ground in one.grounds),
        *(f"- {kind.name}: {kind.fields}" for kind in one.classes), f"→ {', '.join(one.receivers)}",
        *(f"- {clock.name}: {clock.length or '–'}, {clock.starts} ({clock.source})" for clock in one.clocks), "",
    ]
