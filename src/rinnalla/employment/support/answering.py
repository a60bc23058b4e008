"""The client's own part in an agreement of three: answering the newest text, or asking of it first (T-62).

texts: to the client
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.actions import locked
from rinnalla.employment.actions import note
from rinnalla.employment.models import CoachingEpisode
from rinnalla.employment.support.models import (
    APPROVED,
    CLIENT,
    HERE,
    REFUSED,
    AgreementAnswer,
    AgreementQuestion,
    AgreementVersion,
    WorkAgreement,
)
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict, once


@transaction.atomic
def answer_as_client(
    *, agreement: WorkAgreement, number: int, answer: str, by: Actor, words: str = "", key: UUID | None = None
) -> AgreementAnswer:
    """The client, or whoever acts for the client, approves or declines the version `number` in the own name.

    Raises Refused when it is no longer to be answered or a refusal says nothing; Conflict, with the newest version,
    when the text has been changed meanwhile.
    """
    episode = _held(agreement)
    if key and (earlier := AgreementAnswer.objects.filter(form_key=key, case_id=agreement.case_id).first()):
        return earlier
    latest = _newest(agreement, number, by)
    _goes_on(agreement, episode)
    if AgreementAnswer.objects.filter(version=latest, party=CLIENT).exists():
        raise Refused(_("Vastauksesi on jo kirjattu. Jos muutit mielesi, kerro valmentajallesi."))
    said = words.strip()
    if answer not in (APPROVED, REFUSED):
        raise Refused(_("Valitse, sopiiko tämä sinulle."), field="answer")
    if answer == REFUSED and not said:
        raise Refused(_("Kerro, mitä pitäisi muuttaa."), field="words")

    def make() -> AgreementAnswer:
        return AgreementAnswer.objects.create(
            case_id=agreement.case_id, version=latest, party=CLIENT, answer=answer, on=dates.today(),
            name=User.objects.get(pk=by.user_id).name[:79], way=HERE, words=said, made_by_id=by.user_id, form_key=key,
        )

    row, new = once(AgreementAnswer.objects.all(), key, make, case_id=agreement.case_id)
    if new:
        note(episode, "employment.agreement_answered_here", by, answer=answer, number=number)
        _tell(episode)
    return row


@transaction.atomic
def ask(
    *, agreement: WorkAgreement, number: int, by: Actor, words: str, key: UUID | None = None
) -> AgreementQuestion:
    """The client asks before answering; the version waits on. Raises Refused, Conflict as `answer_as_client`."""
    episode = _held(agreement)
    if key and (earlier := AgreementQuestion.objects.filter(form_key=key, case_id=agreement.case_id).first()):
        return earlier
    latest = _newest(agreement, number, by)
    _goes_on(agreement, episode)
    if not words.strip():
        raise Refused(_("Kirjoita, mitä haluat kysyä."), field="words")

    def make() -> AgreementQuestion:
        return AgreementQuestion.objects.create(
            case_id=agreement.case_id, version=latest, words=words.strip(), made_by_id=by.user_id, form_key=key
        )

    row, new = once(AgreementQuestion.objects.all(), key, make, case_id=agreement.case_id)
    if new:
        note(episode, "employment.agreement_asked", by, number=number)
        _tell(episode)
    return row


def _held(agreement: WorkAgreement) -> CoachingEpisode:
    """The case is held first, so that an answer and another version come one after the other."""
    locked(agreement.case_id)
    return CoachingEpisode.objects.select_related("case").get(pk=agreement.episode_id)


def _newest(agreement: WorkAgreement, number: int, by: Actor) -> AgreementVersion:
    if not by.on_clients_side:
        raise Refused(_("Asiakas vastaa tässä itse. Kirjaa hänen vastauksensa sopimuksen sivulla."))
    latest = AgreementVersion.objects.filter(agreement=agreement).order_by("-number").first()
    if latest is None or latest.number != number:
        raise Conflict(latest or agreement)
    return latest


def _goes_on(agreement: WorkAgreement, episode: CoachingEpisode) -> None:
    if WorkAgreement.objects.get(pk=agreement.pk).ended_on:
        raise Refused(_("Sopimus on päättynyt. Sinun ei tarvitse vastata."))
    if not episode.allows("work"):
        raise Refused(_("Valmennus on päättynyt. Sinun ei tarvitse vastata."))


def _tell(episode: CoachingEpisode) -> None:
    """The coach hears at once that something waits; the message itself tells nothing of the client."""
    if episode.coach_id:
        outbox.promise("cases.tell_user", episode.coach_id)
