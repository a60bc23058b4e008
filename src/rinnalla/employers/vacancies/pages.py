"""One form about a vacancy and its act. The search button draws the form anew and saves nothing."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from rinnalla.employers.models import Employer
from rinnalla.employers.vacancies.models import Vacancy
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, conflict_text, render, say, see


def one_form(
    request: HttpRequest, form: Form, act: Callable[[dict[str, Any]], Any], employer: Employer, vacancy: Vacancy | None,
    *, heading: str, button: str, done: str, lead: str = "",
) -> HttpResponse:
    """GET draws it, POST acts. What was typed stays, also after a search, an error and a conflict."""
    status, saved_now = 200, None
    if request.method == "POST" and not getattr(form, "searching", False):
        status = 422
        if form.is_valid():
            try:
                made = attempt(form, act, data=form.cleaned_data)
                if form.is_valid():
                    say(request, done)
                    found = made if isinstance(made, Vacancy) else vacancy
                    return see("employers:vacancy", employer_uuid=employer.uuid, vacancy_uuid=found.uuid)
            except Conflict as conflict:
                status, saved_now = 409, conflict.current
                form.data = form.data.copy()
                form.data["version"] = conflict.current.version
                form.add_error(None, conflict_text())
    context = {
        "form": form, "employer": employer, "vacancy": vacancy, "heading": heading, "act": button, "lead": lead,
        "saved_now": saved_now, "back": _back(employer, vacancy), "errors": status != 200,
    }
    return render(request, "employers/vacancy_form.html", context, status=status)


def _back(employer: Employer, vacancy: Vacancy | None) -> str:
    named = {"employer_uuid": employer.uuid}
    if vacancy is None:
        return reverse("employers:employer", kwargs=named)
    return reverse("employers:vacancy", kwargs={**named, "vacancy_uuid": vacancy.uuid})
