"""What every view needs: drawing a page or a fragment of it, binding a form to what was typed, going on."""

from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.template import engines
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from jinja2_fragments import render_block
from markupsafe import Markup, escape

from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.texts import offered

AnyForm = TypeVar("AnyForm", bound=Form)
WRITER = "writer"  # the hidden field that tells who writes, and on which page
PAGE_STAYS_OPEN = 24 * 60 * 60  # seconds


def render(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200, block: str = ""
) -> HttpResponse:
    """A page; for an htmx request only its `block`, when one is named."""
    environment = engines["jinja2"].env
    values = {**frame(request), **(context or {})}
    if block and request.headers.get("HX-Request"):
        text = render_block(environment, template, block, values)
    else:
        text = environment.get_template(template).render(values)
    return HttpResponse(text, status=status, headers={"Vary": "HX-Request, Cookie"})


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame needs, whoever draws it."""
    actor = getattr(request, "actor", None)
    return {
        "request": request,
        "actor": actor,
        "LANG": get_language() or "fi",
        "languages": offered(staff=bool(actor and actor.is_staff)),
        "csrf_input": _CsrfInput(request),
        "writer_input": _WriterInput(request),
        "messages": _Messages(request),
        "today": dates.today(),
        "demo": settings.DEMO,
        "help_phone": settings.HELP_PHONE,
        "chapter": _chapter(request),
        "meanings": _meanings(request),
        "session_seconds": settings.SESSION_IDLE_SECONDS if actor and actor.user_id else 0,
    }


def _chapter(request: HttpRequest) -> Any:
    """The handbook's chapter beside this screen (L-03), told by a later room: its key and name, or None."""
    from django.utils.module_loading import import_string

    actor, found = getattr(request, "actor", None), getattr(request, "resolver_match", None)
    return import_string(settings.HANDBOOK)(actor, found.view_name) if actor and found else None


def _meanings(request: HttpRequest) -> list[Any]:
    """What the figures of this page mean (T-36), told by a later room; for staff alone."""
    from django.utils.module_loading import import_string

    actor, found = getattr(request, "actor", None), getattr(request, "resolver_match", None)
    return import_string(settings.MEANINGS)(found.view_name) if actor and actor.is_staff and found else []


class _CsrfInput:
    """Drawn only where a form asks for it, so that a page without a form sets no cookie."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __html__(self) -> str:
        token = escape(get_token(self.request))
        return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(token)

    __str__ = __html__


class _WriterInput(_CsrfInput):
    """Signed: who writes and on which page, so that the text finds its writer when the session is gone (E2)."""

    def __html__(self) -> str:
        user_id = getattr(getattr(self.request, "actor", None), "user_id", None)
        if user_id is None:
            return Markup("")
        value = signing.dumps([user_id, page_of(self.request)], salt=WRITER)
        return Markup('<input type="hidden" name="{}" value="{}">').format(WRITER, value)


def written_by(request: HttpRequest) -> tuple[int, str] | None:
    """The user and the page a sent form was drawn for; None when the form does not tell, or not any more."""
    try:
        user_id, page = signing.loads(request.POST.get(WRITER, ""), salt=WRITER, max_age=PAGE_STAYS_OPEN)
    except signing.BadSignature:
        return None
    return user_id, page


def page_of(request: HttpRequest) -> str:
    """The address of the page a form stands on: of a sent form the one it was drawn on, which may not be its own."""
    written = written_by(request) if request.method == "POST" else None
    if written:
        return written[1]
    mandate = getattr(getattr(request, "actor", None), "mandate_id", None)  # whom one acts for, as the page's own part
    return request.get_full_path() + (f"#{mandate}" if mandate else "")


class _Messages:
    """The one-time messages, read only where the page draws them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __iter__(self):
        return iter(messages.get_messages(self.request)) if hasattr(self.request, "_messages") else iter(())


def bind(request: HttpRequest, form: type[AnyForm], **arguments: Any) -> AnyForm:
    """The form with what was sent; on GET with the writer's kept draft of this address, if there is one.

    A form that shows a draft has `from_draft` true, so that the page can say so.
    """
    if request.method == "POST":
        return form(request.POST, request.FILES or None, **arguments)
    from_draft = _draft(request)
    bound = form(**arguments)
    bound.from_draft = from_draft is not None
    if from_draft is not None:
        for name, field in bound.fields.items():
            key = bound.add_prefix(name)
            value = field.widget.value_from_datadict(from_draft, {}, key)
            if key in from_draft or not field.widget.value_omitted_from_data(from_draft, {}, key):
                bound.initial[name] = value
    return bound


def _draft(request: HttpRequest):
    from django.utils.module_loading import import_string

    actor = getattr(request, "actor", None)
    if actor is None or actor.user_id is None:
        return None
    return import_string(settings.DRAFTS)(actor, request.path)


def attempt(form: Form, action: Any, /, **arguments: Any) -> Any:
    """Run an action for a valid form; a rule's refusal becomes the form's error and nothing is saved.

    Returns the action's result, or None when it was refused.
    """
    try:
        with transaction.atomic():
            return action(**arguments)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None


def say(request: HttpRequest, text: str) -> None:
    """A message for the next page ("Tallennettu …")."""
    messages.success(request, text)


def see(name: str, **arguments: Any) -> HttpResponse:
    """Go on to another page after a save."""
    return HttpResponseRedirect(reverse(name, kwargs=arguments))


def conflict_text() -> str:
    return _("Joku muu ehti tallentaa ensin. Molemmat tekstit ovat alla. Valitse, mikä jää, ja tallenna uudelleen.")
