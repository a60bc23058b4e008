"""What was declined in a case, for whoever answers for the client (C-01)."""

from functools import partial
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.allow import allow
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.web import attempt, render, say, see
from rinnalla.referrals import declines
from rinnalla.referrals.models_declines import DeclineNotice
from rinnalla.servicemodels import codes


@allow(P.CASE_EDIT, groups=("basics",))
def declined(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Who did not take the client, why, and who helps next; from here one finds another way."""
    return _page(request, forms.Form())


@allow(P.CASE_EDIT, methods=["POST"], groups=("basics",))
def decline_seen(request: HttpRequest, case_uuid: UUID, decline_notice_uuid: UUID) -> HttpResponse:
    """It leaves the day page; it stays on the case's list."""
    rows = DeclineNotice.objects.visible_to(request.actor).filter(case=request.case)
    notice, form = get_object_or_404(rows.select_related("case"), uuid=decline_notice_uuid), forms.Form(request.POST)
    if form.is_valid():
        attempt(form, declines.mark_seen, notice=notice, by=request.actor)
    if form.errors:
        return _page(request, form, status=422)
    say(request, _("Merkitty nähdyksi."))
    return see("referrals:declined", case_uuid=case_uuid)


def _page(request: HttpRequest, form: forms.Form, *, status: int = 200) -> HttpResponse:
    rows = DeclineNotice.objects.told_to(request.actor)
    rows = rows.filter(case=request.case, field_group__in=request.access.groups)
    notices = list(rows.select_related("unit__organisation", "next_unit", "next_user", "seen_by"))
    request.shown.groups(one.field_group for one in notices)
    reason = partial(codes.code_name, "decline_reasons", region=codes.of_case(request.case))
    context = {"tab": "", "notices": notices, "reason_name": reason, "form": form}
    return render(request, "referrals/declined.html", context, status=status)
