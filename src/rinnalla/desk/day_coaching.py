"""What a coach has agreed on with clients for today, and whose support is to be looked at, on my day (T-57)."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.desk.day_lines import Item, row_of, when
from rinnalla.employment.day import clients
from rinnalla.employment.models import CoachingEpisode
from rinnalla.lib import dates

SHOWN = 20


def coached(actor: Actor) -> list[Item]:
    """Steps of today and late ones, then supports to look at. One statement, none for who does not coach."""
    if not actor.can(Permission.COACHING_EDIT):
        return []
    today = dates.today()
    rows = list(clients(actor).filter(Q(next_on__lte=today) | Q(review_on__lte=today)).prefetch_related(None)[:SHOWN])
    steps = [_step(one) for one in rows if one.next_on and one.next_on <= today]
    return steps + [_look(one) for one in rows if one.review_is_due]


def _step(one: CoachingEpisode) -> Item:
    url = reverse("employment:contact", kwargs={"case_uuid": one.case.uuid, "episode_uuid": one.uuid})
    return Item(row_of(one.case), one.next_step, one.next_place, *when(one.next_on), _("Kirjaa"), url)


def _look(one: CoachingEpisode) -> Item:
    url = reverse("employment:review", kwargs={"case_uuid": one.case.uuid, "episode_uuid": one.uuid})
    words = _("Katsokaa yhdessä, onko tuki nyt sopiva.")
    return Item(row_of(one.case), words, "", *when(one.review_on), _("Kirjaa tarkistus"), url)
