"""The client's own coaching: who walks beside, what is next, and stopping by one's own word (T-62)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import EMPLOYMENT
from rinnalla.employment.actions import stop_coaching
from rinnalla.employment.figures import lasting
from rinnalla.employment.matching.plain import plan_in_plain_words
from rinnalla.employment.working import latest_profile
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import say, see
from rinnalla.portal import work
from rinnalla.portal.own import draw, own
from rinnalla.portal.work import coaching_now

GROUPS = ["basics", EMPLOYMENT]


@own(P.OWN_VIEW, groups=GROUPS)
def coaching(request: HttpRequest) -> HttpResponse:
    """Who walks beside me to work, and what is next."""
    episode = coaching_now(request.actor, request.actor.person_id)
    profile = latest_profile(episode) if episode else None
    jobs = list(episode.jobs.all()) if episode else []
    context = {
        "episode": episode, "profile": profile, "jobs": jobs, "plan": plan_in_plain_words(profile),
        "lasting": lasting(episode, jobs) if episode else None,
        "agreements": work.agreements(request, request.actor.person_id), "proposals": work.proposals(request, episode),
    }
    return draw(request, "portal/coaching.html", context)


@own(P.OWN_ACT, methods=["GET", "POST"], groups=GROUPS)
def coaching_stop(request: HttpRequest) -> HttpResponse:
    """I stop. No reason is asked and nothing follows."""
    episode = coaching_now(request.actor, request.actor.person_id)
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
