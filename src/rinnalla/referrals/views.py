"""Noticing, referring, following what one has sent, and noting advice. Triage is in `triage_views.py`."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.referrals import actions, forms, forms_advice, queries, senders, sheets
from rinnalla.referrals.models import TRANSITIONS, Arrival, Identification, Referral
from rinnalla.servicemodels import codes

YEAR = timedelta(days=365)


@allow(P.REFERRAL_SEND, groups=("basics",), action="list")
def sent(request: HttpRequest) -> HttpResponse:
    """What I have sent, and what came of each."""
    rows = Referral.objects.sent_by_me(request.actor)
    rows = rows.select_related("unit", "next_unit", "next_user", "accepted_by", "returned_to")
    rows = list(rows.order_by("-sent_at")[: queries.SHOWN])
    request.shown.others(len(rows))
    return render(request, "referrals/sent.html", {"rows": rows})


@allow(P.REFERRAL_SEND, groups=("basics", "health"))
def referral(request: HttpRequest, referral_uuid: UUID) -> HttpResponse:
    """One referral as its receiver or sender may see it."""
    return referral_page(request, _visible(request, referral_uuid))


def referral_page(request: HttpRequest, row: Referral, *, status: int = 200, **more: object) -> HttpResponse:
    """The page of a referral with the buttons the table of transitions gives."""
    request.shown.others(1)
    seen_case = Case.objects.visible_to(request.actor).filter(pk=row.case_id).first() if row.case_id else None
    steps = row.steps.select_related("by", "from_unit", "to_unit", "next_unit", "next_user").order_by("at", "pk")
    asked = list(row.outside_questions.prefetch_related("links").order_by("-pk"))
    return render(request, "referrals/referral.html", {
        "referral": row, "who": row.person, "texts": row.texts, "steps": list(steps), "case": seen_case,
        "asked_outside": asked, "asked_now": any(one.ended_at is None for one in asked),
        "reason_name": partial(codes.code_name, "decline_reasons", region=row.region),
        "lines": queries.shown_items(row.items, request.actor.field_groups()),
        "bounces": queries.bounces([bytes(row.person_index)]).get(bytes(row.person_index), (0, 0)),
        "acts": {act for act in TRANSITIONS if row.allows(act, request.actor)},
        "language_name": partial(codes.code_name, "languages"),
        "result_name": partial(codes.code_name, "referral_results"),
        "channel_name": partial(codes.code_name, "referral_channels"),
        "sender": senders.told_of(row, request.actor), "sender_hidden": senders.hides_sender(row, request.actor),
        "told": sheets.in_words(row), "asked": sheets.asked_in_words(row, request.actor.field_groups()),
        "sides": row.side_of(request.actor), "rate_form": forms.RateForm(), **more,
    }, status=status)


@allow(P.REFERRAL_SEND, methods=["GET", "POST"], groups=("basics", "health"))
def refer(request: HttpRequest) -> HttpResponse:
    """Refer somebody, on one page. May begin from an identification."""
    noticed = _noticed(request)
    form = bind(request, forms.ReferForm, actor=request.actor, initial=_ticked(noticed) if noticed else {})
    if request.method == "GET":
        return render(request, "referrals/refer.html", {"form": form, "noticed": noticed})
    if form.is_valid():
        row = attempt(form, actions.send_referral, by=request.actor, identification=noticed, **form.values)
        if row:
            return _sent_away(request, row)
    return render(request, "referrals/refer.html", {"form": form, "noticed": noticed}, status=422)


@allow(P.REFERRAL_SEND, methods=["GET", "POST"], groups=("basics", "health"))
def health_check(request: HttpRequest) -> HttpResponse:
    """From a health check on, in one act: identification and referral (L-06)."""
    form = bind(request, forms.HealthCheckForm, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, actions.refer_from_health_check, by=request.actor, **form.values)
        if row:
            return _sent_away(request, row)
    status = 422 if request.method == "POST" else 200
    return render(request, "referrals/refer.html", {"form": form, "noticed": None, "health_check": True}, status=status)


@allow(P.REFERRAL_SEND, methods=["GET", "POST"], groups=("basics",))
def health_check_known(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The same of a client one works with: all is filled in, one press sends it (L-06)."""
    form = bind(request, forms.HealthCheckKnownForm, actor=request.actor, case=request.case)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, actions.refer_from_health_check, by=request.actor, **form.values)
        if row:
            return _sent_away(request, row)
    context = {"form": form, "case": request.case, "health_check": True}
    return render(request, "referrals/refer_known.html", context, status=422 if request.method == "POST" else 200)


@allow(P.REFERRAL_SEND, methods=["GET", "POST"], groups=("basics",))
def refer_known(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Refer a client one works with: prefilled, at most five fields (E-13)."""
    form = bind(request, forms.ReferKnownForm, actor=request.actor, case=request.case)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, actions.send_referral, by=request.actor, **form.values)
        if row:
            return _sent_away(request, row)
    status = 422 if request.method == "POST" else 200
    return render(request, "referrals/refer_known.html", {"form": form, "case": request.case}, status=status)


@allow(P.CASE_VIEW, groups=("basics",))
def arrival(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """How the help began: when, by which route and from whom, as the reader may know it (V-37)."""
    rows = Arrival.objects.visible_to(request.actor).filter(case=request.case)
    groups = request.access.groups
    told = [(row, senders.told(row.sender_kind, row.sender_name, groups)) for row in rows]
    if any(senders.is_veiled(row.sender_kind, ()) and not senders.is_veiled(row.sender_kind, groups) for row in rows):
        request.shown.groups(("authority",))
    name = partial(codes.code_name, "referral_channels")
    return render(request, "referrals/arrival.html", {"tab": "", "arrivals": told, "channel_name": name})


def _sent_away(request: HttpRequest, row: Referral) -> HttpResponse:
    say(request, _("Lähete on perillä: %(unit)s. He ottavat yhteyttä viimeistään %(day)s.")
        % {"unit": row.unit.name, "day": dates.d(row.due_on)})
    return see("referrals:referral", referral_uuid=row.uuid)


@allow(P.REFERRAL_SEND, methods=["POST"])
def rating(request: HttpRequest, referral_uuid: UUID) -> HttpResponse:
    """The sender's rating of how easy it was (E-13)."""
    row, form = _visible(request, referral_uuid), forms.RateForm(request.POST)
    if form.is_valid():
        attempt(form, actions.rate, referral=row, by=request.actor, **form.cleaned_data)
        if form.is_valid():
            say(request, _("Kiitos arviostasi. Sen avulla lähettämisestä tehdään helpompaa."))
            return see("referrals:referral", referral_uuid=row.uuid)
    return referral_page(request, row, status=422, rate_form=form)


@allow(P.NEED_IDENTIFY, methods=["GET", "POST"])
def identify(request: HttpRequest) -> HttpResponse:
    """The checklist, and what one has noticed this year."""
    form = bind(request, forms.IdentifyForm)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        noticed = attempt(
            form, actions.identify, by=request.actor, items=form.items,
            **{name: data[name] for name in ("criteria", "place", "first_sign_on", "unemployed_since", "key")},
        )
        if noticed:
            return see("referrals:identification", identification_uuid=noticed.uuid)
    mine = Identification.objects.visible_to(request.actor).filter(user_id=request.actor.user_id)
    counts = queries.by_item(mine.filter(at__gte=dates.now() - YEAR))
    status = 422 if request.method == "POST" else 200
    return render(request, "referrals/identify.html", {"form": form, "counts": counts}, status=status)


@allow(P.NEED_IDENTIFY)
def identification(request: HttpRequest, identification_uuid: UUID) -> HttpResponse:
    """What was noticed, and what one may do next. Nothing is decided here (L-39)."""
    noticed = get_object_or_404(Identification.objects.visible_to(request.actor), uuid=identification_uuid)
    lines = queries.shown_items(noticed.items, request.actor.field_groups())
    return render(request, "referrals/identification.html", {"noticed": noticed, "lines": lines})


@allow(P.GUIDANCE_NOTE, methods=["GET", "POST"])
def guidance(request: HttpRequest) -> HttpResponse:
    """Note advice without a case, and see the unit's counts of a year (V-47)."""
    form = bind(request, forms_advice.GuidanceForm, actor=request.actor)
    if request.method == "POST" and form.is_valid() and attempt(
        form, actions.note_guidance, by=request.actor, **form.cleaned_data
    ):
        say(request, _("Neuvonta on kirjattu. Siitä ei jäänyt tietoa asiakkaasta."))
        return see("referrals:guidance")
    since = dates.today() - YEAR
    status = 422 if request.method == "POST" else 200
    page = {"form": form, "advice": queries.advice(request.actor, since), "since": since,
            "benefits": queries.benefits_advised(request.actor, since)}
    return render(request, "referrals/guidance.html", page, status=status)


def _visible(request: HttpRequest, referral_uuid: UUID) -> Referral:
    rows = Referral.objects.visible_to(request.actor).select_related(
        "unit__organisation", "municipality", "sent_by", "sent_by_unit", "next_unit", "next_user", "accepted_by",
        "region", "returned_to",
    )
    return get_object_or_404(rows, uuid=referral_uuid)


def _noticed(request: HttpRequest) -> Identification | None:
    wanted = request.GET.get("identification", "")
    try:
        return Identification.objects.visible_to(request.actor).filter(uuid=UUID(wanted)).first()
    except ValueError:
        return None


def _ticked(noticed: Identification) -> dict[str, list[str]]:
    """The checklist of a referral filled in from what was noticed."""
    ticked: dict[str, list[str]] = {}
    for item in noticed.items:
        ticked.setdefault(f"item_{item.split('.')[0]}", []).append(item)
    return ticked
