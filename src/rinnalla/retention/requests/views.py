"""The data-protection officer's pages: what clients ask of their own data, the late first, and one with its answer."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.retention.requests import actions
from rinnalla.retention.requests.askers import askers
from rinnalla.retention.requests.forms import AnswerForm, ExtensionForm
from rinnalla.retention.requests.log import lines_of
from rinnalla.retention.requests.models import RightsRequest
from rinnalla.retention.requests.reading import RIGHTS, looks
from rinnalla.retention.requests.telling import refusal_of

ON_PAGE = 30


@allow(P.RIGHTS_ANSWER, action="list")
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the soonest day first; under it what was answered."""
    rows = RightsRequest.objects.visible_to(request.actor)
    open_rows = list(rows.waiting().order_by("due_on", "pk"))
    done = rows.filter(answered_at__isnull=False).select_related("answered_by").order_by("-answered_at", "-pk")
    page = Paginator(done, ON_PAGE).get_page(request.GET.get("page"))
    who = askers([*open_rows, *page])
    _shown(request, [*open_rows, *page])
    return render(
        request, "retention/requests.html", {"nav": "rights", "waiting": open_rows, "page": page, "askers": who}
    )


def _shown(request: HttpRequest, rows: list[RightsRequest]) -> None:
    request.shown.persons(one.person_id for one in rows)
    request.shown.cases(one.case_id for one in rows if one.case_id)
    request.shown.purpose = RIGHTS


@allow(P.RIGHTS_ANSWER, methods=["GET", "POST"])
def request(request: HttpRequest, request_uuid: UUID) -> HttpResponse:
    """One request: the client's words, the lines it is about, and the answer."""
    one = _one(request, request_uuid)
    form = bind(request, AnswerForm, asked=one)
    status, theirs = 422 if request.method == "POST" else 200, None
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, _answered, request=one, by=request.actor, form=form):
                say(request, _("Vastaus on asiakkaan luettavana. Hän saa siitä tiedon."))
                return see("rights:list")
        except Conflict as conflict:
            status, theirs = 409, conflict.current
            renew(form, conflict)
    return _draw(request, theirs or one, form, status, crossed=theirs is not None)


def renew(form: Any, conflict: Conflict) -> None:
    """The next sending is made from what is now there; what was typed stays."""
    form.data = form.data.copy()
    form.data["version"] = conflict.current.version  # type: ignore[attr-defined]


def _answered(*, request: RightsRequest, by: Any, form: AnswerForm) -> bool:
    version = form.cleaned_data["version"]
    actions.answer(request=request, by=by, version=version, answered=form.answered())
    return True


@allow(P.RIGHTS_ANSWER, methods=["GET", "POST"])
def extension(request: HttpRequest, request_uuid: UUID) -> HttpResponse:
    """Further time, once, with its reason."""
    one = _one(request, request_uuid)
    form = bind(request, ExtensionForm, asked=one)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, _extended, request=one, by=request.actor, **form.cleaned_data):
                say(request, _("Lisäaika on kirjattu. Asiakas näkee uuden päivän ja syyn."))
                return see("rights:request", request_uuid=one.uuid)
        except Conflict as conflict:
            status, one = 409, conflict.current
            renew(form, conflict)
            form.add_error(None, _("Pyyntö ehti muuttua. Katso se ensin."))
    return render(
        request, "retention/extension.html",
        {"nav": "rights", "one": one, "form": form, "asker": askers([one]).get(one.pk)}, status=status,
    )


def _extended(**given: Any) -> bool:
    actions.extend(**given)
    return True


def _one(request: HttpRequest, request_uuid: UUID) -> RightsRequest:
    rows = RightsRequest.objects.visible_to(request.actor).select_related("answered_by", "extended_by")
    one = get_object_or_404(rows, uuid=request_uuid)
    _shown(request, [one])
    return one


def _draw(
    request: HttpRequest, one: RightsRequest, form: AnswerForm, status: int, *, crossed: bool = False
) -> HttpResponse:
    context = {
        "nav": "rights", "one": one, "form": form, "asker": askers([one]).get(one.pk), "crossed": crossed,
        "looks": looks(lines_of(one), named=True), "refused": refusal_of(one),
    }
    return render(request, "retention/request.html", context, status=status)
