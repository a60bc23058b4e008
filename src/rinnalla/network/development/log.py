"""The development log of one service: what has been changed in it, by whom and why, from every register that tells of
it (T-30). No client is in any of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.catalogue.models import CardChange, ServiceCard
from rinnalla.catalogue.showing import changes_in_words
from rinnalla.feedback.panels.models import PanelProposal
from rinnalla.lib import dates
from rinnalla.network.development.models import IDEA, Development
from rinnalla.servicemodels.models import ServiceModel
from rinnalla.services.pilots.models import Pilot

CHANGED, TRIED, DEVELOPED, PROPOSED, CHECKED = "changed", "tried", "developed", "proposed", "checked"


@dataclass(frozen=True)
class Entry:
    """One line of the log: the day, what was done, by whom, and why; `link` leads to where it is told in full."""

    on: date
    kind: str
    what: str
    who: str
    why: str
    link: str = ""


def of_service(card: ServiceCard) -> list[Entry]:
    """Everything that has been done to a service, the newest first."""
    found = [*_beginning(card), *_changes(card), *_pilots(card), *_developments(card), *_proposals(card), *_check(card)]
    return sorted(found, key=lambda one: one.on)[::-1]  # of one day what was told later stands above


def with_log(region_id: int | None) -> list[tuple[ServiceCard, int]]:
    """The services of a region with how many changes, pilots and actions each has; the most developed first."""
    rows = ServiceCard.objects.filter(region_id=region_id).select_related("unit__organisation").annotate(
        changes=Count("news", distinct=True), tried=Count("pilots", distinct=True)
    )  # fmt: skip
    actions = Development.objects.filter(region_id=region_id)
    proposed = PanelProposal.objects.filter(panel__region_id=region_id, card__isnull=False)
    of = [one.card_id or (one.pilot.card_id if one.pilot else None) for one in actions.select_related("pilot")]
    of += list(proposed.values_list("card_id", flat=True))
    told = [(card, card.changes + card.tried + of.count(card.pk)) for card in rows]
    return sorted((one for one in told if one[1]), key=lambda one: (-one[1], one[0].name))


def _beginning(card: ServiceCard) -> Iterator[Entry]:
    if card.offered_from and card.offered_from <= dates.today():
        yield Entry(card.offered_from, CHANGED, _("Palvelu alkoi."), card.unit.organisation.name, "")


def _changes(card: ServiceCard) -> Iterator[Entry]:
    """What became of the card, each with the version of the service model that brought it and who published that."""
    for change in CardChange.objects.filter(card=card).exclude(kind=CardChange.Kind.ENDING):
        model = _model_of(change)
        who = model.published_by.name if model and model.published_by else _("Palvelumallin julkaisu")
        why = _("Palvelumallin versio %(name)s julkaistiin.") % {"name": model.name} if model else ""
        if change.kind == CardChange.Kind.WITHDRAWN:
            what = _("Palvelua ei enää tarjota.")
        else:
            told = (f"{name}: {before or '–'} → {after or '–'}" for name, before, after in changes_in_words(change))
            what = "; ".join(told) or _("Kortti muuttui.")
        yield Entry(dates.local(change.at).date(), CHANGED, what, who, why)


def _model_of(change: CardChange) -> ServiceModel | None:
    """The version in force when the card changed: cards follow what is published."""
    rows = ServiceModel.objects.filter(region_id=change.card.region_id, published_at__lte=change.at)
    return rows.select_related("published_by").order_by("-published_at").first()


def _pilots(card: ServiceCard) -> Iterator[Entry]:
    for one in Pilot.objects.filter(card=card).select_related("made_by", "closed_by"):
        yield Entry(one.starts_on, TRIED, _("Pilotti alkoi: %(name)s") % {"name": one.name}, _name(one.made_by),
                    one.need)  # fmt: skip
        if one.closed_at:
            what = _("Pilotti päättyi: %(name)s") % {"name": one.name}
            yield Entry(dates.local(one.closed_at).date(), TRIED, what, _name(one.closed_by), one.findings)


def _developments(card: ServiceCard) -> Iterator[Entry]:
    """An action when it was written down and, once it has gone on, in the state it is in now."""
    rows = Development.objects.filter(Q(card=card) | Q(pilot__card=card)).select_related("made_by", "responsible")
    for one in rows:
        link = reverse("network:development", kwargs={"development_uuid": one.uuid})
        yield Entry(dates.local(one.made_at).date(), DEVELOPED, _("Kirjattu: %(title)s") % {"title": one.title},
                    _name(one.made_by), one.what, link)  # fmt: skip
        if one.state != IDEA and (one.findings or one.reason or one.state_on != dates.local(one.made_at).date()):
            what = f"{one.get_state_display()}: {one.title}"
            yield Entry(one.state_on, DEVELOPED, what, _name(one.responsible or one.made_by),
                        one.findings or one.reason or one.what, link)  # fmt: skip


def _proposals(card: ServiceCard) -> Iterator[Entry]:
    """What clients and experts by experience have proposed, and each answer."""
    rows = PanelProposal.objects.filter(card=card).select_related("panel").prefetch_related("answers__made_by")
    for one in rows:
        panel = _("Palveluraati: %(topic)s") % {"topic": one.panel.topic}
        yield Entry(one.panel.on, PROPOSED, _("Ehdotus: %(text)s") % {"text": one.text}, panel, "")
        for answer in one.answers.all():
            what = f"{answer.get_status_display()}: {one.text}"
            yield Entry(dates.local(answer.made_at).date(), PROPOSED, what, _name(answer.made_by), answer.words)


def _check(card: ServiceCard) -> Iterator[Entry]:
    if card.checked_by:
        yield Entry(card.checked_on, CHECKED, _("Kortin tiedot tarkistettiin."), card.checked_by.name, "")


def _name(user) -> str:
    return user.name if user else "–"
