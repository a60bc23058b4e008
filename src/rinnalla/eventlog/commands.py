"""The command `verify-log`."""

import json
from dataclasses import asdict

from rinnalla.eventlog.verify import Report, verify


def verify_log(as_json: bool = False) -> int:
    """Checks the log and prints what was found. Returns 0 when it is whole, 1 with the places where it breaks."""
    report = verify()
    print(json.dumps(asdict(report) | {"ok": report.ok}) if as_json else in_words(report))
    return 0 if report.ok else 1


def in_words(report: Report) -> str:
    """The report for people, one finding a line."""
    lines = [
        f"Checked: {report.events} events, {report.lines} access lines, {report.seals} seals.",
        f"Not sealed yet: {report.unsealed} rows, the oldest {report.unsealed_seconds} s old.",
    ]
    if report.late:
        lines.append(f"Reached the seal file late: seals {', '.join(map(str, report.late))}.")
    if report.ok:
        return "\n".join([*lines, "The log is whole."])
    lines.append(f"THE LOG IS BROKEN in {len(report.broken)} places:")
    return "\n".join([*lines, *(f"- {one.words}" for one in report.broken)])
