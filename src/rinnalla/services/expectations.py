"""The actions of going through what to expect of a service, and of asking afterwards whether it was so (L-89)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.services.actions import note, require_open
from rinnalla.services.models import PLANNED, Expectation, ServiceEpisode


@transaction.atomic
def go_through(*, episode: ServiceEpisode, by: Actor, on: date | None = None, words: str = "") -> Expectation:
    """The sheet was gone through with the client: its sentences are kept as they were told that day.

    Done again before the service begins it replaces the earlier telling. Raises Refused when there is no sheet.
    """
    require_open(episode.case)
    day = on or dates.today()
    if not (episode.card and episode.card.expectations):
        raise Refused(_("Tällä palvelulla ei ole kerrottavaa lomaketta."))
    if day > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa se, kun se on tapahtunut."), field="on")
    told = {"sheet": episode.card.expectations, "gone_on": day, "words": words.strip(), "made_by_id": by.user_id}
    row = Expectation.objects.filter(episode=episode).first()
    if row is None:
        row = Expectation.objects.create(case_id=episode.case_id, episode=episode, **told)
    elif row.answer or episode.state != PLANNED and row.gone_on:
        raise Refused(_("Palvelu on jo käyty läpi %(day)s.") % {"day": dates.d(row.gone_on or row.answered_on)})
    else:
        Expectation.objects.filter(pk=row.pk).update(**told)
        row.refresh_from_db()
    note(episode, "services.sheet_gone_through", by, on=day)
    return row


@transaction.atomic
def answer(*, episode: ServiceEpisode, by: Actor, answer: str, words: str = "", fits: str = "") -> Expectation:
    """Whether the service was as expected and whether it fits the client (E-07), asked when it has begun or ended; a
    later answer replaces the earlier."""
    require_open(episode.case)
    if answer not in Expectation.Answer.values:
        raise Refused(_("Valitse, oliko palvelu niin kuin asiakas odotti."), field="answer")
    if fits and fits not in Expectation.Fits.values:
        raise Refused(_("Valitse, sopiiko palvelu asiakkaalle."), field="fits")
    if episode.state == PLANNED:
        raise Refused(_("Palvelu ei ole vielä alkanut. Kysy, kun se on alkanut."))
    told = {"answer": answer, "answer_words": words.strip(), "answered_on": dates.today(), "fits": fits}
    row, new = Expectation.objects.get_or_create(
        episode=episode, defaults={**told, "case_id": episode.case_id, "made_by_id": by.user_id}
    )
    if not new:
        Expectation.objects.filter(pk=row.pk).update(**told)
        row.refresh_from_db()
    note(episode, "services.expectation_answered", by, answer=answer)
    return row
