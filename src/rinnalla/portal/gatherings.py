"""Meetings as the client is told of them: what they are, when, where, who comes, and what was agreed (E-41)."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.meetings.models import Kind, Meeting
from rinnalla.portal.own import first_name

TEAM = (Kind.WORK, Kind.NETWORK, Kind.TEAM)


def meetings(case: Case, actor: Actor) -> QuerySet[Meeting]:
    """The client's meetings that were not called off, in order. A time on a team day shows once it is sure (V-51)."""
    rows = Meeting.objects.visible_to(actor).filter(case=case, cancelled_at__isnull=True)
    sure = Q(booking__isnull=True) | Q(booking__confirmed_at__isnull=False)
    return rows.filter(sure).order_by("starts_at")


def next_meeting(case: Case, actor: Actor) -> Meeting | None:
    """The next one from today on where the client is expected."""
    coming = meetings(case, actor).ahead().filter(starts_at__gte=dates.now() - timedelta(days=1))
    return next((one for one in coming[:9] if one.client_will_be_there and dates.days_since(one.starts_at) <= 0), None)


def called(meeting: Meeting) -> str:
    """What the client does there, as the title of a point on the path."""
    if meeting.held_at:
        if not meeting.client_present:
            return _("Tiimi tapasi ilman sinua, kuten toivoit")
        return _("Tapasit tiimisi") if meeting.kind in TEAM else _("Tapasimme yhdessä")
    if not meeting.client_will_be_there:
        return _("Tiimi tapaa ilman sinua, kuten toivoit")
    return _("Tapaat tiimisi") if meeting.kind in TEAM else _("Tapaamme yhdessä")


def company(meeting: Meeting, case: Case) -> str:
    """Who comes, by first names: the responsible worker first."""
    people = [one.user for one in meeting.participants.select_related("user").order_by("pk") if one.user]
    people.sort(key=lambda user: user.pk != case.responsible_worker_id)
    names = [first_name(user.name) for user in people]
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s ja %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
