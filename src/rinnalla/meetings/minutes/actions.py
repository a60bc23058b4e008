"""The minutes while they are written, own entries, taking back."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.actions import leave_team
from rinnalla.cases.models import TeamMember
from rinnalla.eventlog.models import AccessLine
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.meetings.minutes.models import (
    ExtractEntry,
    LineKind,
    MinuteLine,
    Misdelivery,
    Sent,
)
from rinnalla.meetings.models import Meeting, Participant
from rinnalla.meetings.rules import client_users, note, require, tell
from rinnalla.organisations.models import Organisation


@transaction.atomic
def write_line(
    *,
    meeting: Meeting,
    by: Actor,
    text: str,
    kind: str = LineKind.NOTE,
    speaker: str = "",
    field_group: str = "basics",
    organisation: Organisation | None = None,
    key: UUID | None = None,
) -> MinuteLine:
    """Add a line to the minutes. Two who write at once add two lines: nothing is written over. Raises Refused."""
    require(meeting, "record")
    if not text.strip():
        raise Refused(_("Kirjoita rivi."), field="text")

    def make() -> MinuteLine:
        return MinuteLine.objects.create(
            case_id=meeting.case_id,
            meeting=meeting,
            kind=kind,
            speaker=speaker.strip(),
            text=text.strip(),
            field_group=field_group,
            organisation=organisation,
            made_by_id=by.user_id,
            form_key=key,
        )

    line, new = once(MinuteLine.objects.all(), key, make, meeting_id=meeting.pk)
    if new:
        note(meeting, "meetings.line_written", by, ("line", line.pk), kind=kind)
    return line


@transaction.atomic
def change_line(
    *,
    line: MinuteLine,
    version: int,
    by: Actor,
    text: str,
    kind: str = LineKind.NOTE,
    speaker: str = "",
    field_group: str = "basics",
    organisation: Organisation | None = None,
) -> None:
    """Mend a line while the record is open. The loser of two sees both texts. Raises Conflict, Refused."""
    require(line.meeting, "record")
    if not text.strip():
        raise Refused(_("Kirjoita rivi."), field="text")
    save_version(
        line,
        version,
        text=text.strip(),
        kind=kind,
        speaker=speaker.strip(),
        field_group=field_group,
        organisation=organisation,
    )
    note(line.meeting, "meetings.line_changed", by, ("line", line.pk))


@transaction.atomic
def strike_line(*, line: MinuteLine, version: int, by: Actor, reason: str) -> None:
    """Take a line out, with the reason; also after closing. Organisations enter their share anew. Raises Conflict."""
    require(line.meeting, "strike")
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi rivi poistetaan."), field="reason")
    save_version(line, version, struck_at=dates.now(), struck_by_id=by.user_id, struck_reason=reason.strip())
    lapse_entries(meeting=line.meeting, by=by)
    note(line.meeting, "meetings.line_struck", by, ("line", line.pk))


# Each organisation's own record


@transaction.atomic
def enter(
    *, meeting: Meeting, by: Actor, organisation: Organisation, on: date, key: UUID | None = None
) -> ExtractEntry:
    """Tick: the share is in the organisation's own system, since a day (L-48). Twice is once. Raises Refused."""
    require(meeting, "enter")
    if organisation.pk != by.organisation_id:
        raise Refused(_("Vain oman organisaation osuuden voi merkitä kirjatuksi."))
    if on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Merkitse kirjatuksi, kun se on tehty."), field="on")
    entry, new = ExtractEntry.objects.get_or_create(
        meeting=meeting,
        organisation=organisation,
        lapsed_at=None,
        defaults={"case_id": meeting.case_id, "on": on, "made_by_id": by.user_id, "form_key": key},
    )
    if new:
        note(meeting, "meetings.entered", by, ("entry", entry.pk), organisation=organisation.pk)
    return entry


def lapse_entries(*, meeting: Meeting, by: Actor) -> None:
    """What an organisation entered is no longer what the record says: it is asked to look again, and is told."""
    rows = ExtractEntry.objects.filter(meeting=meeting, lapsed_at__isnull=True)
    makers = list(rows.values_list("made_by_id", flat=True))
    rows.update(lapsed_at=dates.now(), lapsed_by_id=by.user_id)
    tell(makers, by)


# Taking back


@transaction.atomic
def withdraw(*, meeting: Meeting, version: int, by: Actor, reason: str) -> None:
    """Take a finished record back: the summary is shown to nobody any more, its decisions stay. Raises Conflict."""
    require(meeting, "withdraw")
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi kirjaus vedetään takaisin. Asiakas näkee syyn."), field="reason")
    save_version(meeting, version, withdrawn_at=dates.now(), withdrawn_by_id=by.user_id, withdraw_reason=reason.strip())
    lapse_entries(meeting=meeting, by=by)
    note(meeting, "meetings.withdrawn", by)
    tell(client_users(meeting), by)


@transaction.atomic
def take_back(
    *,
    meeting: Meeting,
    by: Actor,
    what: str,
    reason: str,
    participant: Participant | None = None,
    outside_name: str = "",
    opened: bool | None = None,
    key: UUID | None = None,
) -> Misdelivery:
    """Something went to the wrong one. A professional's access to the case ends at once; who opened it is read from the
    log. Of paper given to somebody outside it is told what is known. Raises Refused.
    """
    if key and (earlier := Misdelivery.objects.filter(form_key=key, meeting=meeting).first()):
        return earlier
    require(meeting, "take_back")
    if not reason.strip():
        raise Refused(_("Kirjoita, mitä tapahtui ja mitä teit."), field="reason")
    user = participant.user if participant else None
    if user is None and not outside_name.strip():
        raise Refused(_("Kirjoita, kenelle se meni."), field="outside_name")
    if user is not None:
        opened = _opened(meeting, user)
        _shut_out(meeting, participant, user, by)
    mistake = Misdelivery.objects.create(
        case_id=meeting.case_id,
        meeting=meeting,
        what=what,
        user=user,
        reason=reason.strip(),
        opened=opened,
        outside_name="" if user else outside_name.strip(),
        access_ended_at=dates.now() if user else None,
        made_by_id=by.user_id,
        form_key=key,
    )
    note(meeting, "meetings.taken_back", by, ("misdelivery", mistake.pk), what=Sent(what).value, opened=opened)
    tell([meeting.case.responsible_worker_id, *client_users(meeting)], by)
    return mistake


def _opened(meeting: Meeting, user: User) -> bool:
    """Has the user opened anything of the case since the invitation."""
    return AccessLine.objects.filter(
        user_id=user.pk, case_ids__contains=[meeting.case_id], result="ok", recorded_at__gte=meeting.made_at
    ).exists()


def _shut_out(meeting: Meeting, participant: Participant | None, user: User, by: Actor) -> None:
    if user.pk == by.user_id:
        raise Refused(_("Et voi poistaa itseäsi. Pyydä toista tiimin jäsentä."))
    if participant:
        Participant.objects.filter(pk=participant.pk).update(removed_at=dates.now(), removed_by_id=by.user_id)
    member = TeamMember.objects.filter(case=meeting.case_id, user=user, left_at__isnull=True).first()
    if member:
        leave_team(member=member, by=by)
