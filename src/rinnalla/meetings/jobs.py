"""Mail that follows from meetings: only that there is something to see, and when (rule 19)."""

from datetime import timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.acting import acting, system
from rinnalla.access.models import User
from rinnalla.lib import dates, sms
from rinnalla.lib.mail import send_with_file, tell
from rinnalla.meetings.calendar import calendar_file
from rinnalla.meetings.models import CANCELLED, Meeting
from rinnalla.meetings.rules import client_users, invited_users, seeing
from rinnalla.meetings.teamdays import actions as teamdays
from rinnalla.outbox import job
from rinnalla.outbox.models import Promise
from rinnalla.people import phones


@job("meetings.tell_user")
def tell_user(promise: Promise, user_id: int) -> None:
    """A meeting or a summary waits for somebody: a client in the own view, a professional in the list of meetings."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, _path(user))


@job("meetings.invite")
def invite(promise: Promise, user_id: int, meeting_id: int, case_id: int) -> None:
    """An invitation, a new time or a cancellation: the time as a calendar file, no word of whom or why it is.

    Nobody who was taken out, or whose leave to see the case has ended, after the promise was made gets it.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    with acting(system("invitation", (case_id,))):
        meeting = Meeting.objects.filter(pk=meeting_id).select_related("case__person").first()
        if meeting is None or user is None:
            return
        if user.pk not in seeing(invited_users(meeting), case_id) | client_users(meeting):
            return
        if user.person_id:
            _promise_texts(meeting)
        with translation.override(user.language):
            when = dates.dt(meeting.starts_at)
            if meeting.state == CANCELLED:
                subject = _("Tapaaminen on peruttu: %(when)s") % {"when": when}
            else:
                subject = _("Kutsu tapaamiseen: %(when)s") % {"when": when}
            content = calendar_file(meeting, _path(user))
            send_with_file(user.email, subject, _path(user), "rinnalla.ics", content, "text/calendar")


def _promise_texts(meeting: Meeting) -> None:
    """The time to the client's phone, when asked for: now, and again the day before."""
    if not phones.reminded(meeting.case.person):
        return
    before = meeting.starts_at - timedelta(days=1)
    for due in (None, before) if before > dates.now() and meeting.state != CANCELLED else (None,):
        outbox.promise("meetings.text_time", meeting.pk, meeting.case_id, int(meeting.starts_at.timestamp()), due=due)


@job("meetings.text_time")
def text_time(promise: Promise, meeting_id: int, case_id: int, starts_at: int) -> None:
    """A text message with the day and the time alone; none when the time has changed since, or nobody wants it."""
    with acting(system("invitation", (case_id,))):
        meeting = Meeting.objects.filter(pk=meeting_id).select_related("case__person").first()
        if meeting is None or int(meeting.starts_at.timestamp()) != starts_at or meeting.starts_at < dates.now():
            return
        cancelled = meeting.state == CANCELLED
        number = phones.reminded(meeting.case.person)
        if number and not (cancelled and promise.due_at > promise.made_at):
            with translation.override(meeting.case.person.reads):
                words = _("Tapaaminen %(when)s on peruttu. Terveisin Rinnalla") if cancelled else _(
                    "Sinulla on tapaaminen %(when)s. Terveisin Rinnalla"
                )
                text = words % {"when": dates.dt(meeting.starts_at)}
            sms.send(number, text)


@job("meetings.cancel_times")
def cancel_times(promise: Promise, day_id: int) -> None:
    """A team day was called off: each of its times is cancelled, and everybody invited hears of it."""
    teamdays.cancel_times(day_id)


def _path(user: User) -> str:
    return "/my/meetings/" if user.person_id else "/meetings/"
