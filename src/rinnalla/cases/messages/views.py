"""The client's messages as the team sees them: what waits first, an answer under it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.messages import actions
from rinnalla.cases.messages.forms import ReplyForm, SettleForm
from rinnalla.cases.messages.models import Message
from rinnalla.cases.views import draw
from rinnalla.lib.web import attempt, bind, render, say, see

ON_PAGE = 50


@allow(P.CASE_EDIT, groups=["basics"])
def thread(request: HttpRequest, case_uuid) -> HttpResponse:
    """Everything the client and the team have written to each other, the newest first."""
    return _page(request, bind(request, ReplyForm))


def _page(request: HttpRequest, form: ReplyForm, status: int = 200) -> HttpResponse:
    rows = Message.objects.visible_to(request.actor).filter(case=request.case)
    rows = rows.select_related("made_by", "settled_by").order_by("-pk")
    page = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    context = {"tab": "contacts", "page": page, "form": form}
    return render(request, "cases/messages/thread.html", context, status=status)


@allow(P.CASE_EDIT, methods=["GET", "POST"], groups=["basics"])
def new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Write to the client; what waited for an answer waits no more."""
    form = bind(request, ReplyForm)
    if request.method == "POST" and form.is_valid():
        text, key = form.cleaned_data["text"], form.cleaned_data["form_key"]
        if attempt(form, actions.reply, case=request.case, by=request.actor, text=text, key=key):
            say(request, _("Vastaus on asiakkaan luettavana. Hän saa siitä tiedon."))
            return see("messages:thread", case_uuid=case_uuid)
    return _page(request, form, 422 if request.method == "POST" else 200)


@allow(P.CASE_EDIT, methods=["GET", "POST"], groups=["basics"])
def settle(request: HttpRequest, case_uuid, message_uuid) -> HttpResponse:
    """It was answered by phone or face to face: kept as a contact with the client."""
    rows = Message.objects.visible_to(request.actor).filter(answer_by__isnull=False).select_related("case")
    message = get_object_or_404(rows, uuid=message_uuid, case=request.case)
    form = bind(request, SettleForm, private=message.to_responsible)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, _settled, message=message, form=form, by=request.actor):
        say(request, _("Merkitty vastatuksi, ja yhteydenotto on kirjauksissa."))
        return see("messages:thread", case_uuid=case_uuid)
    back = reverse("messages:thread", kwargs={"case_uuid": case_uuid})
    return draw(
        request, form, _("Vastasin asiakkaalle"), _("Merkitse vastatuksi"),
        lead=message.text or _("Asiakas toivoi soittoa."), back=back, status=422 if request.method == "POST" else 200,
    )


def _settled(*, message: Message, form: SettleForm, by: Any) -> bool:
    actions.settle(message=message, by=by, how=form.cleaned_data["how"], words=form.cleaned_data.get("words", ""))
    return True
