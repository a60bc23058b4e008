"""The path figure for everybody: the region's path on the wall and on the phone, without numbers of clients (V-26)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import public
from rinnalla.catalogue.figure.content import Content
from rinnalla.catalogue.figure.parts import Panel
from rinnalla.catalogue.figures import PLACES, PLAIN, WAITING, content_for, figure_for, options_of
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib.web import render
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import codes

VIEWS = (PLAIN, WAITING, PLACES)


@public("everybody may see how the path goes")
def path(request: HttpRequest) -> HttpResponse:
    """The path of the region the address names, or of the only one; else the regions to choose from."""
    regions = list(Region.objects.taking_in().order_by("key"))
    named = request.GET.get("region", "")
    region = next((one for one in regions if one.key == named), regions[0] if len(regions) == 1 else None)
    content = content_for(region) if region else None
    if region is None or content is None:
        shown = [one for one in regions if codes.published(one)]
        return render(request, "portal/path_regions.html", {"regions": shown, "region": None})
    options = options_of(request.GET, VIEWS, region.key if len(regions) > 1 else "")
    figure = figure_for(region, content, options, VIEWS, _invitation(region, content), _card_url)
    context = {"figure": figure, "region": region, "lead": f"{content.region}. {content.tagline}."}
    return render(request, "portal/path.html", {**context, "help_phone": region.help_phone})


def _invitation(region: Region, content: Content) -> Panel:
    """The region's slogan (V-119) and how to make contact: what a picture on a wall is for."""
    model = codes.published(region)
    hours = model.info.help_hours.in_language if model else ""
    phone = ", ".join(part for part in (region.help_phone, hours) if part)
    url = f"{reverse('portal:start')}?region={region.key}#contact"
    return Panel(
        content.tagline, facts=((_("Soita"), phone), ("", _("Yksikin huoli riittää. Lähetettä ei tarvita."))),
        act=_("Pyydä yhteydenottoa"), url=url, css="fg-quiet",
    )  # fmt: skip


def _card_url(card: ServiceCard) -> str:
    return reverse("portal:service", kwargs={"card_uuid": card.uuid})
