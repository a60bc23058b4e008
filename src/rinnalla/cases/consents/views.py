"""A case's consents for its workers: the matrix, giving, changing, withdrawing with what will stop, the paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.models import Consent
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.consents import actions, matrix, papers, standing
from rinnalla.cases.consents.forms import ChangeForm, ConsentForm, PaperForm, start_from
from rinnalla.cases.consents.models import ConsentNotice, ConsentPaper
from rinnalla.cases.views import draw
from rinnalla.lib import dates
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.servicemodels import codes


@allow(P.CASE_VIEW, groups=["basics"])
def matrix_page(request: HttpRequest, case_uuid) -> HttpResponse:
    """Who sees what and why, the consents in force, and those that were."""
    groups = [*matrix.EVERYBODYS, *([matrix.SPECIAL] if matrix.SPECIAL in request.access.groups else [])]
    rows = request.case.consents.select_related("organisation").order_by("-recorded_at", "-pk")
    now = set(request.case.consents.in_force().values_list("pk", flat=True))
    context = {
        "tab": "team", "parties": matrix.of(request.case, groups),
        "groups": [codes.code_name("field_groups", one) for one in groups],
        "in_force": [told(one) for one in rows if one.pk in now],
        "past": [told(one) for one in rows if one.pk not in now],
    }
    return render(request, "cases/consents/matrix.html", context)


def told(consent: Consent) -> dict[str, Any]:
    """A consent in words for a page."""
    return {
        "row": consent, "kind": codes.consent_name(consent.kind),
        "groups": ", ".join(codes.code_name("field_groups", one).lower() for one in consent.field_groups),
        "kinds": ", ".join(codes.code_name("health_kinds", one).lower() for one in consent.health_kinds),
        "form": codes.code_name("consent_forms", consent.form_version) if consent.form_version else "",
    }


def of_case(request: HttpRequest, consent_uuid: Any, *, in_force: bool = False) -> Consent:
    """A consent of the case of the address. Raises Http404."""
    rows = Consent.objects.in_force() if in_force else Consent.objects.all()
    rows = rows.select_related("organisation", "case", "recorded_by", "withdrawn_by")
    return get_object_or_404(rows, uuid=consent_uuid, case=request.case)


@allow(P.CASE_VIEW, groups=["basics"])
def consent(request: HttpRequest, case_uuid, consent_uuid) -> HttpResponse:
    """One consent: what it says, its paper, every version of it with who recorded it, when and how."""
    one = of_case(request, consent_uuid)
    context = {
        "tab": "team", "consent": told(one), "versions": [told(row) for row in versions_of(one)],
        "papers": ConsentPaper.objects.filter(consent=one).order_by("pk"),
        "live": Consent.objects.in_force().filter(pk=one.pk).exists(),
    }
    return render(request, "cases/consents/consent.html", context)


def versions_of(consent: Consent) -> list[Consent]:
    """Every version of the leave for this organisation in this case, the newest first."""
    rows = Consent.objects.filter(case=consent.case_id, organisation=consent.organisation_id)
    return list(rows.select_related("organisation", "recorded_by", "withdrawn_by", "following").order_by("-pk"))


@allow(P.TEAM_EDIT, methods=["GET", "POST"], groups=["basics"])
def new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Record the client's leave."""
    form = bind(request, ConsentForm, case=request.case)
    if request.method == "POST" and form.is_valid() and (given := attempt(form, _give, request=request, form=form)):
        say(request, _("Suostumus on kirjattu. Asiakas voi perua sen milloin vain."))
        return see("consents:consent", case_uuid=case_uuid, consent_uuid=given.uuid)
    lead = _("Suostumusta ei kysytä, jos laki jo antaa oikeuden. Silloin tämä sivu kertoo, mikä laki.")
    return _form(request, form, _("Kirjaa suostumus"), _("Kirjaa suostumus"), lead)


def _give(*, request: HttpRequest, form: ConsentForm) -> Consent:
    data = form.cleaned_data
    return actions.give_consent(
        case=request.case, organisation=data["organisation"], mode=data["mode"], matter=data["matter"],
        given_on=data["given_on"], language=data["language"], by=request.actor, key=data["form_key"], **form.terms(),
    )


@allow(P.TEAM_EDIT, methods=["GET", "POST"], groups=["basics"])
def change(request: HttpRequest, case_uuid, consent_uuid) -> HttpResponse:
    """Record what the client limits, adds, shortens or lengthens: a new version, at once."""
    one = of_case(request, consent_uuid, in_force=request.method == "GET")
    form = bind(request, ChangeForm, initial=start_from(one))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        act = {"consent": one, "by": request.actor, "mode": data["mode"], "key": data["form_key"], **form.terms()}
        if changed := attempt(form, actions.change_consent, **act):
            say(request, _("Lupa on muutettu, ja se vaikuttaa heti. Entinen versio jää näkyviin."))
            return see("consents:consent", case_uuid=case_uuid, consent_uuid=changed.uuid)
    return _form(request, form, _("Muuta lupaa: %(name)s") % {"name": one.organisation.name}, _("Tallenna muutos"))


def _form(request: HttpRequest, form: Any, heading: str, act: str, lead: str = "") -> HttpResponse:
    back = reverse("consents:matrix", kwargs={"case_uuid": request.case.uuid})
    status = 422 if request.method == "POST" else 200
    return draw(request, form, heading, act, lead=lead, back=back, status=status)


@allow(P.TEAM_EDIT, methods=["GET", "POST"], groups=["basics"])
def withdrawal(request: HttpRequest, case_uuid, consent_uuid) -> HttpResponse:
    """What will stop; then the client's withdrawal, which stops just that."""
    one = of_case(request, consent_uuid, in_force=request.method == "GET")
    if request.method == "POST":
        actions.withdraw_consent(consent=one, by=request.actor)
        say(request, _("Suostumus on peruttu. %(body)s ei enää näe asiaa.") % {"body": one.organisation.name})
        return see("consents:matrix", case_uuid=case_uuid)
    context = {"tab": "team", "consent": one, "stops": standing.by_kind(standing.on(one)), "kinds": kind_names()}
    return render(request, "cases/consents/withdrawal.html", context)


def kind_names() -> dict[str, str]:
    """What each kind of thing that stops is called."""
    return {
        standing.PEOPLE: _("Ihmiset"), standing.COACHING: _("Valmennus"), standing.SERVICE: _("Palvelut"),
        standing.QUESTION: _("Kysymykset"), standing.MEETING: _("Tapaamiset"), standing.MAIL: _("Lähtevät viestit"),
        standing.GIVEN: _("Tätä ei voi perua"),
    }


@allow(P.TEAM_EDIT, methods=["GET", "POST"], groups=["basics"])
def paper_new(request: HttpRequest, case_uuid, consent_uuid) -> HttpResponse:
    """Attach the signed form."""
    one = of_case(request, consent_uuid)
    form = bind(request, PaperForm)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        act = {"consent": one, "content": data["file"].read(), "by": request.actor, "key": data["form_key"]}
        if attempt(form, actions.attach_paper, **act):
            say(request, _("Lomake on tallessa suostumuksen liitteenä."))
            return see("consents:consent", case_uuid=case_uuid, consent_uuid=consent_uuid)
    context = {"tab": "team", "form": form, "consent": one}
    return render(request, "cases/consents/paper.html", context, status=422 if request.method == "POST" else 200)


@allow(P.CASE_VIEW, groups=["basics"], action="export")
def paper(request: HttpRequest, case_uuid, consent_uuid, consentpaper_uuid) -> HttpResponse:
    """The signed form, as a file to save: it never opens inside our pages."""
    rows = ConsentPaper.objects.filter(case=request.case, consent__uuid=consent_uuid)
    return paper_answer(get_object_or_404(rows, uuid=consentpaper_uuid))


def paper_answer(row: ConsentPaper) -> HttpResponse:
    """The file as an attachment that no browser guesses about."""
    name = f"suostumus-{dates.local(row.made_at).date():%Y-%m-%d}.{papers.ENDINGS[row.media_type]}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(row.content, content_type=row.media_type, headers=headers)


@allow(P.DAY_VIEW, methods=["POST"])
def notice_seen(request: HttpRequest, consentnotice_uuid) -> HttpResponse:
    """The reader has seen what happened to a consent; it leaves the day page."""
    row = get_object_or_404(ConsentNotice, uuid=consentnotice_uuid, user_id=request.actor.user_id)
    actions.mark_notice_seen(notice=row, by=request.actor)
    return see("desk:my_day")
