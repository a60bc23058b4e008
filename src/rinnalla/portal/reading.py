"""Who has looked at the client's data, in plain words (703/2023 § 11): who, when, what, on which ground."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rinnalla.access.deputies import DEPUTY
from rinnalla.access.models import User
from rinnalla.access.roles import ROLES
from rinnalla.cases.models import Case
from rinnalla.eventlog.models import AccessLine
from rinnalla.lib import dates
from rinnalla.organisations.models import Organisation
from rinnalla.referrals import outside_log
from rinnalla.servicemodels.codes import code_name

NEWEST = 2000
BY_ACTION: dict[str, str | Promise] = {
    "list": gettext_lazy("Näki nimesi luettelossa."), "search": gettext_lazy("Haki asiasi."),
    "print": gettext_lazy("Tulosti tietojasi."), "export": gettext_lazy("Otti tiedoistasi kopion."),
    "reveal": gettext_lazy("Katsoi henkilötunnuksesi."),
    "refused": gettext_lazy("Yritti katsoa tietojasi. Se estettiin."),
}
BY_ROOM: dict[str, str | Promise] = {
    "plans": gettext_lazy("Avasi suunnitelmasi."), "assessments": gettext_lazy("Avasi kartoituksesi."),
    "meetings": gettext_lazy("Avasi tapaamistesi tiedot."), "services": gettext_lazy("Avasi palvelujesi tiedot."),
    "referrals": gettext_lazy("Avasi lähetteesi."),
}


@dataclass(frozen=True)
class Look:
    """One reading, or several of the same kind by the same person on the same day."""

    at: datetime
    who: str
    part: str
    what: str
    ground: str
    groups: str
    times: int = 1


def lines(case: Case) -> QuerySet[AccessLine]:
    """Every reading of the case by somebody else than the client, the newest first."""
    newest = RawSQL("select id from accesslog_of_case(%s::bigint, %s::integer)", [case.pk, NEWEST])
    return AccessLine.objects.filter(pk__in=newest).exclude(actor_kind="client").order_by("-pk")


def looks(rows: Iterable[AccessLine]) -> list[Look]:
    """The lines in words; the same by the same person on the same day is told once, with how many times."""
    rows = list(rows)
    users = User.objects.in_bulk({one.user_id for one in rows if one.user_id})
    organisations = Organisation.objects.in_bulk({one.organisation_id for one in rows if one.organisation_id})
    told: dict[tuple[Any, ...], Look] = {}
    asked = outside_log.bodies(rows)
    for line in rows:
        look = _look(line, users, organisations, asked)
        key = (dates.local(line.at).date(), look.who, look.part, look.what, look.ground, look.groups)
        told[key] = replace(told[key], times=told[key].times + 1) if key in told else look
    return list(told.values())


def _look(
    line: AccessLine, users: dict[int, User], organisations: dict[int, Organisation], asked: dict[str, str]
) -> Look:
    user, organisation = users.get(line.user_id), organisations.get(line.organisation_id)
    role = str(ROLES[line.role].name).lower() if line.role in ROLES else ""
    return Look(
        at=line.at, who=user.name if user else asked.get(outside_log.question_of(line), _("Rinnalla-järjestelmä")),
        part=", ".join(one for one in (role, organisation.name if organisation else "") if one),
        what=_what(line), ground=_ground(line.grounds),
        groups=", ".join(code_name("field_groups", one).lower() for one in sorted(line.field_groups)),
    )


def _what(line: AccessLine) -> str:
    if line.result.startswith("refused"):
        return str(BY_ACTION["refused"])
    if line.purpose.startswith("oversight."):
        return _("Tarkisti lokista, kuka on katsonut tietojasi.")
    if line.purpose.startswith(DEPUTY):
        return _("Hoiti asioitasi sijaisena.")
    if line.action in BY_ACTION:
        return str(BY_ACTION[line.action])
    return str(BY_ROOM.get(line.route.partition(":")[0], _("Avasi asiasi tiedot.")))


def _ground(grounds: list[str]) -> str:
    if not grounds:
        return ""
    return _("Sinä annoit siihen luvan.") if grounds == ["consent"] else _("Laki antoi siihen luvan.")
