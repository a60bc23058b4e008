"""The inbox of a unit, and each act on a referral."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, conflict_text, render, say, see
from rinnalla.referrals import forms, lists, queries, senders, triage
from rinnalla.referrals.models import Referral
from rinnalla.referrals.views import referral_page


@allow(P.REFERRAL_TRIAGE, groups=("basics",), action="list")
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits in my unit: late, today, waiting, the choose-the-unit queue, questions of colleagues."""
    waiting = queries.inbox(request.actor)
    done = list(queries.settled(request.actor)[:20])
    request.shown.others(len(waiting.referrals) + len(done) + len(waiting.consultations))
    since = dates.today() - timedelta(days=365)
    channels, outcomes = queries.by_channel(request.actor, since), queries.by_outcome(since)
    return render(request, "referrals/inbox.html", {
        "inbox": waiting, "done": done, "channels": channels, "outcomes": outcomes,
        "sender_of": partial(_sender, request),
    })


def _sender(request: HttpRequest, row: Referral) -> str:
    return senders.told_of(row, request.actor)


@allow(P.REFERRAL_TRIAGE, methods=["POST"])
def contact(request: HttpRequest, referral_uuid: UUID) -> HttpResponse:
    """The client was reached: the first contact is made."""
    form = forms.VersionForm(request.POST)
    return _act(request, referral_uuid, form, triage.contact, _("Ensimmäinen yhteydenotto on kirjattu."))


@allow(P.REFERRAL_TRIAGE, methods=["GET", "POST"], groups=("basics",))
def accept(request: HttpRequest, referral_uuid: UUID) -> HttpResponse:
    """Take the person in; goes on to the case."""
    row = _of_unit(request, referral_uuid)
    who = row.person
    initial = {
        "version": row.version, "given_names": who.given_names, "family_name": who.family_name,
        "naming_due_on": lists.due("naming", region=row.region),
    }
    likely = [] if row.case_id else triage.likely_same(row, request.actor)
    request.shown.persons(person.pk for person in likely)
    form = bind(request, forms.AcceptForm, likely=likely, initial=initial)
    if request.method == "GET":
        return _page(request, row, form, "accept")
    done = _("Lähete on otettu vastaan. Sinä järjestät asiaa.")
    return _act(request, referral_uuid, form, triage.accept, done, page="accept")


@allow(P.REFERRAL_TRIAGE, methods=["GET", "POST"], groups=("basics",))
def ask_more(request: HttpRequest, referral_uuid: UUID) -> HttpResponse:
    """Ask the sender for what is missing."""
    return _with_form(request, referral_uuid, forms.WordsForm, triage.ask_more, _("Kysymys on lähetetty."), "ask_more")


@allow(P.REFERRAL_SEND, methods=["GET", "POST"], groups=("basics",))
def answer_more(request: HttpRequest, referral_uuid: UUID) -> HttpResponse:
    """The sender answers the receiver's question."""
    done = _("Vastaus on lähetetty.")
    return _with_form(request, referral_uuid, forms.WordsForm, triage.answer_more, done, "answer_more")


@allow(P.REFERRAL_TRIAGE, methods=["GET", "POST"], groups=("basics",))
def pass_on(request: HttpRequest, referral_uuid: UUID) -> HttpResponse:
    """Give the referral to another unit."""
    done = _("Lähete on siirretty. Vastaanottaja näkee sen heti.")
    return _with_form(request, referral_uuid, forms.PassOnForm, triage.pass_on, done, "pass_on", actor=request.actor)


@allow(P.REFERRAL_TRIAGE, methods=["GET", "POST"], groups=("basics",))
def decline(request: HttpRequest, referral_uuid: UUID) -> HttpResponse:
    """Not take it, with a reason and a named next owner."""
    done = _("Vastauksesi on tallessa. Lähettäjä näkee syyn ja sen, kuka auttaa seuraavaksi.")
    return _with_form(request, referral_uuid, forms.DeclineForm, triage.decline, done, "decline", actor=request.actor)


@allow(P.REFERRAL_ROUTE, methods=["GET", "POST"], groups=("basics",))
def route(request: HttpRequest, referral_uuid: UUID) -> HttpResponse:
    """Choose the unit of a contact that named none."""
    done = _("Yksikkö on valittu. Se näkee yhteydenoton heti.")
    return _with_form(request, referral_uuid, forms.UnitForm, triage.route, done, "route", actor=request.actor)


def _with_form(
    request: HttpRequest, referral_uuid: UUID, form_class: type[Form], action: Callable, done: str, page: str,
    **arguments: object,
) -> HttpResponse:
    row = _of_unit(request, referral_uuid)
    form = bind(request, form_class, initial={"version": row.version}, **arguments)
    if request.method == "GET":
        return _page(request, row, form, page)
    return _act(request, referral_uuid, form, action, done, page=page)


def _act(
    request: HttpRequest, referral_uuid: UUID, form: Form, action: Callable, done: str, page: str = ""
) -> HttpResponse:
    """Run an act and go on: to the case it opened, to the referral while it can be seen, else to the inbox."""
    row = _of_unit(request, referral_uuid)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "person"}
        if hasattr(form, "people"):
            values["person"] = form.person
        try:
            attempt(form, action, referral=row, by=request.actor, **values)
        except Conflict:
            form.add_error(None, conflict_text())
            return _page(request, row, form, page, status=409)
        if form.is_valid():
            say(request, done)
            return _onward(request, row)
    return _page(request, row, form, page, status=422)


def _onward(request: HttpRequest, row: Referral) -> HttpResponse:
    if Referral.objects.visible_to(request.actor).filter(pk=row.pk).exists():
        return see("referrals:referral", referral_uuid=row.uuid)
    return see("referrals:inbox")


def _page(request: HttpRequest, row: Referral, form: Form, page: str, *, status: int = 200) -> HttpResponse:
    if not page:
        return referral_page(request, row, status=status, form=form)
    request.shown.others(1)
    context = {"referral": row, "form": form, "who": row.person, "texts": row.texts, "steps": row.steps.order_by("at")}
    return render(request, f"referrals/{page}.html", context, status=status)


def _of_unit(request: HttpRequest, referral_uuid: UUID) -> Referral:
    rows = Referral.objects.visible_to(request.actor).select_related(
        "unit__organisation", "region", "municipality", "sent_by", "sent_by_unit", "next_unit", "next_user",
        "accepted_by", "returned_to",
    )
    return get_object_or_404(rows, uuid=referral_uuid)
