"""What the pages of materials, trainings and communications share: one form with its act, and where it leads."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict, KeyReused
from rinnalla.lib.web import attempt, conflict_text, render, say

METHODS = ["GET", "POST"]


def one_form(
    request: HttpRequest, form: Form, act: Callable[[dict[str, Any]], Any], *, heading: str, button: str, done: str,
    to: Callable[[Any], str], back: str, nav: str, lead: str = "",
) -> HttpResponse:
    """GET draws the form, POST acts and goes on `to` an address. What was typed stays, also after a conflict."""
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = attempt(form, act, data=dict(form.cleaned_data))
            if form.is_valid():
                say(request, done)
                return HttpResponseRedirect(to(made))
        except Conflict as conflict:
            form.data = form.data.copy()
            form.data["version"] = conflict.current.version
            form.add_error(None, conflict_text())
            status = 409
        except KeyReused:
            form.add_error(None, _("Tämä lomake on jo lähetetty toisin tiedoin. Avaa uusi lomake."))
    context = {"form": form, "heading": heading, "act": button, "back": back, "nav": nav, "lead": lead}
    return render(request, "network/materials/form.html", context, status=status)


def press(request: HttpRequest, act: Callable[[], Any], done: str, to: str) -> HttpResponse:
    """One button: the act is done, or why not is told on the page it leads to."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        say(request, done)
    return HttpResponseRedirect(to)
