"""Agreements of three parties in a case: the text, each party's answer, another version, the paper, the end."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission as P
from rinnalla.employers.models import Employer
from rinnalla.employers.telling.actions import consent_of
from rinnalla.employment.pages import coaching_of
from rinnalla.employment.support import agreeing
from rinnalla.employment.support.forms import AgreementForm, AnswerForm, EndForm, ReplyForm
from rinnalla.employment.support.models import CLIENT, PARTIES, UNIT, AgreementQuestion, WorkAgreement
from rinnalla.employment.support.pages import agreement_of, one_form
from rinnalla.employment.support.papers import agreement_paper, party_name
from rinnalla.employment.views import GROUPS, named
from rinnalla.lib import dates
from rinnalla.lib.documents import pdf_answer
from rinnalla.lib.web import bind, render
from rinnalla.servicemodels.codes import Code, code

BOTH = ["GET", "POST"]


@allow(P.EMPLOYER_TELL, methods=BOTH, groups=GROUPS)
def new(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, kind: str) -> HttpResponse:
    """The first text; only an employer whom the client lets know can be chosen."""
    episode, found = coaching_of(request, episode_uuid), _kind(kind)
    let = _let(request)
    jobs = [one for one in episode.jobs.all() if one.ends_on is None]
    form = bind(request, AgreementForm, kind=found, employers=let, jobs=jobs, initial={"starts_on": dates.today()})

    def act(data: dict[str, Any]) -> Any:
        return agreeing.propose(
            episode=episode, by=request.actor, kind=kind, employer=data["employer"], job=data["job"],
            parts=form.parts(), key=data["form_key"], **form.rest(),
        )

    return one_form(
        request, form, act, episode, heading=found.name, button=_("Anna sopimus osapuolille"),
        done=_("Sopimus on annettu. Se tulee voimaan, kun kaikki kolme ovat hyväksyneet sen."), let=let,
        template="employment/support/agreement_form.html", source=found.definition.source,
        lead=_("Työnantaja saa tämän tekstin. Kirjoita vain se, mistä työssä sovitaan."),
    )


def _let(request: HttpRequest) -> list[Employer]:
    """The employers whom the client's written consents let know something."""
    consents = request.case.consents.in_force().exclude(mode="spoken").filter(organisation__employer__isnull=False)
    return [one.organisation.employer for one in consents.select_related("organisation__employer__organisation")]


@allow(P.COACHING_VIEW, groups=GROUPS)
def agreement(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, agreement_uuid: UUID) -> HttpResponse:
    """The text, who has approved, and the versions before."""
    row = agreement_of(request, episode_uuid, agreement_uuid)
    latest = row.latest
    context = {
        "tab": "coaching", "episode": row.episode, "agreement": row, "latest": latest, "kind": _kind(row.kind),
        "state": row.state, "parties": [(one, party_name(one), latest.given.get(one)) for one in PARTIES],
        "older": [one for one in row.versions.all() if one.number < latest.number], "party_name": party_name,
        "name": {name: named(name) for name in ("agreement_ways", "service_grounds")},
        "works": may(request.actor, P.COACHING_EDIT, request.access) and row.episode.allows("work"),
        "tells": may(request.actor, P.EMPLOYER_TELL, request.access),
        "let": consent_of(request.case, row.employer) is not None,
    }
    return render(request, "employment/support/agreement.html", context)


@allow(P.EMPLOYER_TELL, methods=BOTH, groups=GROUPS)
def change(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, agreement_uuid: UUID) -> HttpResponse:
    """Another text, which everybody answers anew."""
    row = agreement_of(request, episode_uuid, agreement_uuid)
    now = row.latest
    start = {name: getattr(now, name) for name in ("starts_on", "ends_on", "subsidy_ground")}
    form = bind(request, AgreementForm, kind=_kind(row.kind), initial={**now.parts, **start, "version": row.version})

    def act(data: dict[str, Any]) -> Any:
        agreeing.change(
            agreement=row, version=data["version"] or 0, by=request.actor, parts=form.parts(), **form.rest()
        )

    return one_form(
        request, form, act, row.episode, heading=_("Muuta sopimusta"), button=_("Anna uusi versio osapuolille"),
        done=_("Uusi versio on annettu. Kaikki kolme hyväksyvät sen uudelleen."), agreement=row,
        lead=_("Uusi versio kumoaa aiemmat hyväksynnät. Sopimus on voimassa vasta, kun kaikki ovat hyväksyneet sen."),
    )


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def answer(
    request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, agreement_uuid: UUID, party: str
) -> HttpResponse:
    """Note what a party answered."""
    if party not in PARTIES:
        raise Http404
    row = agreement_of(request, episode_uuid, agreement_uuid)
    number = row.latest.number
    form = bind(request, AnswerForm, party=party, initial={**_answerer(request, party), "number": number})

    def act(data: dict[str, Any]) -> Any:
        agreeing.answer(agreement=row, party=party, by=request.actor, key=data.pop("form_key"), **data)

    return one_form(
        request, form, act, row.episode, heading=_("Kirjaa vastaus: %(party)s") % {"party": party_name(party)},
        button=_("Kirjaa vastaus"), done=_("Vastaus on kirjattu."), agreement=row,
        about=_("%(kind)s, versio %(number)s") % {"kind": _kind(row.kind).name, "number": number},
    )


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def question(
    request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, agreement_uuid: UUID, agreementquestion_uuid: UUID
) -> HttpResponse:
    """Reply to what the client asked of the text."""
    row = agreement_of(request, episode_uuid, agreement_uuid)
    rows = AgreementQuestion.objects.visible_to(request.actor).filter(version__agreement=row)
    asked = get_object_or_404(rows, uuid=agreementquestion_uuid)
    asked.version.agreement = row

    def act(data: dict[str, Any]) -> Any:
        agreeing.reply(question=asked, by=request.actor, words=data["words"])

    return one_form(
        request, bind(request, ReplyForm), act, row.episode, heading=_("Vastaa asiakkaan kysymykseen"),
        button=_("Lähetä vastaus"), done=_("Vastaus näkyy nyt asiakkaan omilla sivuilla."), agreement=row,
        lead=asked.words, about=_("%(kind)s, versio %(number)s") % {
            "kind": _kind(row.kind).name, "number": asked.version.number,
        },
    )


def _answerer(request: HttpRequest, party: str) -> dict[str, str]:
    """Who most likely answers for the party, and how."""
    if party == CLIENT:
        return {"name": request.case.person.name, "way": "meeting"}
    if party == UNIT:
        return {"name": User.objects.get(pk=request.actor.user_id).name, "way": "here"}
    return {"way": "paper"}


@allow(P.COACHING_EDIT, methods=BOTH, groups=GROUPS)
def ending(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, agreement_uuid: UUID) -> HttpResponse:
    """It holds no longer."""
    row = agreement_of(request, episode_uuid, agreement_uuid)
    form = bind(request, EndForm, initial={"version": row.version})
    return one_form(
        request, form, lambda data: agreeing.end(agreement=row, by=request.actor, **data), row.episode,
        heading=_("Päätä sopimus"), button=_("Päätä sopimus"), done=_("Sopimus on päättynyt."), agreement=row,
    )


@allow(P.EMPLOYER_TELL, groups=GROUPS)
def paper(request: HttpRequest, case_uuid: UUID, episode_uuid: UUID, agreement_uuid: UUID) -> HttpResponse:
    """The newest version as a paper to sign; none any more once the client has taken the consent back."""
    row = agreement_of(request, episode_uuid, agreement_uuid)
    if consent_of(request.case, row.employer) is None:
        raise Http404
    return pdf_answer(agreement_paper(row, request.case.person), _file_name(row))


def _file_name(row: WorkAgreement) -> str:
    return f"sopimus-{str(row.uuid)[:8]}-{row.latest.number}"


def _kind(key: str) -> Code:
    found = code("agreement_kinds", key)
    if found is None:
        raise Http404
    return found
