"""Arranging a meeting: what is cleared first, who arranges, the support person, guests from outside, who records."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.access.roles import ROLES
from rinnalla.cases import grounds
from rinnalla.cases.consents.actions import customership_ended
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.meetings.arranging.models import Booking, MeetingTask, Slot, TaskKind
from rinnalla.meetings.models import JointService, Meeting, Participant, Support
from rinnalla.meetings.rules import (
    client_users,
    note,
    require,
    require_open,
    team_of_case,
    tell,
)
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels.codes import code

# Clarifications and arrangements


@transaction.atomic
def add_task(
    *, meeting: Meeting, by: Actor, kind: str, what: str, owner: User, due_on: date, field_group: str = "basics",
    key: UUID | None = None,
) -> MeetingTask:
    """Something to clear or arrange, by somebody of the client's team (V-51, L-47), who hears of it. Raises Refused."""
    require(meeting, "finish_task")
    if owner.pk not in team_of_case(meeting.case):
        raise Refused(_("Valitse tekijäksi joku asiakkaan tiimistä."), field="owner")
    roles = Membership.objects.in_force().filter(user=owner).values_list("role", flat=True)
    if not any(field_group in ROLES[role].field_groups for role in roles):
        raise Refused(_("Hän ei saa nähdä tätä tietoryhmää. Valitse toinen tekijä."), field="owner")
    if due_on < dates.today():
        raise Refused(_("Päivä on mennyt. Valitse päivä tästä eteenpäin."), field="due_on")

    def make() -> MeetingTask:
        return MeetingTask.objects.create(
            case_id=meeting.case_id, meeting=meeting, kind=kind, what=what.strip(), owner=owner, due_on=due_on,
            field_group=field_group, made_by_id=by.user_id, form_key=key,
        )

    task, new = once(MeetingTask.objects.all(), key, make, meeting_id=meeting.pk)
    if new:
        note(meeting, "meetings.task_added", by, ("meeting_task", task.pk), kind=kind)
        tell([owner.pk], by)
    return task


@transaction.atomic
def finish_task(*, task: MeetingTask, by: Actor, what_came: str) -> None:
    """It is cleared or arranged, and what came of it. Twice is once. Whoever booked hears when nothing is left open."""
    if MeetingTask.objects.filter(pk=task.pk, done_at__isnull=False).exists():
        return
    require(task.meeting, "finish_task")
    if not what_came.strip():
        raise Refused(_("Kirjoita, mitä selvisi tai mitä sovit."), field="what_came")
    done = MeetingTask.objects.filter(pk=task.pk, done_at__isnull=True).update(
        done_at=dates.now(), done_by_id=by.user_id, what_came=what_came.strip()
    )
    if not done:
        return
    note(task.meeting, "meetings.task_done", by, ("meeting_task", task.pk))
    booking = Booking.objects.filter(meeting=task.meeting, confirmed_at__isnull=True, released_at__isnull=True).first()
    if booking and not MeetingTask.objects.filter(meeting=task.meeting).clarifications().open().exists():
        tell([booking.made_by_id, task.meeting.guide_id], by)


def release(*, meeting: Meeting, by: Actor) -> None:
    """Give a cancelled meeting's slot free again; nothing when it has none."""
    rows = Booking.objects.filter(meeting=meeting, released_at__isnull=True)
    slots = list(rows.values_list("slot_id", flat=True))
    rows.update(released_at=dates.now(), released_by_id=by.user_id)
    Slot.objects.filter(pk__in=slots).update(taken_at=None)


# Who comes along


def ask_support(*, meeting: Meeting, by: Actor) -> None:
    """The client is asked whether somebody should come along (L-47); the guide gets it to arrange."""
    if meeting.guide_id:
        add_task(
            meeting=meeting, by=by, kind=TaskKind.ARRANGEMENT, owner=meeting.guide or User(),
            what=_("Varmista tila, kulku ja tulkki, ja kysy asiakkaalta tukihenkilöstä"),
            due_on=max(dates.today(), dates.local(meeting.starts_at).date()),
        )
    note(meeting, "meetings.support_asked", by)


@transaction.atomic
def answer_support(*, meeting: Meeting, version: int, by: Actor, support: str, support_person: str = "") -> None:
    """The client's answer: who comes along, or nobody (L-47). The client gives it, or a worker who asked.

    Raises Conflict, Refused.
    """
    require(meeting, "arrange")
    name = support_person.strip() if support == Support.NAMED else ""
    if support == Support.NAMED and not name:
        raise Refused(_("Kirjoita tukihenkilön nimi."), field="support_person")
    answered = {"support_at": dates.now(), "support_by_id": by.user_id}
    if support == Support.ASKED:
        answered = {"support_at": None, "support_by_id": None}
    save_version(meeting, version, support=support, support_person=name, **answered)
    note(meeting, "meetings.support_answered", by, answer=support)
    if by.on_clients_side:
        tell([meeting.guide_id or meeting.made_by_id], by)
    elif support == Support.ASKED:
        tell(client_users(meeting), by)


@transaction.atomic
def say_in_advance(*, meeting: Meeting, version: int, by: Actor, words: str) -> None:
    """What the client wants from the meeting, in the client's own words; it stands first on the table.

    Raises Conflict, Refused.
    """
    require(meeting, "arrange")
    if not words.strip():
        raise Refused(_("Kirjoita, mitä haluat tapaamiselta."), field="words")
    save_version(meeting, version, client_words=words.strip(), client_words_at=dates.now())
    note(meeting, "meetings.said_in_advance", by)


@transaction.atomic
def add_guest(
    *, meeting: Meeting, by: Actor, party: str, name: str, organisation: Organisation | None = None,
    allowed_on: date | None = None, may_be_told: str = "",
) -> Participant:
    """Somebody from outside the client's team: an employer, occupational health, an interpreter (V-75, E-42).

    An employer comes, and is told anything, only by the client's leave; Kela only by law or a consent (L-84). Raises
    Refused.
    """
    require(meeting, "arrange")
    found = code("meeting_parties", party)
    if found is None:
        raise Refused(_("Valitse, kuka kutsutaan."), field="party")
    if not name.strip():
        raise Refused(_("Kirjoita kutsutun nimi."), field="name")
    if found.definition.needs_leave and allowed_on is None:
        raise Refused(_("Kysy ensin asiakkaan lupa ja kirjaa sen päivä."), field="allowed_on")
    if organisation:
        grounds.require_a_ground(meeting.case, organisation, "organisation")
        _by_written_leave(meeting.case, organisation)
    if allowed_on and allowed_on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa lupa, kun se on saatu."), field="allowed_on")
    guest = Participant.objects.create(
        case_id=meeting.case_id, meeting=meeting, outside_name=name.strip(), party=party, organisation=organisation,
        allowed_on=allowed_on, may_be_told=may_be_told.strip() if allowed_on else "",
    )
    note(meeting, "meetings.guest_invited", by, ("participant", guest.pk), party=party)
    return guest


def _by_written_leave(case: Case, organisation: Organisation) -> None:
    """Raises Refused for a body that may know something only by the client's written consent, when there is none
    (380/2023 § 118)."""
    kind = code("organisation_kinds", organisation.kind)
    if not (kind and kind.definition.written_only):
        return
    consent = grounds.consent_for(case, organisation, lock=True)
    if consent is None or consent.mode == "spoken":
        text = _("%(body)s tulee mukaan vain asiakkaan kirjallisella luvalla. Kirjaa suostumus ensin.")
        raise Refused(text % {"body": organisation.name}, field="organisation")


@transaction.atomic
def give_part(*, participant: Participant, by: Actor, party: str) -> None:
    """Say which party somebody of the team stands for: the provider, who guided to the service (E-42)."""
    require(participant.meeting, "arrange")
    if code("meeting_parties", party) is None:
        raise Refused(_("Valitse osapuoli."), field="party")
    Participant.objects.filter(pk=participant.pk).update(party=party)
    note(participant.meeting, "meetings.part_given", by, ("participant", participant.pk), party=party)


@transaction.atomic
def agree_recording(*, meeting: Meeting, version: int, by: Actor, recorder: Organisation, words: str = "") -> None:
    """The meeting agrees which organisation records (L-49). Raises Conflict, Refused."""
    require_open(meeting.case)
    if not (meeting.allows("arrange") or meeting.allows("record")):
        raise Refused(_("Kirjaamisesta sovitaan ennen kuin tapaaminen päätetään."))
    save_version(meeting, version, recorder=recorder, recording_words=words.strip())
    note(meeting, "meetings.recorder_agreed", by, recorder=recorder.pk)


@transaction.atomic
def set_joint_service(*, case: Case, by: Actor, started_on: date | None) -> None:
    """The client is in the statutory joint service from a day, or with None not any more (L-49). Twice is once."""
    require_open(case)
    if started_on and started_on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa yhteispalvelu, kun se on alkanut."), field="started_on")
    live = JointService.objects.filter(case=case).on_now()
    if started_on is None:
        changed = live.update(ended_on=dates.today(), ended_by_id=by.user_id)
    else:
        changed = live.get_or_create(case=case, defaults={"started_on": started_on, "made_by_id": by.user_id})[1]
    if changed:
        record(
            "meetings.joint_service_set", by=by, stream=("case", case.pk), obj=("case", case.pk), case_id=case.pk,
            person_id=case.person_id, on=started_on is not None,
        )
    if changed and started_on is None:
        customership_ended(case=case, by=by)
