"""Moving a client on the steps towards work, and withdrawing a wrong move."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.employment.ladder.models import ProgressMove
from rinnalla.employment.ladder.reading import direction_of, standing_of, step_name
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.people.actions import sex_in_code
from rinnalla.servicemodels.codes import code, of_case


@transaction.atomic
def move(
    *, case: Case, by: Actor, from_step: str, to_step: str, on: date, ground: str, words: str = "",
    key: UUID | None = None,
) -> ProgressMove:
    """The client stands on another step from a day on (I-07); `from_step` is "" for the first record.

    Raises Refused: closed case, an unknown step or ground, the same step, somebody moved first, a day that is to come,
    or before the case or the move before.
    """
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    region = of_case(held)

    def make() -> ProgressMove:
        before = standing_of(held)
        _refuse_steps(held, before, from_step, to_step, ground)
        _refuse_day(held, before, on)
        return ProgressMove.objects.create(
            case=held, number=before.number + 1 if before else 1, from_step=from_step, to_step=to_step,
            direction=direction_of(from_step, to_step, region), on=on, ground=ground, words=words.strip(),
            sex=sex_in_code(held.person), made_by_id=by.user_id, form_key=key,
        )

    row, new = once(ProgressMove.objects.all(), key, make, case_id=case.pk)
    if new:
        _note(row, "employment.progress_moved", by, step=to_step, direction=row.direction)
    return row


def _refuse_steps(case: Case, before: ProgressMove | None, from_step: str, to_step: str, ground: str) -> None:
    if not case.allows("edit"):
        raise Refused(_("Asia on päätetty. Avaa se ensin uudelleen."))
    if code("progress_steps", to_step, region=of_case(case)) is None:
        raise Refused(_("Valitse porras, jolla asiakas nyt on."), field="to_step")
    now = before.to_step if before else ""
    if now != from_step:
        raise Refused(
            _("Joku ehti kirjata ensin: asiakas on nyt portaalla %(step)s. Päivitä sivu.")
            % {"step": step_name(case, now)}
        )
    if to_step == now:
        raise Refused(_("Asiakas on jo tällä portaalla. Valitse toinen."), field="to_step")
    if code("progress_grounds", ground) is None:
        raise Refused(_("Valitse, mitä tapahtui."), field="ground")


def _refuse_day(case: Case, before: ProgressMove | None, on: date) -> None:
    if on > dates.today():
        raise Refused(_("Päivä on vasta tulossa. Kirjaa siirtymä, kun se on tapahtunut."), field="on")
    opened = dates.local(case.made_at).date()
    if on < opened:
        raise Refused(_("Asia avattiin vasta %(day)s. Kirjaa se päivä tai myöhempi.") % {"day": dates.d(opened)},
                      field="on")  # fmt: skip
    if before and on < before.on:
        raise Refused(_("Edellinen siirtymä oli %(day)s. Kirjaa se päivä tai myöhempi.") % {"day": dates.d(before.on)},
                      field="on")  # fmt: skip


@transaction.atomic
def withdraw(*, move: ProgressMove, by: Actor, reason: str) -> None:
    """A wrong move is taken back, with why; the client stands where the one before left. Twice is once.

    Only the newest one that holds: the others stand on each other. Raises Refused, also when it has been taken back by
    somebody else or with other words.
    """
    held = Case.objects.select_for_update(of=("self",)).get(pk=move.case_id)
    row = ProgressMove.objects.get(pk=move.pk)
    if row.withdrawn_at:
        if (row.withdrawn_by_id, row.withdrawn_reason) == (by.user_id, reason.strip()):
            return
        raise Refused(_("Siirtymä on jo peruttu. Päivitä sivu."))
    if not held.allows("edit"):
        raise Refused(_("Asia on päätetty. Avaa se ensin uudelleen."))
    newest = standing_of(held)
    if newest is None or newest.pk != row.pk:
        raise Refused(_("Vain uusimman siirtymän voi perua. Peru ensin sen jälkeiset."))
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi kirjaus perutaan."), field="reason")
    ProgressMove.objects.filter(pk=row.pk).update(
        withdrawn_at=dates.now(), withdrawn_by_id=by.user_id, withdrawn_reason=reason.strip()
    )
    _note(row, "employment.progress_withdrawn", by, step=row.to_step)


def _note(row: ProgressMove, verb: str, by: Actor, **details: str) -> None:
    record(
        verb, by=by, stream=("case", row.case_id), obj=("progress_move", row.pk), case_id=row.case_id,
        person_id=row.case.person_id, **details,
    )
