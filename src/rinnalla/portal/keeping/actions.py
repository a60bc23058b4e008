"""Own notes and own assessments: the client writes, takes away, shares and stops sharing. Nobody else does any of it.

That a client writes for oneself is told to nobody: such an event stands in the installation's stream without the case.
Sharing and its end are told in the case's stream, since they change what the team sees.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.assessments.results import scoring
from rinnalla.assessments.results.actions import edition_of
from rinnalla.cases.actions import locked
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.portal.models import OwnAssessment, OwnNote
from rinnalla.servicemodels import definitions as d

INSTALLATION = ("installation", 0)
Kept = OwnNote | OwnAssessment
KINDS = {OwnNote: "own_note", OwnAssessment: "own_assessment"}


@transaction.atomic
def write_note(
    *, case: Case, by: Actor, about: str, text: str, link: str = "", key: UUID | None = None
) -> OwnNote:
    """Write a note for oneself. Nobody else sees it before it is shared. Raises Refused: nothing written."""
    _own(case, by)
    _said(text)

    def make() -> OwnNote:
        return OwnNote.objects.create(
            case_id=case.pk, about=OwnNote.About(about), text=text.strip(), link=link, made_by_id=by.user_id,
            form_key=key,
        )

    note, new = once(OwnNote.objects.all(), key, make, case_id=case.pk)
    if new:
        _quietly("portal.note_written", note, by)
    return note


@transaction.atomic
def change_note(*, note: OwnNote, version: int, by: Actor, about: str, text: str, link: str = "") -> None:
    """Change one's own note; who reads a shared one reads the new text. Raises Refused and Conflict."""
    _own(note.case, by)
    _said(text)
    save_version(
        note, version, about=OwnNote.About(about), text=text.strip(), link=link, changed_at=dates.now()
    )
    _quietly("portal.note_changed", note, by)


@transaction.atomic
def note_assessment(
    *, case: Case, by: Actor, instrument: d.Instrument, edition: str, scores: Mapping[str, float], words: str = "",
    key: UUID | None = None,
) -> OwnAssessment:
    """Keep one's own assessment of today, or a result from elsewhere. Raises Refused: nothing answered, a point outside
    its scale, or one of today already there."""
    _own(case, by)
    told = edition_of(instrument, edition)
    if told is None or not scores:
        raise Refused(_("Vastaa ainakin yhteen kohtaan."))
    values = scoring.check_scores(told, scores)
    locked(case.pk)
    same = {"case_id": case.pk, "instrument": instrument.key, "edition": edition, "measured_on": dates.today()}

    def make() -> OwnAssessment:
        if OwnAssessment.objects.filter(**same).exists():
            raise Refused(_("Olet vastannut jo tänään. Poista se ensin, jos haluat vastata uudelleen."))
        return OwnAssessment.objects.create(
            **same, scores=values, words=words.strip(), made_by_id=by.user_id, form_key=key
        )

    row, new = once(OwnAssessment.objects.all(), key, make, case_id=case.pk)
    if new:
        _quietly("portal.assessment_written", row, by)
    return row


@transaction.atomic
def share(*, row: Kept, by: Actor) -> None:
    """Let the team read it from now on. Doing it twice is doing it once."""
    _own(row.case, by)
    if type(row).objects.filter(pk=row.pk, shared_at__isnull=True).update(shared_at=dates.now()):
        _told("portal.own_shared", row, by)


@transaction.atomic
def stop_sharing(*, row: Kept, by: Actor) -> None:
    """The team no longer reads it, from this second on. What was read before has been read, and the log tells it."""
    _own(row.case, by)
    if type(row).objects.filter(pk=row.pk, shared_at__isnull=False).update(shared_at=None):
        _told("portal.own_no_longer_shared", row, by)


@transaction.atomic
def take_away(*, row: Kept, by: Actor) -> None:
    """Take one's own writing away for good. It was nobody else's."""
    _own(row.case, by)
    if row.shared_at is not None:
        _told("portal.own_no_longer_shared", row, by)
    _quietly("portal.own_taken_away", row, by)
    row.delete()


def _own(case: Case, by: Actor) -> None:
    if not by.is_client or case.person_id != by.person_id:
        raise Refused(_("Vain asiakas itse kirjoittaa omille sivuilleen."))


def _said(text: str) -> None:
    if not text.strip():
        raise Refused(_("Kirjoita jotakin. Yksikin sana riittää."), field="text")


def _quietly(verb: str, row: Kept, by: Actor) -> None:
    record(verb, by=by, stream=INSTALLATION, obj=(KINDS[type(row)], row.pk))


def _told(verb: str, row: Kept, by: Actor) -> None:
    record(verb, by=by, stream=("case", row.case_id), obj=(KINDS[type(row)], row.pk))
