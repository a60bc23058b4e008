"""The register of partners: who they are, what has been done together, and who is to be contacted."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import bind, render
from rinnalla.network.keeping import may_keep
from rinnalla.network.pages import METHODS, NAV, one_form
from rinnalla.network.partners import actions
from rinnalla.network.partners.forms import PartnerForm, RhythmForm, VersionForm
from rinnalla.network.partners.models import FINE, LATE, NONE, Partner

ORDER = {LATE: 0, FINE: 1, NONE: 2}


@allow(P.CATALOGUE_VIEW)
def partners(request: HttpRequest) -> HttpResponse:
    """Everybody the region develops with; whom one should have contacted stands first (L-90)."""
    rows = Partner.objects.visible_to(request.actor).in_use().with_last().select_related("keeper")
    found = sorted(rows, key=lambda one: (ORDER[one.rhythm], one.due_on or one.made_at.date(), one.name))
    late = sum(one.rhythm == LATE for one in found)
    context = {"nav": NAV, "rows": found, "late": late, "may": request.actor.can(P.DEVELOPMENT_RECORD)}
    return render(request, "network/development/partners.html", context)


@allow(P.CATALOGUE_VIEW)
def partner(request: HttpRequest, partner_uuid: UUID) -> HttpResponse:
    """One partner: whom to call, how often, and what is done together."""
    one = _one(request, partner_uuid)
    parts = one.parts.select_related("contact").order_by("-contact__on")
    context = {
        "nav": NAV, "one": one, "parts": list(parts[:30]), "may": may_keep(request.actor, one.region_id),
        "projects": list(one.in_projects.select_related("project")),
        "memberships": list(one.memberships.select_related("partnership")),
    }  # fmt: skip
    return render(request, "network/development/partner.html", context)


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def partner_new(request: HttpRequest) -> HttpResponse:
    """Another body to develop with."""
    form = bind(request, PartnerForm, actor=request.actor)
    return one_form(
        request, form, lambda data: actions.add_partner(by=request.actor, words=form.words(), key=data["form_key"]),
        heading=_("Lisää kumppani"), button=_("Tallenna kumppani"), done=_("Kumppani on rekisterissä."),
        back=reverse("network:partners"), crumbs=_crumbs(), onward=address,
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def partner_edit(request: HttpRequest, partner_uuid: UUID) -> HttpResponse:
    """Mend what the register tells of it."""
    one = _one(request, partner_uuid)
    known = {name: getattr(one, name) for name in ("name", "kind", "contact_task", "contact_name", "contact_email")}
    body = str(one.organisation.uuid) if one.organisation else ""
    form = bind(request, PartnerForm, actor=request.actor, initial={**known, "organisation": body,
                                                                    "version": one.version})  # fmt: skip
    return one_form(
        request, form,
        lambda data: actions.change_partner(
            partner=one, version=data["version"] or 0, by=request.actor, words=form.words()
        ),
        heading=_("Muokkaa kumppania"), button=_("Tallenna kumppani"), done=_("Muutos on tallessa."),
        back=address(one), crumbs=_crumbs(one),
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def partner_rhythm(request: HttpRequest, partner_uuid: UUID) -> HttpResponse:
    """How often it is contacted and by whom (L-90)."""
    one = _one(request, partner_uuid)
    keeper = str(one.keeper_id or request.actor.user_id or "")
    known = {"every_weeks": one.every_weeks, "keeper": keeper, "version": one.version}
    form = bind(request, RhythmForm, actor=request.actor, initial=known)
    return one_form(
        request, form, lambda data: actions.set_rhythm(partner=one, by=request.actor, **data),
        heading=_("Sovi yhteydenpidosta"), button=_("Tallenna"), done=_("Yhteydenpidosta on sovittu."),
        back=address(one), crumbs=_crumbs(one), lead=one.name,
    )  # fmt: skip


@allow(P.DEVELOPMENT_RECORD, methods=METHODS)
def partner_end(request: HttpRequest, partner_uuid: UUID) -> HttpResponse:
    """No longer a partner."""
    one = _one(request, partner_uuid)
    form = bind(request, VersionForm, initial={"version": one.version})
    return one_form(
        request, form, lambda data: actions.end_partner(partner=one, version=data["version"], by=request.actor),
        heading=_("Poista kumppani käytöstä"), button=_("Poista käytöstä"), done=_("Kumppani ei ole enää käytössä."),
        back=reverse("network:partners"), crumbs=_crumbs(one), lead=_("Mitä yhdessä on tehty, säilyy luettelossa."),
        danger=True,
    )  # fmt: skip


def address(one: Partner) -> str:
    return reverse("network:partner", kwargs={"partner_uuid": one.uuid})


def _one(request: HttpRequest, uuid: UUID) -> Partner:
    rows = Partner.objects.visible_to(request.actor).with_last().select_related("organisation", "keeper")
    return get_object_or_404(rows, uuid=uuid)


def _crumbs(one: Partner | None = None) -> list[tuple[str, str | None]]:
    own: list[tuple[str, str | None]] = [(one.name, address(one))] if one else []
    home = (_("Kehittämistyö"), reverse("network:development_work"))
    return [home, (_("Kumppanit"), reverse("network:partners")), *own]
