"""What the officer sees of alerts: whose reading, which rules, the evidence in words, how many were false."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership
from rinnalla.access.reading.models import STOPPED, ReadingMark
from rinnalla.lib import dates
from rinnalla.servicemodels import watching
from rinnalla.watch.actions import RIGHT_REASON
from rinnalla.watch.models import Alert, Evidence

SHOWN = 100
COUNTED_WEEKS = 12


@dataclass(frozen=True)
class Fact:
    """One line of evidence: when, which case by its number, what was read, and the lines of the log."""

    at: datetime
    case: str
    what: str
    line_ids: list[int]


@dataclass(frozen=True)
class Found:
    """What one rule found: its name, what it means, the lines."""

    name: str
    told: str
    facts: list[Fact]


@dataclass(frozen=True)
class Counts:
    """Of the last weeks: alarms, how many were settled, how many were false, and false ones per 100 readers a week."""

    weeks: int
    alarms: int
    settled: int
    false: int
    readers: int
    rate: str


def alerts(actor: Actor) -> QuerySet[Alert]:
    """The region's, with who and where, and how many lines of evidence."""
    rows = Alert.objects.visible_to(actor).select_related("user", "organisation", "settled_by")
    return rows.annotate(found=Count("evidence"))


def rule_name(key: str) -> str:
    """The rule in words, also one no longer in force."""
    if key.startswith("much_"):
        return _("Paljon lukemista yhtenä päivänä")
    rule = watching.rule(key)
    return rule.names.in_language if rule else key


def _told(key: str) -> str:
    if key.startswith("much_"):
        return _("Lukija on avannut tai nähnyt luetteloissa enemmän eri asiakkaita kuin työpäivä tavallisesti vaatii.")
    rule = watching.rule(key)
    return rule.told.in_language if rule else ""


def finding_name(key: str) -> str:
    """What the officer found, in words."""
    return next((one.names.in_language for one in watching.findings() if one.key == key), key)


def evidence(alert: Alert) -> list[Found]:
    """Rule by rule, newest first. A case stands by its number when it is of the officer's region, never by a name."""
    rows = list(alert.evidence.order_by("-at", "-pk"))
    numbers = _numbers({row.case_id for row in rows if row.case_id})
    return [
        Found(rule_name(key), _told(key), [_fact(row, numbers) for row in rows if row.rule == key])
        for key in dict.fromkeys(row.rule for row in rows)
    ]


def _numbers(ids: set[int]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("select id, number from access_officer_numbers(%s)", [sorted(ids)])
        return dict(cursor.fetchall())


def _fact(row: Evidence, numbers: dict[int, str]) -> Fact:
    if row.case_id is None:
        what = ngettext("%(n)s eri asiakas", "%(n)s eri asiakasta", row.lines) % {"n": row.lines}
        return Fact(row.at, "", what, [])
    if row.rule == "refusals":
        what = ngettext("%(n)s yritys, mitään ei avautunut", "%(n)s yritystä, mitään ei avautunut", row.lines)
        return Fact(row.at, numbers.get(row.case_id, _("Toisen alueen asia")), what % {"n": row.lines}, row.line_ids)
    read = ngettext("%(n)s lukeminen", "%(n)s lukemista", row.lines) % {"n": row.lines}
    parts = ngettext("%(n)s osa asiasta", "%(n)s osaa asiasta", row.parts) % {"n": row.parts}
    return Fact(row.at, numbers.get(row.case_id, _("Toisen alueen asia")), f"{read}, {parts}", row.line_ids)


def case_ids(alert: Alert) -> Iterable[int]:
    """The cases an alert names, for the log of its own reading."""
    return {one for one in alert.evidence.values_list("case_id", flat=True) if one}


def counts(actor: Actor) -> Counts:
    """False alarms of the last weeks per 100 readers a week: an alarm that nobody settled yet is counted as neither."""
    since = dates.now() - timedelta(weeks=COUNTED_WEEKS)
    found = Alert.objects.visible_to(actor).filter(made_at__gte=since).aggregate(
        alarms=Count("pk"), settled=Count("pk", filter=Q(settled_at__isnull=False)),
        false=Count("pk", filter=Q(verdict=RIGHT_REASON)),
    )
    readers = (
        Membership.objects.in_force().filter(unit__organisation__region_id=actor.region_id, user__is_active=True)
        .values("user_id").distinct().count()
    )
    rate = 100 * found["false"] / readers / COUNTED_WEEKS if readers else 0.0
    return Counts(
        COUNTED_WEEKS, found["alarms"], found["settled"], found["false"], readers, localize(round(rate, 2))
    )


def stops_today(actor: Actor) -> QuerySet[ReadingMark]:
    """Whose reading has stopped today at the limit and was not opened again."""
    rows = ReadingMark.objects.visible_to(actor).filter(level=STOPPED, day=dates.today(), lifted_at__isnull=True)
    return rows.select_related("user", "membership__unit__organisation").order_by("-at")
