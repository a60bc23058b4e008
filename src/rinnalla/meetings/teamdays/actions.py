"""Team days and a client's time with the team. What is cleared first and arranged is in `arranging`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.acting import acting, system
from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.walls import open_case
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.meetings.actions import cancel, convene
from rinnalla.meetings.arranging.actions import add_task
from rinnalla.meetings.arranging.models import Booking, MeetingTask, Readiness, Slot, TaskKind, TeamDay, times
from rinnalla.meetings.models import Kind, Meeting
from rinnalla.meetings.rules import note, require, require_open, tell_invited
from rinnalla.organisations.models import Unit

MOST_SLOTS = 20


@dataclass(frozen=True)
class Clearing:
    """A clarification to be made before the team's time: what, by whom, by when (V-51)."""

    what: str
    owner: User
    due_on: date
    field_group: str = "basics"


@transaction.atomic
def open_day(
    *, unit: Unit, by: Actor, chair: User, starts_at: datetime, minutes: int, number: int, pause: int = 0,
    place: str = "", video_url: str = "", key: UUID | None = None,
) -> TeamDay:
    """A team day with its slots: so many of so many minutes, with a pause in minutes between. Raises Refused."""
    if dates.local(starts_at).date() < dates.today():
        raise Refused(_("Päivä on mennyt. Valitse päivä tästä eteenpäin."), field="on")
    if not 1 <= number <= MOST_SLOTS:
        raise Refused(_("Päivässä on 1–%(most)s aikaa.") % {"most": MOST_SLOTS}, field="number")
    slots = times(starts_at, minutes, number, pause)
    if dates.local(slots[-1][1]).date() != dates.local(starts_at).date():
        raise Refused(_("Ajat eivät mahdu samaan päivään. Vähennä aikoja tai aloita aiemmin."), field="number")

    def make() -> TeamDay:
        day = TeamDay.objects.create(
            unit=unit, on=dates.local(starts_at).date(), chair=chair, place=place.strip(), video_url=video_url.strip(),
            made_by_id=by.user_id, form_key=key,
        )
        Slot.objects.bulk_create([Slot(day=day, starts_at=begins, ends_at=ends) for begins, ends in slots])
        return day

    day, new = once(TeamDay.objects.all(), key, make, unit_id=unit.pk)
    if new:
        record("meetings.day_opened", by=by, stream=("unit", unit.pk), obj=("team_day", day.pk), slots=len(slots))
    return day


@transaction.atomic
def call_off(*, day: TeamDay, by: Actor, reason: str) -> None:
    """The whole day is not held: nobody books it any more, and every time of it ahead is cancelled with the reason.

    Whoever calls it off need not see the clients: a promise goes through the times, each behind its own wall, and
    everybody invited is told. Twice is once. Raises Refused.
    """
    locked = TeamDay.objects.select_for_update().get(pk=day.pk)
    if locked.called_off_at is not None:
        return
    if locked.over:
        raise Refused(_("Päivä on jo mennyt. Peru vain päivä, joka on edessä."))
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi päivä perutaan. Asiakkaat ja tiimi saavat syyn."), field="reason")
    now, why = dates.now(), reason.strip()
    TeamDay.objects.filter(pk=day.pk).update(called_off_at=now, called_off_by_id=by.user_id, call_off_reason=why)
    record("meetings.day_called_off", by=by, stream=("unit", day.unit_id), obj=("team_day", day.pk))
    outbox.promise("meetings.cancel_times", day.pk, by=by)


def cancel_times(day_id: int) -> int:
    """Cancel the times ahead of a day that was called off; how many. Done again it finds none."""
    with acting(system("team_day_called_off")), connection.cursor() as cursor:
        day = TeamDay.objects.get(pk=day_id, called_off_at__isnull=False)
        cursor.execute("select * from meetings_times_called_off(%s)", [day.pk])
        rows = cursor.fetchall()
    for case_id, meeting_id in rows:
        by = replace(system("team_day_called_off", (case_id,)), user_id=day.called_off_by_id)
        with acting(by):
            open_case(case_id)
            meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
            if meeting.allows("cancel"):
                cancel(meeting=meeting, version=meeting.version, by=by, reason=day.call_off_reason)
    return len(rows)


@transaction.atomic
def book(
    *, case: Case, by: Actor, slot: Slot, purpose: str, clearings: Iterable[Clearing] = (),
    invited: Iterable[User] = (), guide: User | None = None, key: UUID | None = None,
) -> Booking:
    """Book a free time of a team day: straight when nothing needs clearing (V-50), else held until it is (V-51).

    The client gets the time when it is sure. Raises Refused when somebody else got the slot first.
    """
    if key and (earlier := Booking.objects.filter(form_key=key, case=case).first()):
        return earlier
    wanted = list(clearings)
    _free(slot, case)
    meeting = _meet(case, by, slot, purpose, invited, guide, tells=not wanted)
    sure = {} if wanted else {"confirmed_at": dates.now(), "confirmed_by_id": by.user_id}
    readiness = Readiness.CLARIFY if wanted else Readiness.READY
    try:
        with transaction.atomic():
            booking = Booking.objects.create(
                case=case, slot=slot, meeting=meeting, readiness=readiness, made_by_id=by.user_id, form_key=key, **sure
            )
    except IntegrityError as error:
        raise _gone() if "slot_taken_once" in str(error) else error from error
    Slot.objects.filter(pk=slot.pk).update(taken_at=dates.now())
    note(meeting, "meetings.slot_booked", by, ("booking", booking.pk), readiness=readiness.value)
    for one in wanted:
        add_task(
            meeting=meeting, by=by, kind=TaskKind.CLARIFICATION, what=one.what, owner=one.owner, due_on=one.due_on,
            field_group=one.field_group,
        )
    return booking


def _free(slot: Slot, case: Case) -> None:
    """Locks the slot, so that of two who come in the same second one waits and is told. Raises Refused."""
    require_open(case)
    locked = Slot.objects.select_for_update().select_related("day__unit__organisation").get(pk=slot.pk)
    if locked.day.unit.organisation.region_id != case.region_id:
        raise Refused(_("Aika on toisen alueen tiimipäivässä. Valitse oman alueen aika."), field="slot")
    if locked.day.called_off_at is not None:
        raise Refused(_("Tämä tiimipäivä on peruttu. Valitse aika toisesta päivästä."), field="slot")
    if locked.taken_at is not None:
        raise _gone()
    if locked.starts_at <= dates.now():
        raise Refused(_("Aika on jo mennyt. Valitse toinen aika."), field="slot")
    if Booking.objects.filter(case=case, released_at__isnull=True, slot__starts_at__gt=dates.now()).exists():
        raise Refused(_("Asiakkaalla on jo aika tiimipäivässä. Peru se ensin, jos aika vaihtuu."), field="slot")


def _gone() -> Refused:
    return Refused(_("Joku muu ehti varata tämän ajan. Valitse toinen aika."), field="slot")


def _meet(
    case: Case, by: Actor, slot: Slot, purpose: str, invited: Iterable[User], guide: User | None, *, tells: bool
) -> Meeting:
    day = slot.day
    return convene(
        case=case, by=by, kind=Kind.TEAM, starts_at=slot.starts_at, minutes=slot.minutes, purpose=purpose,
        place=day.place, video_url=day.video_url, invited=invited, guide=guide, tells=tells,
    )


@transaction.atomic
def confirm(*, booking: Booking, version: int, by: Actor, open_reason: str = "") -> None:
    """The time is sure, and the client gets it. With a clarification still open only for a reason (V-51).

    Raises Conflict, Refused.
    """
    meeting = booking.meeting
    require(meeting, "arrange")
    if not booking.unconfirmed:
        raise Refused(_("Aika on jo varmistettu tai peruttu."))
    left = MeetingTask.objects.filter(meeting=meeting).clarifications().open().count()
    if left and not open_reason.strip():
        raise Refused(
            _("Lisäselvitys on kesken. Odota sitä, tai kirjoita, miksi aika varmistetaan silti."), field="open_reason"
        )
    reason = open_reason.strip() if left else ""
    save_version(booking, version, confirmed_at=dates.now(), confirmed_by_id=by.user_id, open_reason=reason)
    note(meeting, "meetings.slot_confirmed", by, ("booking", booking.pk), left_open=left)
    tell_invited(meeting, by)
