"""What a project came to, as exact numbers (V-101…V-103, I-23, I-24, F-01…F-05, F-10…F-12, F-34…F-37).

Everybody is counted once, past the walls, by the owner's function. It answers the region's own manager, whose pages
hide small numbers (`telling.py`), and whoever runs a command as the owner of the installation (`using="owner"` or any
connection of the owner's). Everybody else gets nothing. `until` is the day the numbers are of: what came later, and
what came after the project's last day, is in no number.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import connections

from rinnalla.network.projects.models import Project
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import code_list, deadline

ONE, QUALITY, UNCOACHED = "", "quality_criteria", ""


@dataclass(frozen=True)
class Numbers:
    """Exact numbers of a project from its first day to `until`, which is its last day at the latest.

    `coached` and `coached_employed` are by type of coaching, UNCOACHED those without any; somebody coached in two ways
    is in both. `reasons` are why people did not join. `answers` are answers by name to how content one is.
    """

    since: date
    until: date
    clients: int = 0
    employed: int = 0
    coached: Mapping[str, int] = field(default_factory=dict)
    coached_employed: Mapping[str, int] = field(default_factory=dict)
    answers: int = 0
    answers_sum: int = 0
    answerers: int = 0
    open: int = 0
    open_asked: int = 0
    open_motivated: int = 0
    planned: int = 0
    named: int = 0
    contacted: int = 0
    joined: int = 0
    not_joined: int = 0
    undecided: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def satisfaction(self) -> Decimal | None:
        """The mean of the answers on the scale of 1 to 10, to one decimal; None without answers (F-05)."""
        return tenths(self.answers_sum, self.answers)

    @property
    def employed_percent(self) -> Decimal | None:
        """Of the clients (F-02)."""
        return percent(self.employed, self.clients)

    def coached_percent(self, type: str = QUALITY) -> Decimal | None:
        """How many of those coached in a way found work (F-04)."""
        return percent(self.coached_employed.get(type, 0), self.coached.get(type, 0))

    @property
    def motivated_percent(self) -> Decimal | None:
        """Of those who take part on the day (F-12)."""
        return percent(self.open_motivated, self.open)

    @property
    def planned_percent(self) -> Decimal | None:
        """Of the clients (F-36)."""
        return percent(self.planned, self.clients)

    @property
    def named_percent(self) -> Decimal | None:
        """Of the clients (F-37)."""
        return percent(self.named, self.clients)

    @property
    def joined_percent(self) -> Decimal | None:
        """Of those contacted (F-35)."""
        return percent(self.joined, self.contacted)


def numbers(project: Project, until: date | None = None, *, using: str = "default") -> Numbers:
    """What the project had come to by the end of a day, its own last day when none is told."""
    last = min(until or project.ends_on, project.ends_on)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with connections[using].cursor() as cursor:
        values = [project.pk, last, _work(), motivated_from(project.region)]
        cursor.execute("select * from network_project_counts(%s, %s, %s, %s)", values)
        for what, key, number in cursor.fetchall():
            found[what][key] = number
    outcomes, reasons = found.pop("outcome", {}), found.pop("reason", {})
    by_type = {name: found.pop(name, {}) for name in ("coached", "coached_employed")}
    return Numbers(
        project.starts_on, last, joined=outcomes.get("joined", 0), not_joined=outcomes.get("not_joined", 0),
        undecided=outcomes.get("open", 0), reasons=reasons, coached=by_type["coached"],
        coached_employed=by_type["coached_employed"], **{what: rows[ONE] for what, rows in found.items()},
    )


def motivated_from(region: Region) -> int:
    """From which number of motivation on somebody counts as motivated: above where it is talked about (E-39, F-12)."""
    return deadline(region, "talk_prompt") + 1


def _work() -> list[str]:
    """The kinds of jobs that are what is aimed at: paid work on the open market (T-52)."""
    return [one.key for one in code_list("job_kinds") if one.definition.fulfils]


def percent(part: int, whole: int) -> Decimal | None:
    """Per cent to one decimal, half up; None of nobody."""
    return tenths(100 * part, whole)


def tenths(part: int, whole: int) -> Decimal | None:
    """A quotient to one decimal, half up; None when divided by nothing."""
    return (Decimal(part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None
