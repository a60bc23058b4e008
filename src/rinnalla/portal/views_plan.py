"""The client's plan: reading, answering, commenting, own goals and own actions (L-62, V-93, V-24)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.permissions import Permission as P
from rinnalla.lib.spoken import long_day
from rinnalla.lib.web import attempt, bind, say
from rinnalla.plans import actions, versions
from rinnalla.plans.models import Action
from rinnalla.portal.forms import CommentForm, DoneForm, GoalForm, PlanAnswerForm
from rinnalla.portal.models import OwnNote
from rinnalla.portal.own import draw, own
from rinnalla.portal.plan import own_plan


@own(P.OWN_PATH)
def plan(request: HttpRequest) -> HttpResponse:
    """The wish, the goals and who does what; whether I have approved it; what has been said about it."""
    found = own_plan(request.case, request.actor)
    comments = found.plan.comments.select_related("made_by").order_by("pk") if found else []
    words = OwnNote.objects.visible_to(request.actor).filter(case=request.case, about=OwnNote.About.PLAN)
    context = {"plan": found, "comments": comments, "own_notes": words.order_by("-pk")}
    context["comment_form"] = bind(request, CommentForm)
    return draw(request, "portal/plan.html", context)


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("portal:plan"))


def _form(
    request: HttpRequest, form: Form, template: str, do: Callable[..., Any], done: str, **context: Any
) -> HttpResponse:
    """One form: GET draws it, a valid POST does the act and goes back to the plan; a refused one keeps the text."""
    if request.method == "POST" and form.is_valid() and attempt(form, do, by=request.actor):
        say(request, done)
        return _back()
    return draw(request, template, {"form": form, **context}, status=422 if request.method == "POST" else 200)


@own(P.OWN_DO, methods=["GET", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """Approve the newest version of the plan, or ask for a change."""
    found = own_plan(request.case, request.actor)
    if found is None or found.latest is None or found.approved:
        return _back()
    form = bind(request, PlanAnswerForm)

    def do(**who: Any) -> Any:
        data = form.cleaned_data
        return versions.approve_version(
            version=found.latest, answer=data["answer"], words=data["words"], key=data["form_key"], **who
        )

    done = _("Kiitos. Vastauksesi on tallessa, ja tiimisi näkee sen.")
    return _form(request, form, "portal/answer.html", do, done, plan=found)


@own(P.OWN_DO, methods=["GET", "POST"])
def comment(request: HttpRequest) -> HttpResponse:
    """Say something about the plan to the team."""
    found, form = own_plan(request.case, request.actor), bind(request, CommentForm)
    if found is None:
        return _back()

    def do(**who: Any) -> Any:
        data = form.cleaned_data
        return actions.comment(plan=found.plan, text=data["text"], key=data["form_key"], **who)

    return _form(
        request, form, "portal/form.html", do, _("Viestisi on perillä. Tiimisi näkee sen."), act=_("Lähetä viesti"),
        heading=_("Kirjoita tiimillesi"), lead=_("Kerro, jos jokin on muuttunut tai mietityttää."),
        does=_("Kirjoita viesti ja lähetä se."), when="",
    )


@own(P.OWN_DO, methods=["GET", "POST"])
def goal_new(request: HttpRequest) -> HttpResponse:
    """Write a goal of one's own."""
    found, form = own_plan(request.case, request.actor), bind(request, GoalForm)
    if found is None:
        return _back()

    def do(**who: Any) -> Any:
        data = dict(form.cleaned_data)
        return actions.add_goal(plan=found.plan, key=data.pop("form_key"), **data, **who)

    return _form(
        request, form, "portal/form.html", do, _("Tavoitteesi on nyt suunnitelmassa."), act=_("Lisää tavoite"),
        heading=_("Lisää oma tavoite"), lead=_("Sinä päätät, mitä kohti mennään."),
        does=_("Kirjoita omin sanoin, mitä haluat."), when="",
    )


def _own_action(request: HttpRequest, action_uuid: UUID) -> Action:
    rows = Action.objects.visible_to(request.actor).of_plan().promised_by(request.actor).select_related("case", "goal")
    return get_object_or_404(rows, uuid=action_uuid, case=request.case)


def _by(action: Action) -> str:
    """By when the client does it, in words; empty when no day is agreed."""
    return _("Valmis viimeistään %(day)s.") % {"day": long_day(action.due_on)} if action.due_on else ""


@own(P.OWN_DO, methods=["GET", "POST"])
def action_promise(request: HttpRequest, action_uuid: UUID) -> HttpResponse:
    """Promise to do an action of one's own (L-54)."""
    action, form = _own_action(request, action_uuid), bind(request, Form)

    def do(**who: Any) -> Any:
        return actions.accept_action(action=action, **who)

    return _form(
        request, form, "portal/form.html", do, _("Hyvä. Lupauksesi on tallessa."), act=_("Lupaan tehdä"),
        heading=action.what, lead=_("Sopiiko, että teet tämän? Jos ei sovi, kirjoita tiimillesi."),
        does=_("Lupaa tehdä tämä, jos se sopii sinulle."), when=_by(action),
    )


@own(P.OWN_DO, methods=["GET", "POST"])
def action_done(request: HttpRequest, action_uuid: UUID) -> HttpResponse:
    """Tick an action of one's own as done."""
    action, form = _own_action(request, action_uuid), bind(request, DoneForm)

    def do(**who: Any) -> Any:
        return actions.mark_done(action=action, what_came=form.cleaned_data["what_came"], **who)

    return _form(
        request, form, "portal/form.html", do, _("Hienoa. Merkitsimme sen tehdyksi."), act=_("Merkitse tehdyksi"),
        heading=action.what, lead=_("Voit kertoa omin sanoin, miten se meni."),
        does=_("Merkitse tehdyksi, kun olet tehnyt tämän."), when=_by(action),
    )
