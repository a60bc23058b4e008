"""The client's own coaching: who walks beside, what is next, and stopping by one's own word (T-62)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import EMPLOYMENT
from rinnalla.employment.actions import stop_coaching
from rinnalla.employment.figures import lasting
from rinnalla.employment.matching.reading import proposed_to_client
from rinnalla.employment.models import CoachingEpisode
from rinnalla.employment.working import latest_profile
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import say, see
from rinnalla.portal.own import draw, own

GROUPS = ["basics", EMPLOYMENT]


@own(P.OWN_VIEW, groups=GROUPS)
def coaching(request: HttpRequest) -> HttpResponse:
    """Who walks beside me to work, and what is next."""
    episode = _own(request)
    profile = latest_profile(episode) if episode else None
    jobs = list(episode.jobs.all()) if episode else []
    context = {
        "episode": episode, "profile": profile, "jobs": jobs, "lasting": lasting(episode, jobs) if episode else None,
        "proposed": proposed_to_client(episode) if episode else [],
    }
    return draw(request, "portal/coaching.html", context)


@own(P.OWN_ACT, methods=["GET", "POST"], groups=GROUPS)
def coaching_stop(request: HttpRequest) -> HttpResponse:
    """I stop. No reason is asked and nothing follows."""
    episode = _own(request)
    if episode is None or not episode.allows("stop"):
        return see("portal:coaching")
    if request.method == "POST":
        try:
            stop_coaching(episode=episode, by=request.actor)
            say(request, _("Valmennus on lopetettu. Valmentaja ei enää näe tietojasi."))
        except Refused:
            say(request, _("Valmennus oli jo lopetettu."))
        return see("portal:coaching")
    return draw(request, "portal/coaching_stop.html", {"episode": episode})


def _own(request: HttpRequest) -> CoachingEpisode | None:
    """The coaching that has not ended, in whichever of the own cases: it may outlive one (L-76)."""
    rows = CoachingEpisode.objects.visible_to(request.actor).not_ended().filter(person_id=request.actor.person_id)
    return rows.select_related("case", "coach", "unit__organisation", "consent").order_by("-pk").first()
