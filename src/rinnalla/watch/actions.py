"""Raising alerts by the rules of the day, settling one, and lifting a stop of reading."""

import json
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.acting import acting, system
from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership
from rinnalla.access.permissions import Permission
from rinnalla.access.reading.models import STOPPED, ReadingMark
from rinnalla.access.roles import ROLES
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.servicemodels import watching
from rinnalla.watch.models import Alert

RIGHT_REASON, LOOK_INTO = "right_reason", "look_into"


def look() -> list[int]:
    """Gathers what is new in the log, judges it, asks the rules; tells the officers of new alerts. Their ids."""
    now, told = dates.now(), watching.explained()
    with acting(system("watch")):
        _ask("select watch_gather(%s, %s, %s)", now, told.night_from, told.night_to)
        _ask("select watch_judge(%s, %s::jsonb)", now, told.model_dump_json())
        return _raised("select watch_raise(%s, %s::jsonb)", now, _rules(now))


def look_at_marks() -> list[int]:
    """Alerts of who reads much; within a minute of it (C5). Their ids."""
    with acting(system("watch")):
        return _raised("select watch_raise_marks(%s)", dates.now())


def _rules(now: datetime) -> str:
    rules = {one.key: one.model_dump(include={"days", "least", "parts", "months", "rarest", "chance"})
             for one in watching.rules(dates.local(now).date())}
    return json.dumps(rules)


def _ask(sql: str, *values: str | int | datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def _raised(sql: str, *values: str | int | datetime) -> list[int]:
    made = _ask(sql, *values)
    for alert_id in made:
        outbox.promise("watch.tell_officers", alert_id)
    return made


@transaction.atomic
def settle(*, alert: Alert, by: Actor, finding: str, words: str = "", tell_reader: bool = False) -> Alert:
    """The officer says what was found, by a code that counts as a right reason or as something to look into.

    The reader hears of it only now, and only when the officer says so. Raises Refused: not the officer of the region,
    about oneself, settled already, an unknown finding, nothing said of what is to be looked into.
    """
    found = Alert.objects.select_for_update().filter(pk=alert.pk).first()
    if found is None or not by.can(Permission.LOG_OVERSEE) or found.region_id != by.region_id:
        raise Refused(_("Hälytyksen tarkistaa alueen tietosuojavastaava."))
    if found.user_id == by.user_id:
        raise Refused(_("Et voi tarkistaa omaa lukemistasi. Pyydä siihen toinen tietosuojavastaava."))
    if not found.allows("settle"):
        raise Refused(_("Tämä hälytys on jo tarkistettu. Päivitä sivu."))
    code = next((one for one in watching.findings() if one.key == finding), None)
    if code is None:
        raise Refused(_("Valitse, mitä löysit."), field="finding")
    if code.verdict == LOOK_INTO and not words.strip():
        raise Refused(_("Kirjoita, mitä selvitetään ja kuka sen tekee."), field="words")
    Alert.objects.filter(pk=found.pk).update(
        settled_at=dates.now(), settled_by_id=by.user_id, verdict=code.verdict, finding=code.key, words=words.strip(),
        told_reader=tell_reader,
    )
    record("watch.settled", by=by, stream=("unit", by.unit_id), obj=("alert", found.pk), verdict=code.verdict,
           finding=code.key, rule=found.rule)
    if tell_reader:
        outbox.promise("watch.tell_reader", found.user_id, by=by)
    return Alert.objects.get(pk=found.pk)


@transaction.atomic
def lift(*, mark: ReadingMark, by: Actor) -> None:
    """The reader may open new clients for the rest of that day. Twice is once. Raises Refused."""
    found = ReadingMark.objects.select_for_update().filter(pk=mark.pk).first()
    if found is None or not by.can(Permission.LOG_OVERSEE) or found.region_id != by.region_id:
        raise Refused(_("Lukemisen avaa alueen tietosuojavastaava."))
    if found.user_id == by.user_id:
        raise Refused(_("Et voi avata omaa lukemistasi. Pyydä sitä toiselta tietosuojavastaavalta."))
    if found.level != STOPPED or found.day != dates.today():
        raise Refused(_("Lukeminen aukesi jo itsestään, kun päivä vaihtui."))
    if found.lifted_at:
        return
    ReadingMark.objects.filter(pk=found.pk).update(lifted_at=dates.now(), lifted_by_id=by.user_id)
    record("watch.stop_lifted", by=by, stream=("unit", by.unit_id), obj=("reading_mark", found.pk), what=found.what)


def officers(region_id: int) -> list[int]:
    """Users who oversee the log of the region."""
    able = [role.key for role in ROLES.values() if Permission.LOG_OVERSEE in role.permissions]
    rows = Membership.objects.in_force().filter(
        role__in=able, unit__organisation__region_id=region_id, user__is_active=True
    )
    return sorted(set(rows.values_list("user_id", flat=True)))
