"""The coordinators' discussion of cases without identity: asking, answering, closing with what was learnt (L-33)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.names import search_key
from rinnalla.lib.saving import once
from rinnalla.referrals.consultations import refuse_identity
from rinnalla.referrals.models_peers import PeerAnswer, PeerQuestion

SHORTEST, LONGEST_ENDING = 3, 5  # letters of a name that is looked for; letters a Finnish ending may add


@transaction.atomic
def ask_peers(
    *, by: Actor, subject: str, question: str, checked: bool = False, key: UUID | None = None
) -> PeerQuestion:
    """Tell a case without whose it is. `checked`: the asker has made sure that a word like a client's name is none.

    Raises Refused: a text is missing, it tells who the client is, or names a client of the asker's own.
    """
    _coordinates(by)
    if not subject.strip():
        raise Refused(_("Kirjoita otsikko."), field="subject")
    if not question.strip():
        raise Refused(_("Kirjoita, mitä haluat pohtia yhdessä."), field="question")
    for name, text in (("subject", subject), ("question", question)):
        _refuse_a_client(text, by, name, checked)

    def make() -> PeerQuestion:
        return PeerQuestion.objects.create(
            region_id=by.region_id, unit_id=by.unit_id, subject=subject.strip(), question=question.strip(),
            made_by_id=by.user_id, form_key=key,
        )

    row, new = once(PeerQuestion.objects.all(), key, make, region_id=by.region_id)
    if new:
        _note("referrals.peers_asked", row, by)
    return row


@transaction.atomic
def answer_peers(
    *, question: PeerQuestion, by: Actor, text: str, checked: bool = False, key: UUID | None = None
) -> PeerAnswer:
    """Tell a colleague what one would do. Raises Refused as asking does, and when the discussion is closed."""
    _coordinates(by)
    if not text.strip():
        raise Refused(_("Kirjoita vastaus."), field="text")
    _refuse_a_client(text, by, "text", checked)
    locked = PeerQuestion.objects.select_for_update().get(pk=question.pk)
    if locked.closed_at:
        raise Refused(_("Keskustelu on jo päätetty. Aloita tarvittaessa uusi."), field="text")

    def make() -> PeerAnswer:
        return PeerAnswer.objects.create(question=locked, text=text.strip(), made_by_id=by.user_id, form_key=key)

    row, new = once(PeerAnswer.objects.all(), key, make, question_id=locked.pk)
    if new:
        _note("referrals.peers_answered", locked, by)
        if locked.made_by_id and locked.made_by_id != by.user_id:
            outbox.promise("referrals.tell_user", locked.made_by_id, by=by)
    return row


@transaction.atomic
def close_peers(*, question: PeerQuestion, by: Actor, learnt: str, checked: bool = False) -> None:
    """The asker ends the discussion with what was learnt, which stays for the others. Raises Refused."""
    if question.made_by_id != by.user_id:
        raise Refused(_("Keskustelun päättää se, joka kysyi."))
    if not learnt.strip():
        raise Refused(_("Kirjoita lyhyesti, mitä opit. Se auttaa muitakin."), field="learnt")
    _refuse_a_client(learnt, by, "learnt", checked)
    rows = PeerQuestion.objects.filter(pk=question.pk, closed_at__isnull=True)
    if not rows.update(closed_at=dates.now(), closed_by_id=by.user_id, learnt=learnt.strip()):
        raise Refused(_("Keskustelu on jo päätetty. Aloita tarvittaessa uusi."))
    _note("referrals.peers_closed", question, by)


def _coordinates(by: Actor) -> None:
    if not by.can(Permission.TEAM_BOARD):
        raise Refused(_("Keskustelu on koordinaattorien oma."))


def _refuse_a_client(text: str, by: Actor, field: str, checked: bool) -> None:
    refuse_identity(text, field)
    found = [] if checked else own_clients_in(text, by)
    if found:
        raise Refused(
            _("Tekstissä on asiakkaasi nimi tai sen näköinen sana: %(words)s. Poista se. Jos sana tarkoittaa muuta, "
              "rastita alta, että tarkistit tekstin.") % {"words": ", ".join(found)},
            field=field,
        )  # fmt: skip


def own_clients_in(text: str, by: Actor) -> list[str]:
    """Words of the text that are a name of a client whose open case the actor sees, also with a Finnish ending."""
    words = {search_key(word): word for word in (one.strip(".,;:!?()\"'”") for one in text.split())}
    people = Case.objects.visible_to(by).not_closed().values_list("person__given_names", "person__family_name")
    names = {part for one in people for whole in one for part in search_key(whole).split() if len(part) >= SHORTEST}
    return sorted({word for key, word in words.items() for name in names if _is_form_of(key, name)})


def _is_form_of(word: str, name: str) -> bool:
    """Tuula, Tuulan, Tuulalle; Rantanen, Rantasen; Kallio, Kalliolla. A warning, so it may miss and may be wrong."""
    stems = (name, f"{name[:-3]}s") if name.endswith("nen") else (name,)
    return word == name or any(word.startswith(one) and len(word) <= len(name) + LONGEST_ENDING for one in stems)



def _note(verb: str, question: PeerQuestion, by: Actor) -> None:
    record(verb, by=by, stream=("unit", by.unit_id), obj=("peer_question", question.pk))
