"""A meeting's time as a calendar file (RFC 5545). It says when, and where in Rinnalla to read more; never whom or why.

The place stands in it only when it is fetched from the page by somebody who sees the meeting: a place in a mail could
tell where a client lives.
"""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from rinnalla.lib import dates
from rinnalla.meetings.models import CANCELLED, Meeting

PRODUCT = "-//Rinnalla//Meetings//FI"


def calendar_file(meeting: Meeting, path: str, *, with_place: bool = False) -> bytes:
    """The file in the language in use. A later one of the same meeting takes the earlier one's place (SEQUENCE)."""
    event, address = Event(), f"{settings.PUBLIC_ADDRESS}{path}"
    cancelled = meeting.state == CANCELLED
    event.add("uid", f"{meeting.uuid}@rinnalla")
    event.add("sequence", meeting.version)
    event.add("dtstamp", dates.now())
    event.add("dtstart", dates.local(meeting.starts_at))
    event.add("dtend", dates.local(meeting.starts_at) + timedelta(minutes=meeting.minutes))
    event.add("summary", _("Tapaaminen (Rinnalla)"))
    event.add("description", _("Kirjaudu sisään: %(address)s") % {"address": address})
    event.add("url", address)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if with_place and meeting.place:
        event.add("location", meeting.place)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
