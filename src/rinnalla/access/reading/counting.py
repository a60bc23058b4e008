"""The line of the access log, counted: what is told to a reader who reads more than a day's work asks for (C5)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from rinnalla.access.actor import STAFF, TOKEN, Actor
from rinnalla.access.errors import refusal_page
from rinnalla.access.models import Membership
from rinnalla.access.roles import ROLES
from rinnalla.access.shown import Shown
from rinnalla.eventlog.record import Through
from rinnalla.lib import dates
from rinnalla.lib.web import say

NOTHING, TOLD, STOPPED = 0, 1, 2
EMERGENCY = "break_glass"
ONE_CLIENT = ("print", "export", "reveal")
OFFICER = "data_protection_officer"
ANSWERS = {"ok", "conflict"}


def through(actor: Actor, shown: Shown, *, one_case: bool, action: str, result: str, holds: bool) -> Through | None:
    """How a line is written so that it is counted; None for what counts for nobody (a client's own, a refusal).

    `one_case` tells that the address named its case; a paper or a file opens everybody in it. `holds` is whether the
    answer holds anything to withhold.
    """
    if actor.kind not in (STAFF, TOKEN) or actor.region_id is None or result not in ANSWERS or not shown.anything():
        return None
    what = "opened" if one_case or action in ONE_CLIENT else "listed"
    today = dates.today()
    limit = _source()(actor.kind, what, today)
    if limit is None:
        return None
    may_stop = holds and EMERGENCY not in shown.grounds
    values = (actor.region_id, today, what, *limit, may_stop)
    return Through("accesslog_append_counted", "bigint date text integer integer boolean", values)


def holds_data(response: HttpResponse) -> bool:
    """Whether an answer may show a client: a redirect shows nothing."""
    return not 300 <= response.status_code < 400


def tell(request: HttpRequest) -> None:
    """The reader has passed the first limit: says so on the next page. The officer is told as well."""
    say(request, _(
        "Olet avannut tänään poikkeuksellisen monen asiakkaan tietoja. Tietosuojavastaava saa siitä tiedon. "
        "Jos työsi vaatii sitä, sinun ei tarvitse tehdä mitään."
    ))


def stopped(request: HttpRequest) -> HttpResponse:
    """429: no further client opens before midnight. What happened, whom to call, when it opens again."""
    again = opens_again()
    text = _(
        "Olet avannut tänään niin monen asiakkaan tietoja, että uusia ei nyt avata. Raja on kaikilla sama, ja "
        "tietosuojavastaava saa siitä tiedon. Asiakkaat, jotka olet jo avannut tänään, aukeavat edelleen. "
        "Uusia voit avata %(day)s kello 0.00 alkaen. Jos työsi vaatii niitä tänään, soita: %(officers)s. "
        "Tietosuojavastaava voi avata lukemisen heti. Hätätilanteessa pyydä hätäpääsyä."
    ) % {"day": dates.d(again), "officers": officers(request.actor)}
    page = refusal_page(request, 429, _("Uusia asiakkaita ei nyt avata"), text)
    page.headers["Retry-After"] = str(seconds_until(again))
    return page


def opens_again() -> date:
    """The day from whose first moment new clients open."""
    return dates.today() + timedelta(days=1)


def seconds_until(day: date) -> int:
    """How long it is to the first moment of a day in Finland."""
    return max(1, int((datetime.combine(day, time.min, dates.HELSINKI) - dates.now()).total_seconds()))


def officers(actor: Actor) -> str:
    """Who may lift the stop, with a phone number where there is one."""
    rows = Membership.objects.in_force().filter(
        role=OFFICER, unit__organisation__region_id=actor.region_id, user__is_active=True
    )
    people = {row.user_id: row.user for row in rows.select_related("user")}.values()
    told = [f"{one.name}, {one.phone}" if one.phone else one.name for one in people]
    return "; ".join(told) or str(ROLES[OFFICER].name)


@cache
def _source() -> Callable[[str, str, date], tuple[int, int] | None]:
    return import_string(settings.READING_LIMITS)
