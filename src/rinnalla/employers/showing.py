"""How the register is told: the rows of a list with what is next, and what was changed, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.employers.contacting.models import EmployerContact, EmployerNeed
from rinnalla.employers.models import Employer

LABELS: dict[str, str | Promise] = {
    "name": _("Nimi"), "other_names": _("Muut nimet"), "business_id": _("Y-tunnus"), "size": _("Koko"),
    "trade_code": _("Toimialan koodi"), "trade": _("Toimiala"), "municipality": _("Kotikunta"),
    "ended_on": _("Toiminta päättyi"), "owner": _("Yhteyttä pitää"),
}


@dataclass(frozen=True)
class Row:
    """An employer of the list with its last and next contact by anybody, and how many open needs it has."""

    employer: Employer
    last: EmployerContact | None
    planned: EmployerContact | None
    needs: int
    acute: bool


def rows_of(employers: Iterable[Employer]) -> list[Row]:
    """The rows of one page, in three statements however many they are."""
    found = list(employers)
    rows = EmployerContact.objects.filter(employer__in=found).select_related("user")
    last = {one.employer_id: one for one in rows.held().order_by("on", "pk")}
    planned = {one.employer_id: one for one in rows.planned().order_by("-on", "-pk")}
    needs: dict[int, list[EmployerNeed]] = {}
    for need in EmployerNeed.objects.filter(employer__in=found, closed_at__isnull=True):
        needs.setdefault(need.employer_id, []).append(need)
    return [
        Row(
            one, last.get(one.pk), planned.get(one.pk), len(needs.get(one.pk, [])),
            any(need.caution for need in needs.get(one.pk, [])),
        )
        for one in found
    ]


@dataclass(frozen=True)
class Change:
    """One change of the register, in words: (label, before, now) of each field."""

    at: datetime
    who: str
    what: list[tuple[Any, str, str]]


def changes_of(employer: Employer) -> list[Change]:
    """What has been changed of an employer, the newest first."""
    rows = employer.changes.select_related("made_by")[:50]
    return [
        Change(
            one.made_at, one.made_by.name if one.made_by else "",
            [(LABELS.get(name, name), before, now) for name, (before, now) in one.what.items()],
        )
        for one in rows
    ]


@dataclass(frozen=True)
class Part:
    """A part of an employer's page that a later room draws: its template, and what the template is given as `part`."""

    template: str
    told: Any


def parts_of(employer: Employer, reader: Actor) -> list[Part]:
    """What the rooms after this one know of the employer (`settings.EMPLOYER_PARTS`)."""
    return [import_string(path)(employer, reader) for path in settings.EMPLOYER_PARTS]
