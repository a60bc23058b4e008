"""A case's log for people: what was done and what was read, newest first, in the reader's language."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rinnalla.access.deputies import DEPUTY
from rinnalla.access.models import User
from rinnalla.access.roles import ALL_GROUPS, ROLES
from rinnalla.cases.models import Case
from rinnalla.eventlog.models import AccessLine, Event
from rinnalla.eventlog.verbs import VERBS
from rinnalla.lib import dates
from rinnalla.organisations.models import Organisation
from rinnalla.referrals import outside_log
from rinnalla.referrals.senders import told_body

PAGE = 100
_BESIDE = {"client": gettext_lazy("Asiakas"), "representative": gettext_lazy("Asiakkaan puolesta")}


@dataclass(frozen=True)
class Line:
    """One line: when, who (name, role, organisation), what, which field groups, how it ended."""

    at: datetime
    who: str
    where: str
    what: str
    kind: str
    groups: tuple[str, ...] = ()
    refused: bool = False
    times: int = 1


def case_lines(case: Case, what: str, page: int, groups: Collection[str]) -> tuple[list[Line], bool]:
    """A page of the log of a case. `what`: all, done or read. `groups`: the reader's field groups. Five statements."""
    wanted, start = page * PAGE, (page - 1) * PAGE
    done = list(Event.objects.filter(case_id=case.pk).order_by("-happened_at")[: wanted + 1]) if what != "read" else []
    read = [*_reads(case, wanted + 1), *outside_log.before(case.pk)] if what != "done" else []
    people, bodies = names([*done, *read], groups)
    lines = [done_line(one, people, bodies) for one in done] + [read_line(one, people, bodies) for one in read]
    lines.sort(key=lambda line: line.at, reverse=True)
    return _told_once(lines[start:wanted]), len(lines) > wanted


def _told_once(lines: list[Line]) -> list[Line]:
    """Readings of the same kind by the same person, one after another on one day, are one line with how many times: the
    newest time stands. What was done is always told each by each."""
    told: list[Line] = []
    for line in lines:
        same = told and line.kind == "read" and _alike(told[-1]) == _alike(line)
        if same:
            told[-1] = replace(told[-1], times=told[-1].times + 1)
        else:
            told.append(line)
    return told


def _alike(line: Line) -> tuple[Any, ...]:
    return dates.local(line.at).date(), line.who, line.where, line.what, line.kind, line.groups, line.refused


def _reads(case: Case, newest: int) -> Iterable[AccessLine]:
    """Newest first, by the index of cases; the function asks what the wall asks (see `access.0005_log_of_case`)."""
    return AccessLine.objects.raw("select * from accesslog_of_case(%s::bigint, %s::integer)", [case.pk, newest])


def names(rows: list[Any], groups: Collection[str] = ALL_GROUPS) -> tuple[dict[int | str, str], dict[int, str]]:
    """The users and the organisations of lines and events, by their ids; services without an account by `question_of`.
    A body that itself tells something of the client stands under its wider name for a reader without group *authority*
    (V-37)."""
    users = {row.user_id for row in rows if row.user_id} | {one for row in rows if (one := deputy_of(row))}
    organisations = {row.organisation_id for row in rows if row.organisation_id}
    people = dict(User.objects.filter(pk__in=users).values_list("pk", "name")) | outside_log.bodies(rows)
    return people, {one.pk: told_body(one, groups) for one in Organisation.objects.filter(pk__in=organisations)}


def _who(row: Any, people: dict[int | str, str]) -> str:
    if row.actor_kind == "job":
        return _("Järjestelmä")
    if asked := outside_log.question_of(row):
        return people.get(asked, _("Palvelu, jolta kysyttiin"))
    return people.get(row.user_id, _("Tuntematon"))


def _where(row: Any, bodies: dict[int, str]) -> str:
    role = str(ROLES[row.role].name) if row.role in ROLES else str(_BESIDE.get(row.actor_kind, ""))
    return ", ".join(part for part in (role, bodies.get(row.organisation_id, "")) if part)


def deputy_of(row: Any) -> int | None:
    """In whose place somebody acted or read, None when as themselves."""
    if isinstance(row, Event):
        return row.details.get("deputy_of")
    return int(row.purpose.removeprefix(DEPUTY)) if row.purpose.startswith(DEPUTY) else None


def _in_place(row: Any, people: dict[int | str, str]) -> str:
    absent = deputy_of(row)
    return _(", sijaisena (poissa %(name)s)") % {"name": people.get(absent, _("Tuntematon"))} if absent else ""


def done_line(row: Event, people: dict[int | str, str], bodies: dict[int, str]) -> Line:
    """Something that was done, in words."""
    who = _who(row, people)
    sentence = str(VERBS.get(row.verb, row.verb)) % {"actor": who} + _in_place(row, people)
    return Line(row.happened_at, who, _where(row, bodies), sentence, "done")


def read_line(row: AccessLine, people: dict[int | str, str], bodies: dict[int, str]) -> Line:
    """A reading, in words."""
    words = {
        "view": _("Luki tietoja"),
        "list": _("Näki luettelossa"),
        "search": _("Näki haussa"),
        "print": _("Tulosti"),
        "export": _("Vei tietoja"),
        "reveal": _("Katsoi henkilötunnuksen"),
        "refused": _("Yritti avata"),
    }
    what = words.get(row.action, row.action)
    refused = row.result.startswith("refused")
    if refused:
        what = _("Yritti avata, pääsy evättiin")
    what = f"{what}{_in_place(row, people)}"
    return Line(row.at, _who(row, people), _where(row, bodies), what, "read", tuple(row.field_groups), refused)
