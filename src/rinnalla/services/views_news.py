"""News of services for those with a client in them, and how services answer needs, in numbers."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.catalogue.models import legal_grounds
from rinnalla.catalogue.showing import changes_in_words
from rinnalla.lib.web import attempt, render, say, see
from rinnalla.organisations.models import Region
from rinnalla.services import news
from rinnalla.services.figures import gaps
from rinnalla.services.forms import ContinuationForm, ExpectationForm
from rinnalla.services.models import CardNotice


@allow(P.SERVICE_VIEW)
def notices(request: HttpRequest) -> HttpResponse:
    """The reader's own notices: unread first."""
    rows = CardNotice.objects.of(request.actor).select_related("change__card__unit__organisation")
    return render(
        request, "services/notices.html",
        {"unread": list(rows.unread()), "read": list(rows.filter(read_at__isnull=False)[:20]), "nav": "day"},
    )


@allow(P.SERVICE_VIEW, methods=["GET", "POST"], groups=["basics"], action="list")
def notice(request: HttpRequest, notice_uuid: UUID) -> HttpResponse:
    """What changed, before and after, and whose service it is; POST says that it was read."""
    rows = CardNotice.objects.of(request.actor).select_related("change__card__unit__organisation")
    one = get_object_or_404(rows, uuid=notice_uuid)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        attempt(form, news.read_notice, notice=one, by=request.actor)
        if form.is_valid():
            say(request, _("Kuitattu luetuksi."))
            return see("services:notices")
    episodes = list(news.clients_in(request.actor, one.change))
    request.shown.cases(row.case_id for row in episodes)
    request.shown.persons(row.case.person_id for row in episodes)
    request.shown.groups(row.field_group for row in episodes)
    context = {"one": one, "changes": changes_in_words(one.change), "episodes": episodes, "form": form, "nav": "day",
               "ways": dict(ContinuationForm.base_fields["way"].choices)}
    return render(request, "services/notice.html", context, status=422 if form.errors else 200)


@allow(P.FIGURES_VIEW)
def gaps_page(request: HttpRequest) -> HttpResponse:
    """Needs without a service by need and municipality, services about to end, what was expected: counts, no names."""
    region = Region.objects.get(pk=request.actor.region_id)
    context = {
        "gaps": gaps(region), "answers": dict(ExpectationForm.base_fields["answer"].choices), "nav": "figures",
        "statute": lambda key: next((one.text for one in legal_grounds([key])), key),
    }
    return render(request, "services/gaps.html", context)
