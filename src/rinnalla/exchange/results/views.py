"""Choosing a results file: it goes in whole, or everything that is wrong in it is told."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.exchange.faults import TableError
from rinnalla.exchange.forms import ListForm
from rinnalla.exchange.results.actions import import_results
from rinnalla.exchange.results.reading import HEADINGS, NEEDED
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import render, say, see


@allow(P.ASSESSMENT_EDIT, methods=["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Bring results in (V-112)."""
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    faults = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _done(request, form.cleaned_data["file"])
        except TableError as error:
            faults = error.faults
            form.add_error("file", _("Mitään ei tallennettu. Korjaa rivit ja tuo tiedosto uudelleen."))
        except Refused as refusal:
            form.add_error(None, refusal.message)
    context = {
        "form": form, "faults": faults[:500], "needed": [HEADINGS[key][0] for key in NEEDED],
        "optional": [headings[0] for key, headings in HEADINGS.items() if key not in NEEDED],
    }
    return render(request, "exchange/results.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, chosen: forms.FileField) -> HttpResponse:
    done = import_results(name=chosen.name, data=chosen.read(), by=request.actor, write=True)
    request.shown.cases(one.pk for one in done.cases)
    request.shown.persons(one.person_id for one in done.cases)
    count, repeats = done.report.imported, len(done.report.repeats)
    told = ngettext("%(count)d tulos on tuotu.", "%(count)d tulosta on tuotu.", count) % {"count": count}
    if repeats:
        told += " " + _("Jo aiemmin tuotuja: %(count)d.") % {"count": repeats}
    say(request, told)
    return see("exchange:results")
