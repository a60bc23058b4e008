"""Asking about one's own data, answering, and giving oneself further time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.models import Absence, Membership, User
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import ROLES
from rinnalla.cases.actions import locked
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.people.models import Person
from rinnalla.retention.requests.log import same_day_lines
from rinnalla.retention.requests.models import DEADLINES, OUTCOMES, Kind, Outcome, RightsRequest, Side
from rinnalla.servicemodels.codes import code_list, day_of, deadline_value, due, of_region


@dataclass(frozen=True)
class Asked:
    """What a client asks, as typed. `line_ids`: lines of the log of one day; `older_why`: the special reason for more
    than the law's two years; `place` … `should_be`: where a fact is wrong and what it should be."""

    text: str = ""
    wants_call: bool = False
    line_ids: tuple[int, ...] = ()
    older_why: str = ""
    place: str = ""
    row_uuid: UUID | None = None
    should_be: str = ""


@dataclass(frozen=True)
class Answered:
    """An answer: what came of it, the words to the client; for a refusal its ground; for a correction the row it is
    about and the one that holds the mended fact."""

    outcome: str
    words: str
    refusal: str = ""
    row_uuid: UUID | None = None
    fixed_in: UUID | None = None
    mended: frozenset[UUID] = field(default_factory=frozenset)


@transaction.atomic
def ask(
    *, person: Person, case: Case | None, by: Actor, kind: str, asked: Asked, key: UUID | None = None
) -> RightsRequest:
    """The person asks something of their own data; it is answered by the day the law gives. Whoever answers is told.

    `case` is the one it is about, None for a person without one. Raises Refused: nothing said, or a line not one's own.
    """
    case = locked(case.pk) if case else None
    _require_said(kind, asked, person)
    side = Side.TEAM if kind == Kind.CORRECTION and case and not case.closed_at else Side.OFFICER

    def make() -> RightsRequest:
        return RightsRequest.objects.create(
            person=person, case=case, region_id=person.region_id, kind=kind, side=side, text=asked.text.strip(),
            wants_call=asked.wants_call, line_ids=list(asked.line_ids), older_why=asked.older_why.strip(),
            place=asked.place, row_uuid=asked.row_uuid, should_be=asked.should_be.strip(), made_by_id=by.user_id,
            due_on=due(of_region(person.region_id), DEADLINES[Kind(kind)]), form_key=key,
        )

    request, new = once(RightsRequest.objects.all(), key, make, person_id=person.pk, kind=kind)
    if new:
        _note(request, "retention.asked", by, kind=str(kind))
        for user_id in _team(case) if side == Side.TEAM and case else officers(person.region_id):
            outbox.promise("cases.tell_user" if side == Side.TEAM else "retention.tell_officer", user_id, by=by)
    return request


def _require_said(kind: str, asked: Asked, person: Person) -> None:
    if kind == Kind.CORRECTION:
        if not asked.text.strip():
            raise Refused(_("Kerro, mikä tiedossa on väärin."), field="text")
        if not asked.should_be.strip():
            raise Refused(_("Kerro, miten asia sinusta on."), field="should_be")
    elif kind != Kind.LOG_REQUEST and not asked.text.strip():
        raise Refused(_("Kirjoita kysymyksesi. Yksikin lause riittää."), field="text")
    if asked.line_ids and not same_day_lines(person.pk, asked.line_ids):
        raise Refused(_("Tätä lokin riviä ei löydy. Avaa loki uudelleen ja valitse rivi."))


def _team(case: Case) -> list[int]:
    first = case.responsible_worker_id or case.arranger_id
    away = Absence.objects.now().filter(user_id=first).values_list("deputy_id", flat=True)
    return [first, *away] if first else []


def officers(region_id: int) -> Iterable[int]:
    answering = [role.key for role in ROLES.values() if Permission.RIGHTS_ANSWER in role.permissions]
    rows = Membership.objects.in_force().filter(
        role__in=answering, unit__organisation__region_id=region_id, user__is_active=True
    )
    return rows.order_by("user_id").values_list("user_id", flat=True).distinct()


@transaction.atomic
def answer(*, request: RightsRequest, by: Actor, version: int, answered: Answered) -> None:
    """Answer in words that the client reads. A refusal names its ground in law, and the way on stands with it.

    A correction that is made names a row written after it was asked (one of `mended`), where the place has rows: the
    mending itself is the worker's own act there. Raises Conflict, Refused.
    """
    same = (request.answer, request.outcome) == (answered.words.strip(), answered.outcome)
    if same and request.answered_by_id == by.user_id:
        return  # sent twice
    if not request.allows("answer"):
        raise Refused(_("Tähän on jo vastattu. Päivitä sivu, niin näet vastauksen."))
    _require_whole(request, answered)
    about = request.row_uuid if answered.row_uuid is None else answered.row_uuid
    late = request.late
    save_version(
        request, version, answered_at=dates.now(), answered_by_id=by.user_id, outcome=answered.outcome,
        refusal=answered.refusal if answered.outcome == Outcome.REFUSED else "", answer=answered.words.strip(),
        row_uuid=about, fixed_in=answered.fixed_in if answered.outcome == Outcome.CORRECTED else None,
    )
    _note(request, "retention.answered", by, kind=request.kind, outcome=answered.outcome, late=late)
    _tell_client(request, by)


def _require_whole(request: RightsRequest, answered: Answered) -> None:
    if answered.outcome not in OUTCOMES[request.kind]:
        raise Refused(_("Valitse, mitä pyynnöstä seurasi."), field="outcome")
    if not answered.words.strip():
        raise Refused(_("Kirjoita vastaus, jonka asiakas saa luettavakseen."), field="words")
    if answered.outcome == Outcome.REFUSED and answered.refusal not in refusals(request.kind):
        raise Refused(_("Valitse, millä lain perusteella pyyntöön ei suostuta."), field="refusal")
    if answered.outcome == Outcome.CORRECTED and answered.fixed_in not in answered.mended | {None}:
        text = _("Korjaa tieto ensin omalla paikallaan ja valitse sitten, missä korjattu tieto on.")
        raise Refused(text, field="fixed_in")


def refusals(kind: str) -> dict[str, str]:
    """The grounds in force on which a request of a kind may be refused, by their keys."""
    return {one.key: one.name for one in code_list("rights_refusals") if kind in one.definition.kinds}


@transaction.atomic
def extend(*, request: RightsRequest, by: Actor, version: int, reason: str) -> None:
    """Take the further time that the law gives, once and with a reason that the client is told. Raises Conflict,
    Refused: twice, a kind that has none, or after the day."""
    if not request.allows("extend") or request.late:
        raise Refused(_("Lisäaikaa ei voi enää ottaa. Vastaa pyyntöön."))
    if not reason.strip():
        raise Refused(_("Kerro asiakkaalle, miksi tarvitset lisää aikaa."), field="reason")
    value = deadline_value(of_region(request.region_id), "rights_extension")
    save_version(
        request, version, due_on=day_of(value, request.due_on), extended_at=dates.now(), extended_by_id=by.user_id,
        extension_reason=reason.strip(),
    )
    _note(request, "retention.extended", by, kind=request.kind)
    _tell_client(request, by)


def _tell_client(request: RightsRequest, by: Actor) -> None:
    for user_id in User.objects.filter(person_id=request.person_id, is_active=True).values_list("pk", flat=True):
        outbox.promise("retention.tell_client", user_id, by=by)


def _note(request: RightsRequest, verb: str, by: Actor, **details: Any) -> None:
    """The log of the case tells of corrections alone: nobody who works in it reads that the log was asked about."""
    case_id = request.case_id if request.side == Side.TEAM else None
    record(
        verb, by=by, stream=("person", request.person_id), obj=("rightsrequest", request.pk), case_id=case_id,
        person_id=request.person_id, **details,
    )
