"""Signing up and giving up, noting who came, telling how it was.

Whoever asks waits for the training's row, so that the last place goes to one alone; the next one waits in line. The
database gives no place twice, even without the wait.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.employers.texts import without_client
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.network.learning.models import Training, TrainingFeedback, TrainingSeat

TELL = "network.tell_of_training"
LOWEST, HIGHEST = 1, 5


@transaction.atomic
def sign_up(*, training: Training, by: Actor) -> TrainingSeat:
    """A place, or the next one in line when all are taken. Asked again, the same seat. Raises Refused."""
    row = _turn(training, by)
    if mine := row.seats.held().filter(user_id=by.user_id).first():
        return mine
    if not row.allows("sign_up"):
        raise Refused(_("Ilmoittautuminen on päättynyt."))
    seat = TrainingSeat.objects.create(
        training=row, user_id=by.user_id, unit_id=by.unit_id, number=_free_number(row), made_by_id=by.user_id
    )
    _note("signed_up" if seat.number else "waits", by, row)
    return seat


@transaction.atomic
def give_up(*, training: Training, by: Actor) -> None:
    """The actor's place goes to the first in line, who is told. Twice is once. Raises Refused."""
    row = _turn(training, by)
    mine = row.seats.held().filter(user_id=by.user_id).first()
    if mine is None:
        return
    if not row.allows("give_up"):
        raise Refused(_("Koulutus on jo alkanut. Paikkaa ei voi enää perua."))
    TrainingSeat.objects.filter(pk=mine.pk).update(given_up_at=dates.now())
    fill_places(row, by)
    _note("gave_up", by, row)


def fill_places(row: Training, by: Actor) -> int:
    """Give free places of a training whose row is held to those who wait, in their order; each is told."""
    given = 0
    for seat in row.seats.waiting():
        number = _free_number(row)
        if number is None:
            break
        TrainingSeat.objects.filter(pk=seat.pk).update(number=number)
        outbox.promise(TELL, seat.user_id, by=by)
        given += 1
    return given


@transaction.atomic
def note_attendance(*, training: Training, by: Actor, came: Collection[UUID]) -> int:
    """Who of those with a place came; the others did not. May be corrected. Returns how many came. Raises Refused."""
    row = Training.objects.select_for_update(of=("self",)).get(pk=training.pk)
    if not by.can(Permission.LEARNING_ARRANGE) or by.unit_id != row.unit_id:
        raise Refused(_("Osallistujat kirjaa se yksikkö, joka järjestää koulutuksen."))
    if not row.allows("attend"):
        raise Refused(_("Osallistujat kirjataan, kun koulutus on alkanut."))
    seats = list(row.seats.seated())
    unknown = set(came) - {one.uuid for one in seats}
    if unknown:
        raise Refused(_("Valitse osallistujat niistä, joilla on paikka. Päivitä sivu."), field="came")
    told = [one for one in seats if one.told_on and one.uuid not in came]
    if told:
        raise Refused(_("Joku valinnan ulkopuolella on jo antanut palautetta. Hän oli paikalla."), field="came")
    for one in seats:
        TrainingSeat.objects.filter(pk=one.pk).update(
            came=one.uuid in came, noted_at=dates.now(), noted_by_id=by.user_id
        )
    _note("attendance_noted", by, row)
    return len(came)


@transaction.atomic
def give_feedback(*, training: Training, by: Actor, mark: int, use: int, words: str = "") -> None:
    """How it was, kept without a name. Once each; sent twice it is kept once. Raises Refused."""
    mine = (
        TrainingSeat.objects.select_for_update(of=("self",)).filter(training=training, user_id=by.user_id, came=True)
        .first()
    )  # fmt: skip
    if mine is None or not training.allows("tell"):
        raise Refused(_("Palautetta antavat ne, jotka olivat koulutuksessa."))
    if mine.told_on:
        return
    if not (LOWEST <= mark <= HIGHEST and LOWEST <= use <= HIGHEST):
        raise Refused(_("Valitse arvosana yhdestä viiteen."), field="mark")
    TrainingFeedback.objects.create(training=training, mark=mark, use=use, words=without_client(words, "words"))
    TrainingSeat.objects.filter(pk=mine.pk).update(told_on=dates.today())


def _free_number(row: Training) -> int | None:
    """The smallest free place, None when all are taken. The training's row is held."""
    taken = set(row.seats.seated().values_list("number", flat=True))
    if row.places is None:
        return (row.seats.seated().aggregate(last=Max("number"))["last"] or 0) + 1
    return next((number for number in range(1, row.places + 1) if number not in taken), None)


def _turn(training: Training, by: Actor) -> Training:
    if not by.can(Permission.LEARNING_JOIN) or by.region_id != training.region_id or by.unit_id is None:
        raise Refused(_("Koulutuksiin ilmoittautuvat alueen ammattilaiset."))
    return Training.objects.select_for_update(of=("self",)).get(pk=training.pk)


def _note(what: str, by: Actor, row: Training) -> None:
    record(f"network.training_{what}", by=by, stream=("installation", 0), obj=("training", row.pk))
