"""Holding a panel, noting what it proposes, answering; reviewing a text and telling what came of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission
from rinnalla.catalogue.models import ServiceCard
from rinnalla.eventlog.record import record
from rinnalla.feedback.panels.models import PanelProposal, ProposalAnswer, ServicePanel, TextReview
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import due

EXPERT = "experience_expert"


@transaction.atomic
def hold_panel(
    *, region: Region, by: Actor, on: date, place: str, topic: str, clients: int, experts: int, key: UUID | None = None
) -> ServicePanel:
    """A panel is held, or agreed for a day to come. Raises Refused."""
    _may(by, Permission.PANEL_RECORD, region.pk)
    if clients + experts < 1:
        raise Refused(_("Kirjaa, montako asiakasta tai kokemusasiantuntijaa oli mukana."), field="clients")

    def make() -> ServicePanel:
        return ServicePanel.objects.create(
            region=region, on=on, place=place.strip(), topic=topic.strip(), clients=clients, experts=experts,
            made_by_id=by.user_id, form_key=key,
        )

    panel, new = once(ServicePanel.objects.all(), key, make, region_id=region.pk, topic=topic.strip())
    if new:
        _note("feedback.panel_held", by, ("service_panel", panel.pk))
    return panel


@transaction.atomic
def propose(
    *, panel: ServicePanel, by: Actor, text: str, card: ServiceCard | None = None, key: UUID | None = None
) -> PanelProposal:
    """Note what the panel proposes. It is to be answered by the region's `panel_answer`. Raises Refused."""
    _may(by, Permission.PANEL_RECORD, panel.region_id)
    if card and card.region_id != panel.region_id:
        raise Refused(_("Tämä kortti on toisen alueen. Valitse oman alueen palvelu."), field="card")

    def make() -> PanelProposal:
        return PanelProposal.objects.create(
            panel=panel, card=card, text=text.strip(), answer_by=due(panel.region, "panel_answer"),
            made_by_id=by.user_id, form_key=key,
        )

    proposal, new = once(PanelProposal.objects.all(), key, make, panel_id=panel.pk, text=text.strip())
    if new:
        _note("feedback.panel_proposed", by, ("panel_proposal", proposal.pk))
    return proposal


@transaction.atomic
def answer(
    *, proposal: PanelProposal, by: Actor, status: str, words: str, key: UUID | None = None
) -> ProposalAnswer:
    """Answer a proposal: taken on, done, or not now and why (L-60). Raises Refused, also when somebody was first."""
    _may(by, Permission.PANEL_ANSWER, proposal.panel.region_id)
    held = PanelProposal.objects.select_for_update().get(pk=proposal.pk)
    if not words.strip():
        raise Refused(_("Kirjoita vastaus, jonka raati voi lukea."), field="words")

    def make() -> ProposalAnswer:
        if status not in held.may_become():
            raise Refused(_("Ehdotukseen on jo vastattu näin, tai joku ehti ensin. Päivitä sivu."), field="status")
        return ProposalAnswer.objects.create(
            proposal=held, status=status, words=words.strip(), made_by_id=by.user_id, form_key=key
        )

    row, new = once(ProposalAnswer.objects.all(), key, make, proposal_id=held.pk, status=status)
    if new:
        _note("feedback.panel_answered", by, ("panel_proposal", held.pk), status=str(status))
    return row


@transaction.atomic
def review_text(
    *, region: Region, by: Actor, what: str, on: date, expert: User, proposed: str, key: UUID | None = None
) -> TextReview:
    """An expert by experience has read a text (T-46). Experts note their own; others note anybody's. Raises Refused."""
    _may(by, Permission.PANEL_RECORD, region.pk)
    if by.role == EXPERT and expert.pk != by.user_id:
        raise Refused(_("Kirjaa oma arviosi."), field="expert")
    if not experts_of(region).filter(pk=expert.pk).exists():
        raise Refused(_("Valitse alueen kokemusasiantuntija."), field="expert")
    if on > dates.today():
        raise Refused(_("Päivä on vasta tulossa. Kirjaa arvio, kun se on tehty."), field="on")

    def make() -> TextReview:
        return TextReview.objects.create(
            region=region, what=what.strip(), on=on, expert=expert, proposed=proposed.strip(), made_by_id=by.user_id,
            form_key=key,
        )

    review, new = once(TextReview.objects.all(), key, make, region_id=region.pk, what=what.strip())
    if new:
        _note("feedback.text_reviewed", by, ("text_review", review.pk), expert=expert.pk)
    return review


@transaction.atomic
def settle_review(*, review: TextReview, by: Actor, outcome: str, words: str) -> None:
    """What came of the review. Raises Refused, also when somebody was first."""
    _may(by, Permission.PANEL_ANSWER, review.region_id)
    if not words.strip():
        raise Refused(_("Kirjoita, mitä arviosta seurasi."), field="words")
    rows = TextReview.objects.filter(pk=review.pk, settled_at__isnull=True)
    settled = {"settled_at": dates.now(), "settled_by_id": by.user_id}
    if not rows.update(outcome=outcome, outcome_words=words.strip(), **settled):
        raise Refused(_("Joku ehti jo kirjata, mitä arviosta seurasi. Päivitä sivu."))
    _note("feedback.text_review_settled", by, ("text_review", review.pk), outcome=str(outcome))


def experts_of(region: Region) -> Any:
    """The region's experts by experience."""
    rows = Membership.objects.in_force().filter(role=EXPERT, unit__organisation__region=region)
    return User.objects.filter(pk__in=rows.values("user_id"), is_active=True).order_by("name", "pk")


def _may(by: Actor, permission: Permission, region_id: int) -> None:
    if not by.can(permission) or by.region_id != region_id:
        raise Refused(_("Tämä kuuluu alueen omille työntekijöille."))


def _note(verb: str, by: Actor, obj: tuple[str, int], **details: Any) -> None:
    record(verb, by=by, stream=("installation", 0), obj=obj, **details)
