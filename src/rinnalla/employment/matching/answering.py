"""What the client says of a proposal of work: interested, not, or let's talk. The coach goes on from there.

texts: to the client
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.cases.actions import locked
from rinnalla.employment.actions import note
from rinnalla.employment.matching.models import ANSWERS, TALK, MatchAnswer, MatchDecision
from rinnalla.employment.matching.own import newest_of
from rinnalla.employment.models import CoachingEpisode
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once


@transaction.atomic
def answer_proposal(
    *, proposal: MatchDecision, answer: str, by: Actor, words: str = "", key: UUID | None = None
) -> MatchAnswer:
    """The client's word of a proposal that still stands. A new word is a new row; the same again is none.

    Raises Refused when the coach has decided otherwise, the work is no longer open or the coaching has ended.
    """
    locked(proposal.case_id)
    if key and (earlier := MatchAnswer.objects.filter(form_key=key, case_id=proposal.case_id).first()):
        return earlier
    episode = CoachingEpisode.objects.select_related("case").get(pk=proposal.episode_id)
    _stands(proposal, episode, by)
    if answer not in ANSWERS:
        raise Refused(_("Valitse, mitä ajattelet tästä työstä."), field="answer")
    said = words.strip()
    before = MatchAnswer.objects.filter(proposal=proposal).first()
    if before and (before.answer, before.words) == (answer, said):
        return before

    def make() -> MatchAnswer:
        return MatchAnswer.objects.create(
            case_id=proposal.case_id, proposal=proposal, answer=answer, words=said, made_by_id=by.user_id,
            form_key=key,
        )

    row, new = once(MatchAnswer.objects.all(), key, make, case_id=proposal.case_id)
    if new:
        note(episode, "employment.match_answered", by, answer=answer)
        if answer == TALK and episode.coach_id:
            outbox.promise("cases.tell_user", episode.coach_id)
    return row


def _stands(proposal: MatchDecision, episode: CoachingEpisode, by: Actor) -> None:
    if not by.is_client:
        raise Refused(_("Tähän vastaa vain asiakas itse."))
    if not episode.allows("work"):
        raise Refused(_("Valmennus on päättynyt. Sinun ei tarvitse vastata."))
    if newest_of(proposal) != proposal.pk:
        raise Refused(_("Valmentajasi on muuttanut ehdotusta. Katso, mitä hän ehdottaa nyt."))
    if proposal.vacancy.state != "open" or proposal.vacancy.is_over:
        raise Refused(_("Paikkaa ei voi enää hakea. Sinun ei tarvitse vastata."))


@transaction.atomic
def see_answer(*, answer: MatchAnswer, by: Actor) -> None:
    """The coach has read the answer and goes on with it. Read twice is read once. Raises Refused."""
    locked(answer.case_id)
    if not by.can(Permission.COACHING_EDIT):
        raise Refused(_("Paikasta päättää valmentaja asiakkaan kanssa."))
    rows = MatchAnswer.objects.filter(pk=answer.pk, seen_at__isnull=True)
    if rows.update(seen_at=dates.now(), seen_by_id=by.user_id):
        note(answer.proposal.episode, "employment.match_answer_seen", by)
