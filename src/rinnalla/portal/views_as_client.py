"""The client's first page and plan as the client reads them, for who answers for the case.

Nothing is read past the reader's own leave: the page opens only to whose leave covers every field group that stands on
it. Nothing can be done on it: links and forms are taken out. The reading stands in the log as any other.
"""

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils import translation
from markupsafe import Markup

from rinnalla.access.allow import allow
from rinnalla.access.models import User
from rinnalla.access.permissions import Permission as P
from rinnalla.cases.models import Case
from rinnalla.lib.web import frame, render
from rinnalla.plans.models import Plan
from rinnalla.portal.forms import CommentForm
from rinnalla.portal.plan import own_plan
from rinnalla.portal.views_own import home_of

SHOWN = ("basics", "employment", "health", "livelihood", "social", "special")
BEGINS, ENDS = "<!--own-->", "<!--/own-->"  # round what is the page's own in `portal/_own.html`
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_LINK = re.compile(r"<(/?)a\b(?:[^>]*?(class=\"[^\"]*\"))?[^>]*>")


@allow(P.LOG_VIEW, groups=SHOWN)
def as_client(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The first page, or with `?page=plan` the plan, in the client's language."""
    which = "plan" if request.GET.get("page") == "plan" else "home"
    seen = set(SHOWN) <= set(request.access.groups)
    page, language = _page(request, which) if seen else ("", "")
    return render(request, "portal/as_client.html", {"page": page, "language": language, "which": which, "seen": seen})


def _page(request: HttpRequest, which: str) -> tuple[Markup, str]:
    case: Case = request.case
    language = language_of(case)
    with translation.override(language):
        about = home_of(case, request) if which == "home" else _plan(case, request)
        values = {**frame(request), "case": case, "person": case.person, "companion": case.responsible_worker, **about}
        text = engines["jinja2"].env.get_template(f"portal/{which}.html").render(values)
    inside = text.partition(BEGINS)[2].partition(ENDS)[0]
    return Markup(_LINK.sub(_span, _FORM.sub("", inside))), language  # noqa: S704  # our own template drew it


def _span(link: re.Match[str]) -> str:
    return "</span>" if link[1] else f"<span {link[2] or ''}>"


def _plan(case: Case, request: HttpRequest) -> dict[str, object]:
    found = own_plan(case, request.actor)
    comments = found.plan.comments.select_related("made_by").order_by("pk") if found else Plan.objects.none()
    return {"plan": found, "comments": comments, "own_notes": (), "comment_form": CommentForm()}


def language_of(case: Case) -> str:
    """What the client chose; else what is written to them."""
    chosen = User.objects.filter(person_id=case.person_id).values_list("language", flat=True).first()
    return chosen or case.person.reads
