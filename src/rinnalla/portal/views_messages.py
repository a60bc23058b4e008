"""Writing to the team and reading what it answers: one place, with the day by which somebody answers."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access.models import Depth, Grant, Membership
from rinnalla.access.permissions import Permission as P
from rinnalla.access.roles import ROLES
from rinnalla.cases.messages import actions
from rinnalla.cases.messages.forms import RESPONSIBLE, WriteForm
from rinnalla.cases.messages.models import Message
from rinnalla.cases.models import Case
from rinnalla.lib.web import attempt, bind, say, see
from rinnalla.portal.own import draw, own
from rinnalla.servicemodels.codes import due, of_case

ON_PAGE = 30


@own(P.OWN_WRITE)
def thread(request: HttpRequest) -> HttpResponse:
    """All that has been written, the newest first, and a place to write."""
    return _page(request, _form(request))


def _form(request: HttpRequest) -> WriteForm:
    return bind(request, WriteForm, responsible=request.case.responsible_worker)


def _page(request: HttpRequest, form: WriteForm, status: int = 200) -> HttpResponse:
    case: Case = request.case
    rows = Message.objects.visible_to(request.actor).filter(case=case)
    page = Paginator(rows.select_related("made_by", "settled_by").order_by("-pk"), ON_PAGE)
    context = {
        "form": form, "page": page.get_page(request.GET.get("page")), "readers": readers(case),
        "answer_by": due(of_case(case), "message_answer"),
        "unread": list(rows.new().select_related("made_by").order_by("pk")),
    }
    return draw(request, "portal/messages.html", context, status=status)


def readers(case: Case) -> list[str]:
    """Who may read a message to the team: whoever has leave to work in the case now, deputies too, the responsible
    worker first; of a unit that has it, the unit."""
    leaves = Grant.objects.live().filter(case=case, depth=Depth.WORKS).select_related("user", "unit").order_by("pk")
    reads = [role.key for role in ROLES.values() if P.CASE_EDIT in role.permissions]
    able = Membership.objects.in_force().filter(role__in=reads).values("user_id")
    leaves = leaves.filter(Q(user__isnull=True) | Q(user_id__in=able))
    named = sorted(leaves, key=lambda one: one.user_id is None or one.user_id != case.responsible_worker_id)
    return list(dict.fromkeys(one.user.name if one.user else one.unit.name for one in named))


def unread(case: Case, request: HttpRequest) -> Message | None:
    """The oldest of the team's messages that the client has not marked read."""
    rows = Message.objects.visible_to(request.actor).new().filter(case=case)
    return rows.select_related("made_by").order_by("pk").first()


@own(P.OWN_WRITE, methods=["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write to the team, or ask to be called."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(
            form, actions.write, case=request.case, by=request.actor, text=data["text"], wants_call=data["wants_call"],
            to_responsible=data.get("whom") == RESPONSIBLE, key=data["form_key"],
        ):
            say(request, _("Viestisi on perillä. Näet tällä sivulla, milloin siihen vastataan."))
            return see("portal:messages")
    return _page(request, form, 422 if request.method == "POST" else 200)


@own(P.OWN_WRITE, methods=["POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """I have read what the team wrote, up to the newest that was shown."""
    try:
        actions.mark_read(case=request.case, by=request.actor, newest=UUID(request.POST.get("newest", "")))
    except ValueError:  # no page of ours sent this
        return HttpResponse(status=422)
    return see("portal:messages")
