"""The way in as numbers, for whoever leads the region."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region
from rinnalla.referrals import figures
from rinnalla.referrals.forms_advice import PeriodForm
from rinnalla.servicemodels import codes


@allow(P.FIGURES_VIEW)
def figures_page(request: HttpRequest) -> HttpResponse:
    """Noticing and guiding in numbers: counts of the reader's own region, no names."""
    region = Region.objects.get(pk=request.actor.region_id)
    form = PeriodForm(request.GET if request.GET else None)
    period = form.period
    return render(request, "referrals/figures.html", {
        "form": form, "period": period, "least": codes.deadline(region, "small_number"),
        "identified": figures.identified(region, period),
        "effort": figures.effort(region, period),
    }, status=422 if form.errors else 200)
