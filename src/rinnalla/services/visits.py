"""The actions of going along: visits, what a companion saw of a service, groups and who came."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.organisations.models import Unit
from rinnalla.plans.models import Goal
from rinnalla.servicemodels.codes import code
from rinnalla.services.actions import note, require_open
from rinnalla.services.models import AccompaniedVisit, Attendance, GroupSession, ServiceEpisode, ServiceObservation


@transaction.atomic
def note_visit(
    *, episode: ServiceEpisode, by: Actor, on: date, words: str = "", key: UUID | None = None
) -> AccompaniedVisit:
    """The companion went along to another provider's service that day (L-42). Raises Refused."""
    require_open(episode.case)
    _not_ahead(on)
    if episode.organiser_id and episode.organiser_id == by.unit_id:
        raise Refused(_("Tämä on oman yksikkösi palvelu. Saattokäynti kirjataan toisen järjestäjän palveluun."))

    def make() -> AccompaniedVisit:
        with transaction.atomic():
            return AccompaniedVisit.objects.create(
                case_id=episode.case_id, episode=episode, companion_id=by.user_id, unit_id=by.unit_id, on=on,
                words=words.strip(), made_by_id=by.user_id, form_key=key,
            )

    try:
        row, new = once(AccompaniedVisit.objects.all(), key, make, episode_id=episode.pk)
    except IntegrityError as error:
        if "visit_once_a_day" not in str(error):
            raise
        raise Refused(_("Olet jo kirjannut käynnin tälle päivälle."), field="on") from error
    if new:
        note(episode, "services.visit_noted", by, on=on)
    return row


@transaction.atomic
def observe_service(
    *, episode: ServiceEpisode, by: Actor, goal: Goal, verdict: str, words: str, public_words: str = "",
    key: UUID | None = None,
) -> ServiceObservation:
    """How the service works beside the client's goal; the client reads it too (L-43). `public_words` go to the quality
    report and must tell nothing of the client. Raises Refused."""
    require_open(episode.case)
    if goal.case_id != episode.case_id:
        raise Refused(_("Valitse asiakkaan oma tavoite."), field="goal")
    if verdict not in ServiceObservation.Verdict.values:
        raise Refused(_("Valitse, viekö palvelu tavoitetta eteenpäin."), field="verdict")
    if not words.strip():
        raise Refused(_("Kerro, mitä huomasit."), field="words")
    _without_the_client(episode.case, public_words)

    def make() -> ServiceObservation:
        return ServiceObservation.objects.create(
            case_id=episode.case_id, episode=episode, goal=goal, verdict=verdict, words=words.strip(),
            public_words=public_words.strip(), on=dates.today(), made_by_id=by.user_id, form_key=key,
        )

    row, new = once(ServiceObservation.objects.all(), key, make, episode_id=episode.pk)
    if new:
        note(episode, "services.observed", by, verdict=verdict)
    return row


def _without_the_client(case: Case, words: str) -> None:
    """The report's words may hold neither the client's name nor a code or a number that tells of a person."""
    names = {name.lower() for name in (*case.person.given_names.split(), *case.person.family_name.split())}
    told = {word.strip(".,:;!?()").lower() for word in words.split()}
    if any(word.startswith(name) for word in told for name in names if len(name) > 2) or case.number in words:
        raise Refused(_("Raporttiin ei kirjoiteta asiakkaan nimeä. Kerro vain palvelusta."), field="public_words")


@transaction.atomic
def attend(
    *, case: Case, by: Actor, unit: Unit, activity: str, name: str, held_on: date, came: bool
) -> Attendance:
    """Whether the client came to a meeting of a group; the meeting is made at its first mark (E-40). Said again, the
    newest holds. Raises Refused."""
    require_open(case)
    _not_ahead(held_on, "held_on")
    if code("group_activities", activity) is None:
        raise Refused(_("Valitse ryhmä."), field="activity")
    if not name.strip():
        raise Refused(_("Kirjoita ryhmän nimi."), field="name")
    session, _new = GroupSession.objects.get_or_create(
        unit=unit, activity=activity, name=name.strip(), held_on=held_on, defaults={"made_by_id": by.user_id}
    )
    row, new = Attendance.objects.get_or_create(
        case=case, session=session, defaults={"came": came, "made_by_id": by.user_id}
    )
    if not new and row.came == came:
        return row
    Attendance.objects.filter(pk=row.pk).update(came=came)
    row.came = came
    record("services.attended", by=by, stream=("case", case.pk), obj=("attendance", row.pk), person_id=case.person_id)
    return row


def _not_ahead(day: date, field: str = "on") -> None:
    if day > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa se, kun se on tapahtunut."), field=field)
