"""Beginning, handing over, stopping and ending a coaching. The coach's own work is in `working.py`.

Who acts may lose the case by the act (a coach who ends or hands over): the grant therefore ends last of all.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access import grants
from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, Depth, Membership, User
from rinnalla.cases import actions as cases
from rinnalla.cases.consents.standing import COACHING, Stands
from rinnalla.cases.models import Case, TeamMember
from rinnalla.catalogue.models import ServiceCard
from rinnalla.employment import caseload
from rinnalla.employment.leave import Leave, leave_of
from rinnalla.employment.models import CaseloadLimit, CoachAssignment, CoachingEpisode, capped_types
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import code, due, of_case
from rinnalla.services import actions as services
from rinnalla.services.models import ServiceEpisode

WHY, QUEUE = "coaching", "coaching_queue"


@transaction.atomic
def start_coaching(
    *, case: Case, by: Actor, coach: User, unit: Unit, type: str, payer: str, voluntary: bool, next_step: str,
    next_on: date, service: ServiceEpisode | None = None, client_group: str = "", key: UUID | None = None,
) -> CoachingEpisode:
    """Begin a coaching: the coach may work in the case from now on, within the consent, and search may begin at once.

    Needs the client's own statement that it is voluntary, and a statute or a consent in force for the coach's
    organisation (T-62, employment/leave.py). A coach with as many clients as there may be takes no more, whoever asks
    (T-54). Raises Refused.
    """
    caseload.lock("person", case.person_id)
    if key and (earlier := CoachingEpisode.objects.filter(form_key=key, case=case).first()):
        return earlier
    _known_group(client_group)
    leave = _may_be_coached(case, unit, type, payer, voluntary)
    service = service or _planned(case, type, by)

    def make() -> CoachingEpisode:
        return CoachingEpisode.objects.create(
            case=case, person_id=case.person_id, service=service, type=type, payer=payer, unit=unit,
            consent=leave.consent, statute=leave.statute, voluntary_on=dates.today(), waits_since=dates.today(),
            client_group=client_group,
            made_by_id=by.user_id, form_key=key,
        )

    episode, _new = once(CoachingEpisode.objects.all(), key, make, case_id=case.pk)
    _begin(episode, leave, coach, unit, by, next_step=next_step, next_on=next_on)
    return episode


@transaction.atomic
def queue_for_coach(
    *, case: Case, by: Actor, unit: Unit, type: str, payer: str, voluntary: bool, waits_since: date | None = None,
    client_group: str = "", key: UUID | None = None,
) -> CoachingEpisode:
    """Wait for the next free coach of a unit. The unit sees the basics, within the leave. Raises Refused."""
    caseload.lock("person", case.person_id)
    if key and (earlier := CoachingEpisode.objects.filter(form_key=key, case=case).first()):
        return earlier
    since = waits_since or dates.today()
    if since > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Jono alkaa viimeistään tänään."), field="waits_since")
    _known_group(client_group)
    leave = _may_be_coached(case, unit, type, payer, voluntary)

    def make() -> CoachingEpisode:
        return CoachingEpisode.objects.create(
            case=case, person_id=case.person_id, service=_planned(case, type, by), type=type, payer=payer, unit=unit,
            consent=leave.consent, statute=leave.statute, voluntary_on=dates.today(), waits_since=since,
            client_group=client_group,
            made_by_id=by.user_id, form_key=key,
        )

    episode, new = once(CoachingEpisode.objects.all(), key, make, case_id=case.pk)
    if new:
        _let_in(episode, leave, unit, Depth.BASICS, QUEUE, by)
        note(episode, "employment.queued", by, unit=unit.pk)
    return episode


@transaction.atomic
def take_from_queue(
    *, episode: CoachingEpisode, version: int, by: Actor, coach: User, unit: Unit, next_step: str, next_on: date
) -> None:
    """A coach with room takes somebody who waits. Raises Refused, Conflict."""
    require(episode, "start")
    if episode.version != version:
        save_version(episode, version)  # tells the conflict
    leave = _leave(episode.case, unit)
    _begin(episode, leave, coach, unit, by, next_step=next_step, next_on=next_on)
    grants.end(case_id=episode.case_id, why=QUEUE, by=by)


@transaction.atomic
def leave_queue(*, episode: CoachingEpisode, version: int, by: Actor, words: str = "") -> None:
    """The client no longer waits for coaching. Nothing follows from it. Raises Refused, Conflict."""
    require(episode, "leave_queue")
    save_version(episode, version, ended_on=dates.today(), outcome="other", outcome_words=words.strip())
    note(episode, "employment.left_queue", by)
    grants.end(case_id=episode.case_id, why=QUEUE, by=by)


@transaction.atomic
def hand_over(
    *, episode: CoachingEpisode, version: int, by: Actor, coach: User, unit: Unit, reason: str
) -> None:
    """Another coach goes on; only this and the end change the coach (V-07). Raises Refused, Conflict."""
    require(episode, "hand_over")
    if coach.pk == episode.coach_id:
        raise Refused(_("Hän on jo valmentaja."), field="coach")
    if code("handover_reasons", reason) is None:
        raise Refused(_("Valitse, miksi valmentaja vaihtuu."), field="reason")
    leave = _leave(episode.case, unit)
    _room_for_one_more(coach, unit, episode.type)
    before = User.objects.get(pk=episode.coach_id)
    save_version(episode, version, coach=coach, unit=unit, consent=leave.consent, statute=leave.statute)
    _assign(episode, coach, unit, by, reason)
    _let_in(episode, leave, coach, Depth.WORKS, WHY, by)
    note(episode, "employment.handed_over", by, reason=reason)
    outbox.promise("cases.tell_user", coach.pk)
    _let_go(episode, before, by)


@transaction.atomic
def stop_coaching(*, episode: CoachingEpisode, by: Actor) -> None:
    """The client stops: no reason is asked, nothing follows, sharing with the coach ends at once, and a closing talk is
    offered (T-62). Raises Refused."""
    require(episode, "stop")
    _stop(episode, by)


def standing_on(consent: Consent) -> list[Stands]:
    """What stands on a consent here (asked by `cases`): a coaching stops with it, a wait for one ends."""
    rows = CoachingEpisode.objects.filter(case_id=consent.case_id, unit__organisation_id=consent.organisation_id)
    rows = rows.filter(statute="").not_ended().select_related("case", "unit", "coach")
    return [_stands(one) for one in rows if one.allows("stop") or one.allows("leave_queue")]


def _stands(episode: CoachingEpisode) -> Stands:
    if episode.allows("stop"):
        name = episode.coach.name if episode.coach else ""
        text = _("Työhönvalmennus päättyy. Valmentajana on ollut %(name)s.") % {"name": name}
        return Stands(COACHING, text, lambda by: _stop(episode, by), episode.coach_id)
    text = _("Paikka valmennuksen jonossa päättyy: %(unit)s.") % {"unit": episode.unit.name}
    return Stands(COACHING, text, lambda by: leave_queue(episode=episode, version=episode.version, by=by))


@transaction.atomic
def note_talk(*, episode: CoachingEpisode, version: int, by: Actor, held: bool, on: date) -> None:
    """The closing talk that was offered was held, or the client did not want it. Raises Refused, Conflict."""
    require(episode, "talk")
    _not_ahead(on, "on")
    save_version(episode, version, talk="held" if held else "not_wanted", talk_on=on)
    note(episode, "employment.talked", by, held=held)


@transaction.atomic
def end_coaching(
    *, episode: CoachingEpisode, version: int, by: Actor, on: date, outcome: str, words: str = ""
) -> None:
    """End with an outcome; every outcome ranks equal (V-07). The coach sees the case no more. Raises Refused, Conflict.

    Also after the case was closed (L-76). The service on the path ends with it where the case still allows it.
    """
    require(episode, "end")
    if code("coaching_outcomes", outcome) is None:
        raise Refused(_("Valitse, mihin valmennus johti."), field="outcome")
    _not_ahead(on, "on")
    if episode.started_on and on < episode.started_on:
        raise Refused(_("Valmennus alkoi vasta %(day)s.") % {"day": dates.d(episode.started_on)}, field="on")
    save_version(episode, version, ended_on=on, outcome=outcome, outcome_words=words.strip())
    CoachAssignment.objects.filter(episode=episode, to_on__isnull=True).update(to_on=on)
    service = episode.service
    if service and episode.case.allows("edit") and service.allows("end"):
        services.end_service(episode=service, version=service.version, by=by, on=on, outcome=outcome, words=words)
    note(episode, "employment.ended", by, outcome=outcome, on=on)
    _let_go(episode, episode.coach, by)


@transaction.atomic
def set_caseload(*, unit: Unit, version: int, by: Actor, clients: int) -> CaseloadLimit:
    """A unit's own cap on a coach's clients: lower than the region's, never higher (T-54). Raises Refused, Conflict."""
    most = caseload.upper_limit(unit)
    if not 1 <= clients <= most:
        raise Refused(_("Raja voi olla 1–%(most)s. Sitä voi vain alentaa.") % {"most": most}, field="clients")
    caseload.lock("unit", unit.pk)
    row = CaseloadLimit.objects.filter(unit=unit).first()
    if row is None:
        row = CaseloadLimit.objects.create(unit=unit, clients=clients, made_by_id=by.user_id)
    else:
        save_version(row, version, clients=clients)
    record("employment.caseload_set", by=by, stream=("unit", unit.pk), obj=("unit", unit.pk), clients=clients)
    return row


# What they share ------------------------------------------------------------------------------------------------------


def _may_be_coached(case: Case, unit: Unit, type: str, payer: str, voluntary: bool) -> Leave:
    """The leave on which a coaching may begin. Raises Refused for everything that is missing."""
    services.require_open(case)
    if code("coaching_types", type) is None:
        raise Refused(_("Valitse, millaista valmennus on."), field="type")
    if code("coaching_payers", payer) is None:
        raise Refused(_("Valitse, kuka valmennuksen maksaa."), field="payer")
    if not voluntary:
        text = _("Valmennus on vapaaehtoista. Kysy asiakkaalta itseltään ja merkitse, että hän haluaa sen.")
        raise Refused(text, field="voluntary")
    leave = _leave(case, unit)
    if caseload.is_coached(case.person_id):
        raise Refused(_("Asiakkaalla on jo valmennus tai paikka jonossa."))
    return leave


def _known_group(group: str) -> None:
    """For figures alone, so it may be left out; it opens and shuts nothing (L-04, L-07)."""
    if group and code("client_groups", group) is None:
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="client_group")


def _leave(case: Case, unit: Unit) -> Leave:
    leave = leave_of(case, unit.organisation)
    if leave is None:
        text = _("Valmennus alkaa vain asiakkaan suostumuksella. Kirjaa ensin lupa: %(body)s, työhön liittyvät tiedot.")
        raise Refused(text % {"body": unit.organisation.name}, field="consent")
    return leave


def _planned(case: Case, type: str, by: Actor) -> ServiceEpisode | None:
    """The service on the path that the coaching stands for: a planned or running one, else the region's own card's."""
    kind = code("coaching_types", type)
    keys = kind.definition.services if kind else ()
    rows = ServiceEpisode.objects.filter(case=case, card__service__in=keys, coaching__isnull=True).not_ended()
    if row := rows.select_related("card", "case").order_by("pk").first():
        return row
    offered = ServiceCard.objects.offered().filter(region_id=case.region_id, service__in=keys)
    card = min(offered, key=lambda one: keys.index(one.service), default=None)
    return services.plan_service(case=case, by=by, card=card) if card else None


def _begin(
    episode: CoachingEpisode, leave: Leave, coach: User, unit: Unit, by: Actor, *, next_step: str, next_on: date
) -> None:
    """From here on the coach walks beside; the service begins with it."""
    if not next_step.strip():
        raise Refused(_("Kirjoita seuraava askel. Sellainen on aina."), field="next_step")
    if next_on < dates.today():
        raise Refused(_("Seuraava askel on tänään tai myöhemmin."), field="next_on")
    _room_for_one_more(coach, unit, episode.type)
    today = dates.today()
    save_version(
        episode, episode.version, coach=coach, unit=unit, consent=leave.consent, statute=leave.statute,
        started_on=today, next_step=next_step.strip(), next_on=next_on,
        review_on=due(of_case(episode.case), "coaching_review"),
    )
    _assign(episode, coach, unit, by)
    _let_in(episode, leave, coach, Depth.WORKS, WHY, by)
    service = episode.service
    if service and service.allows("start"):
        services.start_service(episode=service, version=service.version, by=by, on=today)
    note(episode, "employment.started", by, type=episode.type, payer=episode.payer)
    if coach.pk != by.user_id:
        outbox.promise("cases.tell_user", coach.pk)


def _room_for_one_more(coach: User, unit: Unit, type: str) -> None:
    """The coach coaches in the unit and has room. Others who add to the same coach wait here for their turn (T-54)."""
    rows = Membership.objects.in_force().filter(user=coach, unit=unit, role__in=caseload.COACHES)
    if not rows.exists():
        raise Refused(_("Valitse työhönvalmentaja."), field="coach")
    if type not in capped_types():
        return
    caseload.lock("coach", coach.pk)
    load = caseload.load_of(coach.pk, unit)
    if load.full:
        text = _("%(name)s: %(clients)s asiakasta, enintään %(most)s. Valitse toinen valmentaja tai jätä jonoon.")
        raise Refused(text % {"name": coach.name, "clients": load.clients, "most": load.most}, field="coach")


def _assign(episode: CoachingEpisode, coach: User, unit: Unit, by: Actor, reason: str = "") -> None:
    today = dates.today()
    CoachAssignment.objects.filter(episode=episode, to_on__isnull=True).update(to_on=today)
    CoachAssignment.objects.create(
        case_id=episode.case_id, episode=episode, coach=coach, unit=unit, from_on=today, reason=reason,
        made_by_id=by.user_id,
    )


def _let_in(episode: CoachingEpisode, leave: Leave, to: User | Unit, depth: Depth, why: str, by: Actor) -> None:
    """Leave to see, as wide and as long as its ground; a consent's ends with it (`cases.withdraw_consent`)."""
    grants.give(
        case_id=episode.case_id, to=to, depth=depth, ground=leave.ground, purpose=cases.PURPOSE, why=why, by=by,
        groups=leave.groups, ends_at=leave.ends_at, consent=leave.consent, at=episode.unit,
    )


def _let_go(episode: CoachingEpisode, coach: User | None, by: Actor) -> None:
    """The coach sees the case no more: neither as its coach nor as one of the team. A responsible worker stays one."""
    if coach is None:
        return
    case = episode.case
    member = TeamMember.objects.filter(case=case, user=coach, left_at__isnull=True).first()
    if member and coach.pk != case.responsible_worker_id:
        cases.leave_team(member=member, by=by)
    grants.end(case_id=episode.case_id, to=coach, why=WHY, by=by)


def _stop(episode: CoachingEpisode, by: Actor) -> None:
    save_version(
        episode, episode.version, stopped_at=dates.now(), stopped_by_id=by.user_id, talk="offered",
    )
    CoachAssignment.objects.filter(episode=episode, to_on__isnull=True).update(to_on=dates.today())
    note(episode, "employment.stopped", by)
    for user_id in {episode.case.responsible_worker_id, episode.coach_id}:
        if user_id and user_id != by.user_id:
            outbox.promise("cases.tell_user", user_id)
    _let_go(episode, episode.coach, by)


def require(episode: CoachingEpisode, act: str) -> None:
    """Raises Refused when the state of the coaching does not allow the act."""
    if not episode.allows(act):
        raise Refused(_("Valmennuksen tila on muuttunut. Päivitä sivu ja katso, mitä voi tehdä."))


def _not_ahead(day: date, field: str) -> None:
    if day > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa se, kun se on tapahtunut."), field=field)


def note(episode: CoachingEpisode, verb: str, by: Actor, **details: Any) -> None:
    """The event of a coaching in its case."""
    record(
        verb, by=by, stream=("case", episode.case_id), obj=("coaching", episode.pk), person_id=episode.person_id,
        **details,
    )
