"""An expert by experience beside me, and what clients have proposed of the services (L-59, L-60)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.permissions import Permission as P
from rinnalla.feedback.experts import actions
from rinnalla.feedback.experts.forms import AskForm
from rinnalla.feedback.experts.models import ExpertSupport
from rinnalla.feedback.panels.views import proposals
from rinnalla.lib.web import attempt, bind, say, see
from rinnalla.portal.own import draw, own


@own(P.OWN_VIEW)
def expert(request: HttpRequest) -> HttpResponse:
    """Who walks beside me by own experience; asking for one, and stopping."""
    return _page(request, bind(request, AskForm))


def _page(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    return draw(request, "portal/expert.html", {"support": _own(request), "form": form}, status=status)


def _own(request: HttpRequest) -> ExpertSupport | None:
    rows = ExpertSupport.objects.visible_to(request.actor).filter(case=request.case).not_ended()
    return rows.select_related("expert", "unit__organisation").first()


@own(P.OWN_ACT, methods=["GET", "POST"])
def expert_new(request: HttpRequest) -> HttpResponse:
    """I ask for an expert by experience."""
    form = bind(request, AskForm)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        key, wish = data["form_key"], data["wish"]
        if attempt(form, actions.ask_for_expert, case=request.case, by=request.actor, wish=wish, key=key):
            say(request, _("Pyyntösi on perillä. Sinulta kysytään ennen kuin ketään nimetään."))
            return see("portal:expert")
    return _page(request, form, 422 if request.method == "POST" else 200)


@own(P.OWN_ACT, methods=["GET", "POST"])
def expert_stop(request: HttpRequest) -> HttpResponse:
    """I stop. No reason is asked and nothing follows."""
    support = _own(request)
    if support is None:
        return see("portal:expert")
    if request.method == "POST":
        actions.end_support(support=support, by=request.actor)
        say(request, _("Tuki on lopetettu. Kokemusasiantuntija ei enää näe tietojasi."))
        return see("portal:expert")
    return draw(request, "portal/expert_stop.html", {"support": support})


@own(P.OWN_VIEW)
def panels(request: HttpRequest) -> HttpResponse:
    """What clients have proposed, and what was answered."""
    return draw(request, "portal/panels.html", {"rows": proposals(request.case.region)})
