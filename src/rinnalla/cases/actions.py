"""Opening, holding and closing a case. Agreeing on the responsible worker is in `responsibility.py`."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rinnalla.access import grants
from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, Depth, User
from rinnalla.access.roles import ALL_GROUPS
from rinnalla.access.walls import open_case as show_grants
from rinnalla.cases import moments
from rinnalla.cases.consents import rules
from rinnalla.cases.models import STAGES, Assignment, Case, ContactNote, StageEntry, TeamMember
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.organisations.models import Region, Unit
from rinnalla.people.actions import add_person, draw_person_id
from rinnalla.people.models import Person
from rinnalla.servicemodels.codes import of_case, stages
from rinnalla.servicemodels.models import ServiceModel

PURPOSE = "work_ability_support"
# Grants that a closed case leaves: the basics of its last responsible worker (L-77), and of a coaching that goes on on
# the client's consent, which ends it with the coaching or the consent (L-76).
OUTLIVES = ("was_responsible", "coaching")


@transaction.atomic
def open_case(
    *,
    by: Actor,
    region: Region,
    holder_unit: Unit,
    arranger: User,
    naming_due_on: date,
    ground: str,
    person: Person | None = None,
    new_person: dict | None = None,
    wish: str = "",
    motivation: int | None = None,
    stage: str = "initial_service",
    previous: Case | None = None,
    key: UUID | None = None,
) -> Case:
    """Open a case for a known `person`, or for a `new_person` (the arguments of `people.actions.add_person`).

    It runs on the version of the region's service model that is in force now, and stays on it (I-10).
    The case begins as *arranging*: a holder unit, a named arranger and a due date of naming. The grant is written
    before the row it lets one see (architecture rule 4). Raises Refused when the person is already being helped.
    """
    if key and (earlier := Case.objects.filter(form_key=key).first()):
        return earlier
    if person and Case.objects.filter(person=person, region=region).not_closed().exists():
        raise Refused(_("Henkilöllä on jo avoin asia. Lisää uusi tarve siihen."))
    case_id, number = _draw()
    _let_in(case_id, arranger, holder_unit, ground, by)
    person_id = person.pk if person else draw_person_id()
    case = Case.objects.create(
        id=case_id, number=number, region=region, service_model=ServiceModel.objects.in_force_in(region),
        person_id=person_id, holder_unit=holder_unit, stage=stage, wish=wish,
        motivation=motivation, arranger=arranger, naming_due_on=naming_due_on, previous=previous, form_key=key,
        made_by_id=by.user_id,
    )  # fmt: skip
    if new_person is not None:
        case.person = add_person(person_id=person_id, region=region, by=by, **new_person)
    _enter_stage(case, stage, by)
    _note(case, "cases.arranged", by)
    moments.happened(moments.START, case_id=case.pk, by=by)
    return case


def _let_in(case_id: int, arranger: User, unit: Unit, ground: str, by: Actor) -> None:
    """The first grants of a case about to be written: the arranger works in it, whoever opened it sees the basics."""
    show_grants(case_id)
    at = unit if by.user_id != arranger.pk else None  # who arranges the case oneself does so in one's own work
    grants.give(
        case_id=case_id, to=arranger, depth=Depth.WORKS, ground=ground, purpose=PURPOSE, why="arranger", by=by, at=at
    )
    if by.user_id and by.user_id != arranger.pk:
        opener = User.objects.get(pk=by.user_id)
        grants.give(case_id=case_id, to=opener, depth=Depth.BASICS, ground=ground, purpose=PURPOSE, why="opened", by=by)


def _draw() -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('cases_case', 'id')), nextval('cases_number')")
        case_id, number = cursor.fetchone()
    return case_id, f"{dates.today().year}-{number:04d}"


def _note(case: Case, verb: str, by: Actor, obj: tuple[str, int] | None = None, **details: Any) -> None:
    record(
        verb,
        by=by,
        stream=("case", case.pk),
        obj=obj or ("case", case.pk),
        case_id=case.pk,
        person_id=case.person_id,
        **details,
    )


def _enter_stage(case: Case, stage: str, by: Actor) -> None:
    StageEntry.objects.create(case=case, stage=stage, entered_at=dates.now(), entered_by_id=by.user_id)


@transaction.atomic
def set_step(*, case: Case, version: int, by: Actor, next_step: str, next_step_on: date, review_on: date) -> None:
    """Agree on what happens next, when, and when the whole is reviewed. Raises Conflict."""
    _require(case, "edit")
    save_version(case, version, next_step=next_step, next_step_on=next_step_on, review_on=review_on)
    _note(case, "cases.step_set", by, on=next_step_on.isoformat())


@transaction.atomic
def set_wish(*, case: Case, version: int, by: Actor, wish: str, motivation: int | None) -> None:
    """The client's wish and motivation in own words (V-24). A low number never stops anything. Raises Conflict."""
    _require(case, "edit")
    save_version(case, version, wish=wish.strip(), motivation=motivation)
    _note(case, "cases.wish_set", by)


@transaction.atomic
def move_stage(*, case: Case, version: int, by: Actor, stage: str) -> None:
    """Move along the path. Mapping ends only when a responsible worker is agreed (V-57). Raises Conflict."""
    _require(case, "edit")
    if stage not in [one.key for one in stages(of_case(case))]:
        raise Refused(_("Tätä vaihetta ei ole siinä palvelumallissa, jonka mukaan asia kulkee."), field="stage")
    if STAGES.index(stage) > STAGES.index("mapping") and case.responsible_worker_id is None:
        raise Refused(_("Kartoitus päättyy vasta, kun asiakasvastaavasta on sovittu."), field="stage")
    save_version(case, version, stage=stage)
    _enter_stage(case, stage, by)
    _note(case, "cases.stage_changed", by, stage=stage)


@transaction.atomic
def note_contact(
    *,
    case: Case,
    by: Actor,
    on: date,
    channel: str,
    subject: str,
    text: str = "",
    with_client: bool = True,
    field_group: str = "basics",
    minutes: int | None = None,
    client_rating: int | None = None,
    key: UUID | None = None,
) -> ContactNote:
    """Note a contact. The first one with the client also keeps how many days they waited (V-106)."""
    _require(case, "edit")
    if on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa vain se, mikä on jo tapahtunut."), field="on")
    first = with_client and not case.contacts.filter(is_first=True).exists()
    waited = max((on - dates.local(case.made_at).date()).days, 0) if first else None

    def make() -> ContactNote:
        return ContactNote.objects.create(
            case=case,
            on=on,
            channel=channel,
            with_client=with_client,
            subject=subject,
            text=text,
            minutes=minutes,
            field_group=field_group,
            is_first=first,
            waited_days=waited,
            client_rating=client_rating if first else None,
            unit_id=by.unit_id,
            made_by_id=by.user_id,
            form_key=key,
        )

    note, new = once(ContactNote.objects.all(), key, make, case_id=case.pk)
    if new:
        if with_client and (case.last_contact_on is None or on > case.last_contact_on):
            Case.objects.filter(pk=case.pk).update(last_contact_on=on)
        _note(case, "cases.contact_noted", by, ("contact", note.pk), on=on.isoformat(), channel=channel)
    return note


@transaction.atomic
def join_team(
    *,
    case: Case,
    user: User,
    unit: Unit,
    task: str,
    by: Actor,
    ground: str,
    depth: Depth = Depth.WORKS,
    groups: Iterable[str] = ALL_GROUPS,
    consent: Consent | None = None,
    starts_on: date | None = None,
) -> TeamMember:
    """Take a professional into the client's team from a day on (today); their leave to see begins that day.

    Where no statute lets the organisation see, a consent of the client for that very organisation is needed: before
    it nothing opens, and no more than it names (L-45; 381/2023 § 15). Raises Refused.
    """
    _require(locked(case.pk), "edit")  # two who add at once, or one who closes
    consent = rules.stands_on(case, unit.organisation, ground, consent, "membership")
    if case.team.filter(user=user, left_at__isnull=True).exists():
        raise Refused(_("Hän on jo tiimissä."), field="membership")
    if consent:
        groups = set(groups) & rules.opened(consent)
    ahead = starts_on is not None and starts_on > dates.today()
    grant = grants.give(
        case_id=case.pk, to=user, depth=depth, ground=ground, purpose=PURPOSE, why="team", by=by, groups=groups,
        consent=consent, at=unit, starts_at=dates.start_of_day(starts_on) if starts_on and ahead else None,
        ends_at=consent.ends_at if consent else None,
    )  # fmt: skip
    member = TeamMember.objects.create(case=case, user=user, unit=unit, task=task, grant=grant, made_by_id=by.user_id)
    _note(case, "cases.team_joined", by, ("team_member", member.pk))
    return member


@transaction.atomic
def leave_team(*, member: TeamMember, by: Actor) -> None:
    """End somebody's part in the team, and their leave to see, at once."""
    case = locked(member.case_id)
    if member.user_id == case.responsible_worker_id and case.closed_at is None:
        raise Refused(_("Asiakasvastaava vaihtuu vain saattaen. Ehdota ensin uutta asiakasvastaavaa."))
    end_places(TeamMember.objects.filter(pk=member.pk), by)
    grants.end(case_id=case.pk, to=member.user, by=by, why="team")
    _note(case, "cases.team_left", by, ("team_member", member.pk))


def end_places(members: QuerySet[TeamMember], by: Actor) -> None:
    """These members leave the team now, and the roles they had in the case end."""
    leaving = list(members.filter(left_at__isnull=True).values_list("pk", flat=True))
    now = dates.now()
    Assignment.objects.filter(member__in=leaving, ended_at__isnull=True).update(ended_at=now, ended_by_id=by.user_id)
    TeamMember.objects.filter(pk__in=leaving).update(left_at=now, left_by_id=by.user_id)


def _ground_of(case: Case, by: Actor) -> str:
    """The ground on which the actor saw the earlier case."""
    grant = case.grants.filter(user_id=by.user_id).first()
    if grant is None:
        raise Refused(_("Tämä ei onnistu asian nykyisessä tilassa. Päivitä sivu ja katso, mitä voi tehdä."))
    return grant.ground


END_TERM = """
update cases_responsibleterm set period = tstzrange(lower(period), %s) where case_id = %s and upper_inf(period)
"""


def end_term(case: Case, now: datetime) -> None:
    """The present responsible worker's term ends at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(END_TERM, [now, case.pk])


@transaction.atomic
def return_case(*, case: Case, by: Actor, naming_due_on: date, wish: str = "", key: UUID | None = None) -> Case:
    """The client comes back: a new case linked to the old one, in one act and without an application (L-77)."""
    _require(case, "return")
    return open_case(
        by=by,
        region=case.region,
        holder_unit=case.holder_unit,
        arranger=User.objects.get(pk=by.user_id),
        naming_due_on=naming_due_on,
        ground=_ground_of(case, by),
        person=case.person,
        wish=wish or case.wish,
        previous=case,
        key=key,
    )


def locked(case_id: int) -> Case:
    """The case as it is now, held until the transaction ends: who comes at the same time waits. An act that writes more
    than one row of a case takes it first, before the case's log, or two could wait for each other. Raises Refused when
    it is no longer the actor's to see."""
    case = Case.objects.select_for_update(no_key=True).filter(pk=case_id).first()
    if case is None:
        raise Refused(_("Tämä ei onnistu asian nykyisessä tilassa. Päivitä sivu ja katso, mitä voi tehdä."))
    return case


def _require(case: Case, act: str) -> None:
    if not case.allows(act):
        raise Refused(_("Tämä ei onnistu asian nykyisessä tilassa. Päivitä sivu ja katso, mitä voi tehdä."))


def default_naming_due(days: int) -> date:
    """The latest day by which a responsible worker is to be named: `days` from today (region's dated setting)."""
    return dates.today() + timedelta(days=days)
