"""What the pages of administration share: a form of its own page, and asking once before an act that stays."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import KeyReused
from rinnalla.lib.web import attempt, render, say


def attempt_once(form: Form, action: Callable[..., Any], **arguments: Any) -> Any:
    """As `attempt`; a form that was sent before with another content is refused too."""
    try:
        return attempt(form, action, **arguments)
    except KeyReused:
        form.add_error(None, _("Tämä lomake on jo lähetetty toisin tiedoin. Avaa uusi lomake."))
        return None


def draw(request: HttpRequest, form: Form, nav: str, heading: str, act: str, back: str) -> HttpResponse:
    """One form with a heading and its act."""
    context = {"nav": nav, "form": form, "heading": heading, "act": act, "back": back}
    return render(request, "access/form.html", context, status=422 if request.method == "POST" else 200)


def confirm(
    request: HttpRequest, back: str, do: Callable[[], Any], *, nav: str, title: str, text: str, act: str, done: str
) -> HttpResponse:
    """GET asks; POST does it and goes `back`. A refusal is told on the same page and nothing is saved."""
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, done)
            return HttpResponseRedirect(back)
    context = {"nav": nav, "form": form, "title": title, "text": text, "act": act, "back": back}
    return render(request, "access/confirm.html", context, status=422 if request.method == "POST" else 200)
