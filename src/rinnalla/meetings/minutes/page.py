"""What the meeting's page shows of its minutes: lines, what the team came to, the day's times, what went wrong."""

from typing import Any

from django.http import HttpRequest

from rinnalla.lib.web import bind
from rinnalla.meetings.arranging.models import Booking
from rinnalla.meetings.minutes.extracts import entries, share_of
from rinnalla.meetings.minutes.forms import LineForm
from rinnalla.meetings.minutes.models import MinuteLine, TeamDecision
from rinnalla.meetings.models import HELD, Meeting
from rinnalla.plans.views import UNTRACED
from rinnalla.servicemodels.codes import code_name, of_case


def minutes_of(this: Meeting, request: HttpRequest, *, writes: bool) -> dict[str, Any]:
    """The context of the minutes. A line of a field group that is not the reader's shows as hidden, or not at all."""
    groups = request.access.groups
    rows = MinuteLine.objects.filter(meeting=this).standing().select_related("made_by", "organisation")
    lines = list(rows.prefetch_related("decisions"))
    decided = TeamDecision.objects.filter(meeting=this, field_group__in=groups).select_related("made_by")
    region = of_case(this.case)
    return {
        "lines": [one if one.field_group in groups else None for one in lines
                  if one.field_group in groups or one.field_group not in UNTRACED],
        "line_form": bind(request, LineForm, meeting=this, groups=groups) if writes and this.state == HELD else None,
        "team_decisions": [(one, code_name("team_decisions", one.code, region=region)) for one in decided],
        "times": times_beside(this, request),
        "mistakes": list(this.misdeliveries.select_related("user", "made_by")) if writes else [],
        "entries": entries(this) if this.closed_at and not this.withdrawn_at else [],
        "own_share": share_of(request.actor).filter(pk=this.pk).exists(),
    }


def times_beside(this: Meeting, request: HttpRequest) -> list[Booking]:
    """The reader's own times of the same day, for times and states only: the client may be looking at the screen."""
    mine = Booking.objects.filter(meeting=this, released_at__isnull=True).values("slot__day_id")
    rows = Booking.objects.visible_to(request.actor).filter(slot__day__in=mine, released_at__isnull=True)
    return list(rows.select_related("slot__day", "meeting").order_by("slot__starts_at"))
