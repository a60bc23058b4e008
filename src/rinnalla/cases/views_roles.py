"""Pages of the roles in a case."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.cases import roles
from rinnalla.cases.forms import RoleForm
from rinnalla.cases.models import Assignment
from rinnalla.cases.views import draw
from rinnalla.lib.web import attempt, bind, say, see


@allow(P.TEAM_EDIT, methods=["GET", "POST"], groups=["basics"])
def role_new(request: HttpRequest, case_uuid) -> HttpResponse:
    """Give somebody of the team a role; a change of person asks why."""
    form = bind(request, RoleForm, case=request.case, initial={"role": request.GET.get("role", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        told = {"member": data["member"], "role": data["role"], "reason": data["reason"], "key": data["form_key"]}
        if attempt(form, roles.assign, by=request.actor, **told):
            say(request, _("Tehtävä on annettu. Asiakas näkee sen omalta sivultaan."))
            return see("cases:team", case_uuid=case_uuid)
    status = 422 if request.method == "POST" else 200
    lead = _("Yhdellä ihmisellä voi olla monta tehtävää. Kutakin tehtävää hoitaa yksi kerrallaan.")
    back = reverse("cases:team", kwargs={"case_uuid": case_uuid})
    return draw(request, form, _("Kuka tekee mitä"), _("Anna tehtävä"), lead=lead, status=status, back=back)


@allow(P.TEAM_EDIT, methods=["POST"], groups=["basics"])
def role_end(request: HttpRequest, case_uuid, assignment_uuid) -> HttpResponse:
    """The role ends; its holder stays in the team."""
    row = get_object_or_404(Assignment.objects.select_related("case"), uuid=assignment_uuid, case=request.case)
    form = Form({})
    form.is_valid()
    if attempt(form, _end, assignment=row, by=request.actor):
        say(request, _("Tehtävä on päätetty."))
        return see("cases:team", case_uuid=case_uuid)
    return draw(request, form, _("Tiimi"), _("Yritä uudelleen"), status=422)


def _end(*, assignment: Assignment, by) -> bool:
    roles.end(assignment=assignment, by=by)
    return True
