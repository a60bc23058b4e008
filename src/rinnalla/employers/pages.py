"""What the room's views share: the employer of the address, and one form with its act."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from rinnalla.employers.models import Employer
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, conflict_text, render, say, see


def employer_of(request: HttpRequest, uuid: UUID) -> Employer:
    """The employer of the address, in the register of the reader's region."""
    rows = Employer.objects.visible_to(request.actor).select_related(
        "region", "municipality", "owner", "owner_unit__organisation", "organisation"
    )
    return get_object_or_404(rows, uuid=uuid)


def one_form(
    request: HttpRequest, form: Form, act: Callable[[dict[str, Any]], Any], employer: Employer | None, *, heading: str,
    button: str, done: str, lead: str = "", template: str = "employers/form.html", **context: Any,
) -> HttpResponse:
    """One form about one employer: GET draws it, POST acts; a search draws it anew. What was typed stays, also
    after a conflict."""
    status = 200
    if request.method == "POST" and not getattr(form, "searching", False):
        status = 422
        if form.is_valid():
            try:
                made = attempt(form, act, data=form.cleaned_data)
                if form.is_valid():
                    say(request, done)
                    found = made if isinstance(made, Employer) else employer
                    return see("employers:employer", employer_uuid=found.uuid)
            except Conflict as conflict:
                status = _keep_typed(form, conflict)
                context["saved_now"] = conflict.current
    context |= {"form": form, "employer": employer, "heading": heading, "act": button, "lead": lead}
    context["errors"] = status != 200
    return render(request, template, {"saved_now": None, **context}, status=status)


def _keep_typed(form: Form, conflict: Conflict) -> int:
    """What was typed stays, on top of the version that is saved now."""
    form.data = form.data.copy()
    form.data["version"] = conflict.current.version
    form.add_error(None, conflict_text())
    return 409
