"""Sums of supports as advice: which there are, and what one comes to by the rule of its day. No client is in them."""

from django.http import Http404, HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.employment.support.asked import SumForm
from rinnalla.employment.support.sums import advise, money
from rinnalla.lib.web import render
from rinnalla.servicemodels.codes import common


@allow(P.EMPLOYER_VIEW)
def supports(request: HttpRequest) -> HttpResponse:
    """Every support there is a sum for."""
    context = {"nav": "employers", "supports": common().work_supports}
    return render(request, "employment/support/supports.html", context)


@allow(P.EMPLOYER_VIEW)
def support(request: HttpRequest, support_key: str) -> HttpResponse:
    """One support: what is asked, and what it comes to. Asked in the address, so that it can be kept and sent on."""
    found = next((one for one in common().work_supports if one.key == support_key), None)
    if found is None:
        raise Http404
    form = SumForm(request.GET, support=found) if "starts_on" in request.GET else SumForm(support=found)
    advice = advise(found, form.given(), common().benefits) if form.is_bound and form.is_valid() else None
    ticked = form.cleaned_data.get("terms", []) if advice else []
    context = {
        "nav": "employers", "support": found, "form": form, "advice": advice, "money": money,
        "open_terms": [one for one in found.terms if one.key not in ticked],
    }
    return render(request, "employment/support/sum.html", context, status=422 if form.errors else 200)
