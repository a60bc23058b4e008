"""What of one's work waits for the client's own word: agreements of three, and work that the coach proposes."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.employment.matching.own import Proposal, proposals_of
from rinnalla.employment.models import CoachingEpisode
from rinnalla.employment.support.models import CLIENT, EMPLOYER, PARTIES, AgreementAnswer, WorkAgreement
from rinnalla.servicemodels.codes import code

WAITING = "waiting"


@dataclass(frozen=True)
class Agreed:
    """An agreement as the client reads it: what it is, with whom, who has answered, and whether I am asked."""

    row: WorkAgreement
    name: str
    plain: str
    parts: list[tuple[str, str]]
    parties: list[tuple[str, AgreementAnswer | None]]

    @property
    def mine(self) -> AgreementAnswer | None:
        """The client's own answer to the newest text."""
        return self.row.latest.given.get(CLIENT)

    @property
    def asks_me(self) -> bool:
        """Whether the client's answer still lacks, of an agreement and a coaching that go on."""
        return self.row.ended_on is None and self.mine is None and self.row.episode.allows("work")

    @property
    def is_new_text(self) -> bool:
        """Whether the client answered an earlier text of it, and the text was changed since."""
        return self.mine is None and self.row.latest.number > 1


def coaching_now(actor: Actor, person_id: int | None) -> CoachingEpisode | None:
    """A client's coaching that has not ended, in whichever of the own cases: it may outlive one (L-76)."""
    rows = CoachingEpisode.objects.visible_to(actor).not_ended().filter(person_id=person_id)
    return rows.select_related("case", "coach", "unit__organisation", "consent").order_by("-pk").first()


def agreements(request: HttpRequest, person_id: int | None) -> list[Agreed]:
    """Every agreement of a client: those that ask first, the ended last, the newest of each first."""
    rows = WorkAgreement.objects.visible_to(request.actor).select_related("employer", "episode__coach")
    rows = rows.filter(episode__person_id=person_id)
    found = [_agreed(one) for one in rows.prefetch_related("versions__answers", "versions__questions")]
    request.shown.cases(one.row.case_id for one in found)
    return sorted(found, key=lambda one: (not one.asks_me, one.row.ended_on is not None))


def proposals(request: HttpRequest, episode: CoachingEpisode | None) -> list[Proposal]:
    """What the coach proposes now; nothing without a coaching that goes on."""
    if episode is None or not episode.allows("work"):
        return []
    request.shown.cases([episode.case_id])
    return proposals_of(request.actor, episode, episode.case.region_id)


def unanswered(rows: list[Proposal]) -> list[Proposal]:
    """Proposals that can still be sought and that the client has not answered."""
    return [one for one in rows if one.answer is None and one.is_open]


def _agreed(row: WorkAgreement) -> Agreed:
    kind, latest = code("agreement_kinds", row.kind), row.latest
    parts = [
        (part.names.in_language, latest.parts.get(part.key, ""))
        for part in (kind.definition.parts if kind else ()) if latest.parts.get(part.key)
    ]
    plain = kind.definition.plain.in_language if kind and kind.definition.plain else ""
    given = latest.given
    return Agreed(row, kind.name if kind else "", plain, parts, [(_party(one, row), given.get(one)) for one in PARTIES])


def _party(party: str, row: WorkAgreement) -> str:
    if party == CLIENT:
        return _("Sinä")
    if party == EMPLOYER:
        return _("Työnantaja %(name)s") % {"name": row.employer.name}
    return _("Valmentajasi")
