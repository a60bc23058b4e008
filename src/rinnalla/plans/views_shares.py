"""What each one sees of the plan, each organisation's own share, parties' approvals, and suggested actions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow, may
from rinnalla.access.models import Consent
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.documents import pdf_answer
from rinnalla.lib.errors import Refused
from rinnalla.lib.web import attempt, bind, render, say, see
from rinnalla.organisations.models import Organisation
from rinnalla.plans import around, rounds
from rinnalla.plans.copies import CLIENT, copy_for
from rinnalla.plans.extracts import Extract, extract_of, extracts, share_data, share_sheet, share_text
from rinnalla.plans.forms_around import EntryForm, TemplateForm
from rinnalla.plans.models import PlanVersion
from rinnalla.plans.papers import paper, paper_data, plain
from rinnalla.plans.views import form_page, may_edit, plan_of
from rinnalla.plans.views_actions import _goal, render_refusal
from rinnalla.servicemodels.codes import code, code_list


def newest(request: HttpRequest) -> PlanVersion:
    """The newest version. Raises Http404 when there is none."""
    rows = PlanVersion.objects.filter(plan=plan_of(request)).order_by("-number")
    rows = rows.select_related("made_by", "plan__case__person", "plan__case__responsible_worker")
    return get_object_or_404(rows.prefetch_related("approvals")[:1])


def _audiences(request: HttpRequest, version: PlanVersion) -> list[Organisation]:
    """The organisations one may ask about: those with a share in the plan and those with the client's consent."""
    bodies = {one["body"] for goal in version.content["goals"] for one in goal["actions"] if one.get("body")}
    consented = Consent.objects.filter(case=request.case, withdrawn_at__isnull=True).values("organisation_id")
    rows = Organisation.objects.filter(uuid__in=bodies) | Organisation.objects.filter(pk__in=consented)
    return sorted(rows.distinct(), key=lambda one: one.name)


def _chosen(request: HttpRequest, audiences: list[Organisation]) -> Organisation | None:
    """The organisation asked for by `?of=`; None for the client. Raises Http404 for any other."""
    asked = request.GET.get("of", CLIENT)
    if asked == CLIENT:
        return None
    found = next((one for one in audiences if str(one.uuid) == asked), None)
    if found is None:
        raise Http404
    return found


@allow(P.PLAN_VIEW, groups=["basics"])
def copies(request: HttpRequest, case_uuid) -> HttpResponse:
    """What does the client, an agency or an employer see: the very copy that they would be given."""
    version = newest(request)
    audiences = _audiences(request, version)
    chosen = _chosen(request, audiences)
    copy = copy_for(request.case, version.content, chosen, request.access.groups)
    request.shown.groups(copy.groups)
    context = {
        "tab": "plan", "version": version, "audiences": audiences, "chosen": chosen, "copy": copy,
        "shown": paper_data(version, copy.groups, audience=copy.audience),
    }
    return render(request, "plans/copies.html", context)


@allow(P.PLAN_VIEW, groups=["basics"], action="print")
def copy_paper(request: HttpRequest, case_uuid) -> HttpResponse:
    """The same copy as PDF."""
    version = newest(request)
    chosen = _chosen(request, _audiences(request, version))
    copy = copy_for(request.case, version.content, chosen, request.access.groups)
    if not copy.groups:
        raise Http404
    request.shown.groups(copy.groups)
    return pdf_answer(paper(version, copy.groups, audience=copy.audience), f"suunnitelma-{version.number}")


@allow(P.PLAN_VIEW, groups=["basics"])
def shares(request: HttpRequest, case_uuid) -> HttpResponse:
    """Each organisation's own share of the newest version, and whether it has been entered in its own system."""
    version, groups = newest(request), request.access.groups
    request.shown.groups(groups)
    rows = extracts(request.case, version, groups)
    context = {
        "tab": "plan", "version": version, "rows": rows, "texts": [share_text(one, version) for one in rows],
        "may_tick": {one.organisation.pk for one in rows if _may_tick(request, one.organisation)},
    }
    return render(request, "plans/shares.html", context)


def _may_tick(request: HttpRequest, organisation: Organisation) -> bool:
    """One's own organisation's share, or for whoever edits the plan any of them."""
    mine = organisation.pk == request.actor.organisation_id and may(request.actor, P.ACTION_ACCEPT, request.access)
    return request.case.closed_at is None and (mine or may_edit(request))


def _share(request: HttpRequest, organisation_uuid: UUID) -> tuple[PlanVersion, Extract]:
    """The share of an organisation in the newest version. Raises Http404 when it has none that the reader may see."""
    version = newest(request)
    organisation = get_object_or_404(Organisation, uuid=organisation_uuid)
    extract = extract_of(request.case, version, organisation, request.access.groups)
    if not extract.goals:
        raise Http404
    return version, extract


@allow(P.PLAN_VIEW, groups=["basics"], action="export")
def share(request: HttpRequest, case_uuid, organisation_uuid) -> HttpResponse:
    """A share as PDF, or with `?format=text` or `?format=json` for pasting or for another program."""
    version, extract = _share(request, organisation_uuid)
    request.shown.groups({one["group"] for goal in extract.goals for one in [goal, *goal["actions"]]})
    name, wanted = f"osuus-{version.number}", request.GET.get("format", "pdf")
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}.{wanted[:4]}"'}
    if wanted == "json":
        return JsonResponse(share_data(extract, version), json_dumps_params={"ensure_ascii": False}, headers=headers)
    if wanted == "text":
        headers["Content-Disposition"] = f'attachment; filename="{name}.txt"'
        return HttpResponse(share_text(extract, version), "text/plain; charset=utf-8", headers=headers)
    return pdf_answer(plain(lambda: share_sheet(extract, version), request.case.person), name)


@allow(P.ACTION_ACCEPT, methods=["GET", "POST"], groups=["basics"])
def entry(request: HttpRequest, case_uuid, organisation_uuid) -> HttpResponse:
    """Tick that a share has been entered in the organisation's own system."""
    version, extract = _share(request, organisation_uuid)

    def do(data: dict[str, Any]) -> None:
        if not _may_tick(request, extract.organisation):
            raise Refused(_("Vain organisaation oma työntekijä tai suunnitelman tekijä voi merkitä tämän."))
        around.enter(version=version, organisation=extract.organisation, by=request.actor, **data)

    return form_page(
        request, bind(request, EntryForm), _("Kirjattu omaan järjestelmään"), _("Merkitse kirjatuksi"), do,
        lead=_("%(name)s, versio %(number)s") % {"name": extract.organisation.name, "number": version.number},
        done=_("Merkitty kirjatuksi."), back=reverse("plans:shares", kwargs={"case_uuid": case_uuid}),
    )


@allow(P.ACTION_ACCEPT, methods=["POST"], groups=["basics"])
def part(request: HttpRequest, case_uuid, number: int) -> HttpResponse:
    """The reader's organisation approves its own part of a version (L-54)."""
    rows = PlanVersion.objects.filter(plan=plan_of(request)).select_related("plan__case")
    version = get_object_or_404(rows, number=number)
    try:
        rounds.approve_part(version=version, by=request.actor)
    except Refused as refusal:
        return render_refusal(request, refusal)
    say(request, _("Kiitos. Organisaatiosi osuus on hyväksytty."))
    return see("plans:plan", case_uuid=case_uuid)


@allow(P.PLAN_EDIT, methods=["GET", "POST"], groups=["basics"])
def template(request: HttpRequest, case_uuid, goal_uuid) -> HttpResponse:
    """Suggested actions for a goal: take those that fit, in one's own words, or none."""
    goal, found = _goal(request, goal_uuid), code_list("plan_templates")
    chosen = code("plan_templates", request.GET.get("of", found[0].key))
    if chosen is None:
        raise Http404
    form = bind(request, TemplateForm, template=chosen)
    if request.method == "POST" and form.is_valid():
        given = {"goal": goal, "by": request.actor, "chosen": form.chosen(), "key": form.cleaned_data["form_key"]}
        if attempt(form, around.take_suggestions, **given) is not None:
            say(request, _("Valitut toimet ovat suunnitelmassa. Muuta niitä vapaasti."))
            return see("plans:plan", case_uuid=case_uuid)
    context = {"tab": "plan", "goal": goal, "templates": found, "chosen": chosen, "form": form}
    return render(request, "plans/template.html", context, status=422 if request.method == "POST" else 200)


