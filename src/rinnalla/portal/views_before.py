"""Before a meeting: what I want from it, and does somebody come along with me (L-47)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission as P
from rinnalla.lib.saving import Conflict
from rinnalla.lib.web import attempt, bind, say, see
from rinnalla.meetings.arranging.actions import answer_support, say_in_advance
from rinnalla.meetings.models import Meeting
from rinnalla.portal.forms import BeforeMeetingForm
from rinnalla.portal.gatherings import called, meetings
from rinnalla.portal.own import draw, own


@own(P.OWN_MEET, methods=["GET", "POST"])
def before(request: HttpRequest, meeting_uuid: UUID) -> HttpResponse:
    """One's own question and the support person, of a meeting that is ahead."""
    rows = meetings(request.case, request.actor).ahead().select_related("case")
    one = get_object_or_404(rows, uuid=meeting_uuid)
    start = {name: getattr(one, name) for name in ("support_person", "version")}
    start |= {"words": one.client_words, "support": "" if one.support == "asked" else one.support}
    form, status = bind(request, BeforeMeetingForm, initial=start), 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid() and attempt(form, _told, meeting=one, by=request.actor, **form.cleaned_data):
                say(request, _("Kiitos. Tiimisi näkee tämän."))
                return see("portal:meeting", meeting_uuid=one.uuid)
        except Conflict:
            status = 409
            form.add_error(None, _("Tapaamisen tiedot ehtivät muuttua. Avaa sivu uudelleen. Tekstisi on tässä."))
    return draw(request, "portal/before.html", {"form": form, "meeting": one, "title": called(one)}, status=status)


def _told(*, meeting: Meeting, by: Actor, words: str, version: int, **support: Any) -> bool:
    if words.strip() and words.strip() != meeting.client_words:
        say_in_advance(meeting=meeting, version=version, by=by, words=words)
        version = meeting.version
    if support["support"]:
        answer_support(meeting=meeting, version=version, by=by, **support)
    return True
