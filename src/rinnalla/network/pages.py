"""What the room's views of development work share: one form about one thing, and what an edit that lost sees."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from rinnalla.access.steps import attempt_once
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import conflict_text, render, say

METHODS = ["GET", "POST"]
NAV = "development"


def one_form(
    request: HttpRequest, form: Form, act: Callable[[dict[str, Any]], Any], *, heading: str, button: str, done: str,
    back: str, crumbs: list[tuple[str, str | None]], lead: str = "", danger: bool = False,
    onward: Callable[[Any], str] | None = None, nav: str = NAV,
) -> HttpResponse:
    """GET draws the form, POST acts and goes `onward` with what was made, or `back`. What was typed stays, also after a
    conflict, beside what stands saved now."""
    status, saved_now = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = attempt_once(form, act, data=dict(form.cleaned_data))
                if form.is_valid():
                    say(request, done)
                    return HttpResponseRedirect(onward(made) if onward else back)
            except Conflict as conflict:
                status, saved_now = 409, _saved(form, conflict.current)
                form.data = form.data.copy()
                form.data["version"] = conflict.current.version
                form.add_error(None, conflict_text())
    context = {
        "nav": nav, "form": form, "heading": heading, "act": button, "back": back, "crumbs": crumbs, "lead": lead,
        "danger": danger, "saved_now": saved_now,
    }  # fmt: skip
    return render(request, "network/development/form.html", context, status=status)


def _saved(form: Form, row: Any) -> list[tuple[str, str]]:
    """What stands saved now, field by field, in the words of the form."""
    found = []
    for name, field in form.fields.items():
        value = getattr(row, name, None)
        if value not in (None, "", []) and name not in ("version", "form_key"):
            shown = dates.d(value) if hasattr(value, "isoformat") else value
            words = dict(getattr(field, "choices", []) or []).get(str(shown), shown)
            found.append((str(field.label or ""), str(words)))
    return found
