"""Asking what professionals need to learn, noting a need at work, meeting it (E-43)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.employers.texts import without_client
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.network.learning.models import Training
from rinnalla.network.learning.needs.models import CompetenceNeed, NeedSurvey
from rinnalla.servicemodels.codes import code

TELL = "network.tell_of_need"
INSTALLATION = ("installation", 0)


@transaction.atomic
def make_survey(*, by: Actor, name: str, opens_on: date, closes_on: date, key: UUID | None = None) -> NeedSurvey:
    """A survey to everybody of the region. Raises Refused: a taken name, an end before the start."""
    _arranges(by, by.region_id)
    if key and (sent := NeedSurvey.objects.filter(form_key=key, region_id=by.region_id).first()):
        return sent
    said = without_client(name, "name")
    if closes_on < opens_on:
        raise Refused(_("Kysely päättyy aikaisintaan alkamispäivänään."), field="closes_on")
    if NeedSurvey.objects.filter(region_id=by.region_id, name=said).exists():
        raise Refused(_("Tämän niminen kysely on jo. Anna toinen nimi."), field="name")

    def make() -> NeedSurvey:
        return NeedSurvey.objects.create(
            region_id=by.region_id, name=said, opens_on=opens_on, closes_on=closes_on, made_by_id=by.user_id,
            form_key=key,
        )

    row, new = once(NeedSurvey.objects.all(), key, make, region_id=by.region_id, name=said)
    if new:
        record("network.need_survey_made", by=by, stream=INSTALLATION, obj=("need_survey", row.pk))
    return row


@transaction.atomic
def answer_survey(*, survey: NeedSurvey, by: Actor, areas: Collection[str], words: str = "") -> int:
    """The areas one would need to learn more of; added to what one answered before. Returns how many are new."""
    if not by.can(Permission.LEARNING_JOIN) or by.region_id != survey.region_id or not survey.is_open:
        raise Refused(_("Kysely ei ole auki."))
    if not areas:
        raise Refused(_("Valitse ainakin yksi osaaminen."), field="areas")
    said, made = without_client(words, "words"), 0
    NeedSurvey.objects.select_for_update().get(pk=survey.pk)
    had = set(survey.needs.filter(user_id=by.user_id).values_list("area", flat=True))
    for area in areas:
        if area not in had:
            _known(area)
            _make(by, area, said, survey, None)
            made += 1
    record("network.need_survey_answered", by=by, stream=INSTALLATION, obj=("need_survey", survey.pk))
    return made


@transaction.atomic
def note_need(*, by: Actor, area: str, words: str, key: UUID | None = None) -> CompetenceNeed:
    """A need that came up at work. Raises Refused."""
    if not by.can(Permission.LEARNING_JOIN) or by.region_id is None or by.unit_id is None:
        raise Refused(_("Osaamistarpeen kirjaa alueen ammattilainen."))
    _known(area)
    said = without_client(words, "words")
    if not said:
        raise Refused(_("Kirjoita, mitä haluaisit oppia."), field="words")
    row, new = once(
        CompetenceNeed.objects.all(), key, lambda: _make(by, area, said, None, key), user_id=by.user_id, area=area
    )
    if new:
        record("network.need_noted", by=by, stream=INSTALLATION, obj=("competence_need", row.pk), area=area)
    return row


@transaction.atomic
def meet_need(*, need: CompetenceNeed, by: Actor, training: Training | None, answer: str) -> None:
    """How the need is met: by a training, by words or by both; the one who noted it is told. Raises Refused."""
    _arranges(by, need.region_id)
    row = CompetenceNeed.objects.select_for_update(of=("self",)).get(pk=need.pk)
    said = without_client(answer, "answer")
    if row.answered_at:
        if (row.answered_by_id, row.answer, row.training_id) == (by.user_id, said, training.pk if training else None):
            return
        raise Refused(_("Joku on jo vastannut tähän tarpeeseen. Päivitä sivu."))
    if training is None and not said:
        raise Refused(_("Valitse koulutus tai kirjoita vastaus."), field="answer")
    if training is not None and training.region_id != row.region_id:
        raise Refused(_("Valitse oman alueen koulutus."), field="training")
    CompetenceNeed.objects.filter(pk=row.pk).update(
        training=training, answer=said, answered_at=dates.now(), answered_by_id=by.user_id
    )
    outbox.promise(TELL, row.user_id, by=by)
    record("network.need_met", by=by, stream=INSTALLATION, obj=("competence_need", row.pk))


def _make(by: Actor, area: str, words: str, survey: NeedSurvey | None, key: UUID | None) -> CompetenceNeed:
    return CompetenceNeed.objects.create(
        region_id=by.region_id, unit_id=by.unit_id, user_id=by.user_id, survey=survey, area=area, words=words,
        made_by_id=by.user_id, form_key=key,
    )


def _known(area: str) -> None:
    if code("competence_areas", area) is None:
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="area")


def _arranges(by: Actor, region_id: int | None) -> None:
    if not by.can(Permission.LEARNING_ARRANGE) or region_id is None or by.region_id != region_id:
        raise Refused(_("Osaamistarpeita hoitavat ne, jotka järjestävät koulutuksia."))
