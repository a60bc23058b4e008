"""The catalogue of figures: every definition in force in the reader's language, with the page that shows it (T-36)."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import render
from rinnalla.reports.definitions import definitions
from rinnalla.reports.files import plain_file
from rinnalla.servicemodels.definitions import Indicator
from rinnalla.servicemodels.handbook.beside import way_to

PERIODS: Mapping[str, str | Promise] = {
    "half_year": gettext_lazy("Päättynyt puolivuosi"), "year": gettext_lazy("Vuosi"), "day": gettext_lazy("Päivä"),
    "pilot": gettext_lazy("Pilotin aika"),
}  # fmt: skip
UNITS: Mapping[str, str | Promise] = {
    "people": gettext_lazy("Ihmisiä"), "spells": gettext_lazy("Asiakkuuksia"), "pieces": gettext_lazy("Kappaleita"),
    "percent": gettext_lazy("Prosenttia"), "days": gettext_lazy("Päiviä"), "euros": gettext_lazy("Euroa"),
    "score": gettext_lazy("Pisteitä"),
}  # fmt: skip
FORMULAS: Mapping[str, str | Promise] = {
    "count": gettext_lazy("Lukumäärä"), "share": gettext_lazy("Osoittaja jaettuna joukolla"),
    "median": gettext_lazy("Keskimmäinen arvo"), "mean": gettext_lazy("Keskiarvo"),
    "change": gettext_lazy("Myöhempi vähennettynä aikaisemmalla"), "sum": gettext_lazy("Summa"),
    "curve": gettext_lazy("Osuus ajan kuluessa (Kaplan–Meier)"),
}  # fmt: skip
OWNERS: Mapping[str, str | Promise] = {
    "support": gettext_lazy("Alueen työkyvyn tuen johto"), "coaching": gettext_lazy("Valmennuksen esihenkilö"),
    "development": gettext_lazy("Kehittämistyön vetäjä"), "communications": gettext_lazy("Viestinnän vastuuhenkilö"),
    "employers": gettext_lazy("Työnantajatyön vastuuhenkilö"), "buyer": gettext_lazy("Palvelujen tilaaja"),
}  # fmt: skip


@allow(P.FIGURES_VIEW)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every figure there is: what it tells, how it is computed, from where, for what time, who answers for it."""
    told = definitions()
    context = {
        "told": told, "facts": {one.key: facts(one) for one in told},
        "pages": {one.key: way_to(request.actor, one.route) for one in told},
        "promised": [one for one in told if one.promised],
    }  # fmt: skip
    return render(request, "reports/definitions.html", context)


@allow(P.FIGURES_VIEW)
def catalogue_file(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    told = definitions()
    heads = [_("Mittari"), *(name for name, _text in facts(told[0], every=True)), _("Sivu")]
    rows = [
        [one.names.in_language, *(text for _name, text in facts(one, every=True)), way_to(request.actor, one.route)]
        for one in told
    ]
    return plain_file("definitions", [heads, *rows])


def facts(one: Indicator, *, every: bool = False) -> list[tuple[str, str]]:
    """The facts of a definition by their names; with `every` also those it does not have, as ""."""
    found = [
        (_("Mitä se kertoo"), one.meaning.in_language), (_("Mitä lasketaan"), one.numerator.in_language),
        (_("Mistä joukosta"), one.denominator.in_language if one.denominator else ""),
        (_("Kaava"), str(FORMULAS[one.formula])), (_("Yksikkö"), str(UNITS[one.unit])),
        (_("Lähde"), one.source.in_language), (_("Aika"), str(PERIODS[one.period])),
        (_("Määritelmästä vastaa"), str(OWNERS[one.owner])),
        (_("Tavoite"), one.target.in_language if one.target else ""),
    ]  # fmt: skip
    return found if every else [(name, text) for name, text in found if text]
