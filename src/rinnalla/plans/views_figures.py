"""The page of plans in numbers, for who leads."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region
from rinnalla.plans.figures import figures_of
from rinnalla.plans.models import GoalOutcome


@allow(P.FIGURES_VIEW)
def figures(request: HttpRequest) -> HttpResponse:
    """Goals by purpose in three columns, clients with a plan, how long support was needed: counts, no names."""
    region = Region.objects.get(pk=request.actor.region_id)
    outcomes = [*(str(one.label) for one in GoalOutcome), _("Jatkuu")]
    context = {"figures": figures_of(region), "outcomes": outcomes, "nav": "figures"}
    return render(request, "plans/figures.html", context)
