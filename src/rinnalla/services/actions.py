"""A service from plan to outcome. Guidance on to a service is in `guidance.py`."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.cases import moments
from rinnalla.cases.models import Case
from rinnalla.catalogue.models import ServiceCard, legal_grounds
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.organisations.models import Municipality, Unit
from rinnalla.referrals.sheets import told_before
from rinnalla.servicemodels.codes import Code, Whose, code, code_list, of_case
from rinnalla.services.models import Expectation, ServiceEpisode, ServiceInterruption


@transaction.atomic
def plan_service(
    *, case: Case, by: Actor, card: ServiceCard | None = None, own_name: str = "", organiser: Unit | None = None,
    organiser_name: str = "", field_group: str = "", planned_on: date | None = None, waits_since: date | None = None,
    key: UUID | None = None,
) -> ServiceEpisode:
    """Put a service on the client's path: a catalogue card, or a named service of a named body.

    The card brings its organiser, field group and the statutes in force that day (T-19). With `waits_since` the
    organiser's answer is awaited. What was gone through before the referral is kept with it (L-89). Raises Refused.
    """
    require_open(case)
    if card is None and not (own_name.strip() and (organiser or organiser_name.strip())):
        raise Refused(_("Kirjoita palvelun nimi ja kuka sen järjestää."), field="own_name")
    if card and card.region_id != case.region_id:
        raise Refused(_("Tämä kortti on toisen alueen. Valitse oman alueen palvelu."))
    if card and card.ended:
        raise Refused(_("Palvelua ei enää tarjota. Valitse toinen palvelu."))
    _not_ahead(waits_since, "waits_since")

    def make() -> ServiceEpisode:
        return ServiceEpisode.objects.create(
            case=case, card=card, own_name="" if card else own_name.strip(), waits_since=waits_since,
            organiser=organiser or (card.unit if card else None), organiser_name=organiser_name.strip(),
            field_group=field_group or (card.field_group if card else "basics"), planned_on=planned_on,
            statutes=[one.key for one in legal_grounds(card.statutes) if one.in_force] if card else [],
            made_by_id=by.user_id, form_key=key,
        )

    episode, new = once(
        ServiceEpisode.objects.all(), key, make, case_id=case.pk, card_id=card.pk if card else None
    )
    if new:
        note(episode, "services.planned", by)
        if card and (told := told_before(case, card)):
            day, sheet = told
            Expectation.objects.create(
                case=case, episode=episode, gone_on=day, sheet=sheet, made_by_id=by.user_id
            )
    return episode


@transaction.atomic
def start_service(*, episode: ServiceEpisode, version: int, by: Actor, on: date) -> None:
    """The service begins; a wait for it is over. Raises Refused, Conflict."""
    _require(episode, "start")
    _not_ahead(on, "on")
    save_version(episode, version, started_on=on)
    note(episode, "services.started", by, on=on)


@transaction.atomic
def await_service(*, episode: ServiceEpisode, version: int, by: Actor, since: date) -> None:
    """The organiser is awaited since a day; the drawn path waits in its lane. Raises Refused, Conflict."""
    _require(episode, "wait")
    _not_ahead(since, "since")
    save_version(episode, version, waits_since=since)
    note(episode, "services.waits", by, since=since)


@transaction.atomic
def interrupt_service(
    *, episode: ServiceEpisode, version: int, by: Actor, reason: str, from_on: date, words: str = "",
    support_offered: str = "", key: UUID | None = None,
) -> ServiceInterruption:
    """The service breaks off. The reason is a code; some of them are told to the responsible worker at once (E-16).

    Raises Refused, Conflict.
    """
    if key and (earlier := ServiceInterruption.objects.filter(form_key=key, episode=episode).first()):
        return earlier
    _require(episode, "interrupt")
    known = code("interruption_reasons", reason, region=of_case(episode.case))
    if known is None:
        raise Refused(_("Valitse keskeytyksen syy."), field="reason")
    _not_ahead(from_on, "from_on")
    if episode.started_on and from_on < episode.started_on:
        raise Refused(_("Palvelu alkoi vasta %(day)s.") % {"day": dates.d(episode.started_on)}, field="from_on")
    save_version(episode, version)
    interruption = ServiceInterruption.objects.create(
        case_id=episode.case_id, episode=episode, reason=reason, from_on=from_on, words=words.strip(),
        support_offered=support_offered.strip(), support_on=dates.today() if support_offered.strip() else None,
        made_by_id=by.user_id, form_key=key,
    )
    note(episode, "services.interrupted", by, reason=reason, on=from_on)
    if _alerts(known) and (worker := episode.case.responsible_worker_id) and worker != by.user_id:
        outbox.promise("cases.tell_user", worker)
    return interruption


@transaction.atomic
def resume_service(*, episode: ServiceEpisode, version: int, by: Actor, on: date) -> None:
    """An interrupted service goes on. Raises Refused, Conflict."""
    _require(episode, "resume")
    _close_interruption(episode, on, "on")
    save_version(episode, version)
    note(episode, "services.resumed", by, on=on)


@transaction.atomic
def detail_service(
    *, episode: ServiceEpisode, version: int, by: Actor, subject: str = "", partner: str = "", ground: str = "",
    agreed_until: date | None = None, area: Municipality | None = None,
) -> None:
    """Which one of its kind it is, with whom, why, until when and where: a training's name, the employer and ground of
    a pay subsidy, the area of a near service (V-79, V-84, E-39). Raises Refused, Conflict."""
    require_open(episode.case)
    grounds = [one.key for one in grounds_of(episode)]
    if ground and ground not in grounds:
        raise Refused(_("Valitse palvelun peruste luettelosta."), field="ground")
    if grounds and not ground:
        raise Refused(_("Valitse, millä perusteella palvelu annetaan."), field="ground")
    if grounds and not partner.strip():
        raise Refused(_("Kirjoita työnantaja."), field="partner")
    if agreed_until and episode.started_on and agreed_until < episode.started_on:
        raise Refused(_("Palvelu alkoi vasta %(day)s.") % {"day": dates.d(episode.started_on)}, field="agreed_until")
    save_version(episode, version, subject=subject.strip(), partner=partner.strip(), ground=ground,
                 agreed_until=agreed_until, area=area)
    note(episode, "services.detailed", by)


def grounds_of(episode: ServiceEpisode) -> list[Code]:
    """The grounds to choose from for a service of this kind; none for most."""
    service = episode.card.service if episode.card else ""
    return [one for one in code_list("service_grounds", region=of_case(episode.case))
            if one.definition.service == service]


@transaction.atomic
def offer_support(*, episode: ServiceEpisode, by: Actor, words: str) -> None:
    """Support is offered to a client whose service broke off; what was offered before stays (E-16). Raises Refused."""
    _require(episode, "resume")
    if not words.strip():
        raise Refused(_("Kerro, mitä tukea tarjottiin."), field="words")
    broken = episode.interruptions.get(to_on__isnull=True)
    told = "\n".join(part for part in (broken.support_offered, words.strip()) if part)
    ServiceInterruption.objects.filter(pk=broken.pk).update(support_offered=told, support_on=dates.today())
    note(episode, "services.support_offered", by)


@transaction.atomic
def end_service(
    *, episode: ServiceEpisode, version: int, by: Actor, on: date, outcome: str, words: str = "",
    no_talk_reason: str = "",
) -> None:
    """The service ends with an outcome code and words; all outcomes rank equal (V-07).

    One whose card asks for a three-party talk ends after it, or for a reason told (E-42). Raises Refused, Conflict.
    """
    _require(episode, "end")
    if episode.asks_closing_talk and not no_talk_reason.strip():
        raise Refused(_("Pitäkää ensin kolmikantakeskustelu, tai kerro, miksi sitä ei pidetä."), field="no_talk_reason")
    if code("service_outcomes", outcome) is None:
        raise Refused(_("Valitse, mihin palvelu johti."), field="outcome")
    _not_ahead(on, "on")
    if episode.started_on and on < episode.started_on:
        raise Refused(_("Palvelu alkoi vasta %(day)s.") % {"day": dates.d(episode.started_on)}, field="on")
    if episode.open_interruption:
        _close_interruption(episode, on, "on")
    reason = no_talk_reason.strip() if episode.asks_closing_talk else ""
    save_version(
        episode, version, ended_on=on, outcome=outcome, outcome_words=words.strip(), no_talk_reason=reason
    )
    note(episode, "services.ended", by, on=on, outcome=outcome)
    if episode.started_on:
        moments.happened(moments.SERVICE_END, case_id=episode.case_id, row_id=episode.pk, by=by)


@transaction.atomic
def note_closing_talk(*, episode: ServiceEpisode, by: Actor, on: date) -> None:
    """The three-party talk that ends the service was held (E-42). The meeting tells it; nothing is written over."""
    if ServiceEpisode.objects.filter(pk=episode.pk, ended_on__isnull=True).update(closing_talk_on=on):
        note(episode, "services.talked_over", by, on=on)


def _close_interruption(episode: ServiceEpisode, on: date, field: str) -> None:
    interruption = episode.interruptions.get(to_on__isnull=True)
    _not_ahead(on, field)
    if on < interruption.from_on:
        day = dates.d(interruption.from_on)
        raise Refused(_("Keskeytys alkoi vasta %(day)s.") % {"day": day}, field=field)
    ServiceInterruption.objects.filter(pk=interruption.pk).update(to_on=on)


def alerting(region: Whose) -> list[str]:
    """The reasons of a break that the responsible worker hears of at once (E-16)."""
    return [one.key for one in code_list("interruption_reasons", region=region) if _alerts(one)]


def _alerts(reason: Code) -> bool:
    """Does the responsible worker hear of this reason at once? A local one as the national one it counts under."""
    national = reason if reason.counts_as == reason.key else code("interruption_reasons", reason.counts_as)
    return bool(national and national.definition.alerts)


def _require(episode: ServiceEpisode, act: str) -> None:
    require_open(episode.case)
    if not episode.allows(act):
        raise Refused(_("Palvelun tila on muuttunut. Päivitä sivu ja katso, mitä voi tehdä."))


def require_open(case: Case) -> None:
    """Raises Refused when the case is closed."""
    if not case.allows("edit"):
        raise Refused(_("Asia on päätetty. Avaa se uudelleen, jos asiakas tarvitsee tukea."))


def _not_ahead(day: date | None, field: str) -> None:
    if day and day > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa se, kun se on tapahtunut."), field=field)


def note(episode: ServiceEpisode, verb: str, by: Actor, **details: Any) -> None:
    """The event of an episode, with the card's key when it has one."""
    card: dict[str, Any] = {"card": episode.card.key} if episode.card else {}
    record(
        verb, by=by, stream=("case", episode.case_id), obj=("episode", episode.pk),
        person_id=episode.case.person_id, **card, **details,
    )
