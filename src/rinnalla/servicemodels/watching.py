"""What the watch of the access log goes by on a day: `common/watch`."""

from datetime import date

from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions.watch import Explained, Finding, WatchRule


def reading_limit(who: str, what: str, on: date) -> tuple[int, int] | None:
    """From how many different clients a day somebody is told, and beyond how many none opens. None: no limit is set."""
    found = [one for one in codes.common().watch.reading_limits if (one.who, one.what) == (who, what)]
    limit = next((one for one in found if codes.holds(one, on)), None)
    return (limit.told, limit.stop) if limit else None


def rules(on: date) -> list[WatchRule]:
    """The rules in force on a day, in the file's order."""
    return [one for one in codes.common().watch.rules if codes.holds(one, on)]


def rule(key: str) -> WatchRule | None:
    """The rule with this key, also one no longer in force: an old alert can always be read."""
    return next((one for one in codes.common().watch.rules if one.key == key), None)


def explained() -> Explained:
    """What makes a reading part of the reader's work."""
    return codes.common().watch.explained


def findings() -> tuple[Finding, ...]:
    """What an officer may find."""
    return codes.common().watch.findings
