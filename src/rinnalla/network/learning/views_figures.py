"""What trainings came to in a finished half of a year: for those who lead. Small groups are hidden."""

from django.http import HttpRequest, HttpResponse

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.halves import PeriodForm
from rinnalla.lib.web import render
from rinnalla.network.learning import figures
from rinnalla.network.learning.models import Training
from rinnalla.network.materials.figures import bank, methods_in_use
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import code_list, deadline


@allow(P.FIGURES_VIEW)
def learning_figures(request: HttpRequest) -> HttpResponse:
    """Events, attendance, growth, needs and methods of one finished half of a year."""
    region = Region.objects.get(pk=request.actor.region_id)
    form = PeriodForm(request.GET if "half" in request.GET else None)
    since, until = form.period.since, form.period.until
    where, least = (region.pk, since, until), deadline(region, "small_number")
    topics = figures.by_topic(*where)
    context = {
        "form": form, "since": since, "until": until, "least": least,
        "kinds": _named(figures.offered(*where), Training.Kind.choices),
        "organisers": _named(figures.by_organiser(*where), Training.Organiser.choices),
        "topics": [(one.name, topics[one.key]) for one in code_list("training_topics")],
        "areas": figures.by_area(*where), "bodies": figures.attendance(*where),
        "growth": figures.competence_change(since, until, least), "needs": figures.needs(*where, least),
        "methods": methods_in_use(region.pk, until, least), "bank": bank(region.pk, until),
    }
    return render(request, "network/learning/figures.html", context)


def _named(counts: dict[str, int], names: list[tuple[str, str]]) -> list[tuple[str, int]]:
    return [(str(name), counts[key]) for key, name in names]
