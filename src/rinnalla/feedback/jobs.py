"""What follows when something of a case has begun or ended, and the asking along the way."""

from django.db import connection

from rinnalla.access.acting import acting, system
from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.feedback import actions
from rinnalla.feedback.questions import END, MID, PHASE_END, SERVICE_END, START
from rinnalla.lib import dates
from rinnalla.lib.mail import tell
from rinnalla.outbox import job, recurring_job
from rinnalla.outbox.models import Promise
from rinnalla.plans.paths.models import Phase
from rinnalla.servicemodels import codes
from rinnalla.services.models import ServiceEpisode

PURPOSE = "ask_for_feedback"


@job("feedback.ask_at_start")
def ask_at_start(promise: Promise, case_id: int) -> None:
    """The client's case was opened."""
    ask(case_id, START)


@job("feedback.ask_at_end")
def ask_at_end(promise: Promise, case_id: int) -> None:
    """The client's case was closed."""
    ask(case_id, END)


@job("feedback.ask_of_service")
def ask_of_service(promise: Promise, case_id: int, episode_id: int) -> None:
    """A service of the client ended."""
    ask(case_id, SERVICE_END, episode_id=episode_id)


@job("feedback.ask_of_phase")
def ask_of_phase(promise: Promise, case_id: int, phase_id: int) -> None:
    """A phase of the path ended."""
    ask(case_id, PHASE_END, phase_id=phase_id)


@job("feedback.tell_client")
def tell_client(promise: Promise, user_id: int) -> None:
    """There is something to answer on one's own page."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, "/my/feedback/")


@job("feedback.tell_worker")
def tell_worker(promise: Promise, user_id: int) -> None:
    """A client has given feedback by name."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, "/day/")


@recurring_job("feedback.ask_along_the_way")
def ask_along_the_way() -> None:
    """Those whose support has gone on for `feedback_mid` since it began or since they were asked; and those who got
    their own pages only after their case was opened are asked of its start."""
    today = dates.today()
    since_mid = dates.add_months(today, -codes.deadline(None, "feedback_mid"))
    asked_of_start = codes.deadline(None, "feedback_open")
    with acting(system(PURPOSE)), connection.cursor() as cursor:
        cursor.execute("select * from feedback_due(%s, %s, %s)", [since_mid, today, asked_of_start])
        found = cursor.fetchall()
    for case_id, moment in found:
        ask(case_id, START if moment == START else MID)


@recurring_job("feedback.mix")
def mix() -> None:
    """The anonymous answers of this month and the last are written anew in a drawn order."""
    with acting(system(PURPOSE)), connection.cursor() as cursor:
        cursor.execute("select feedback_mix(%s)", [dates.add_months(dates.today().replace(day=1), -1)])


def ask(case_id: int, moment: str, *, episode_id: int | None = None, phase_id: int | None = None) -> None:
    """Ask as the system, bound to this one case."""
    by = system(PURPOSE, (case_id,))
    with acting(by):
        actions.ask(
            case=Case.objects.get(pk=case_id), moment=moment, by=by,
            episode=ServiceEpisode.objects.filter(case_id=case_id, pk=episode_id).first() if episode_id else None,
            phase=Phase.objects.filter(case_id=case_id, pk=phase_id).first() if phase_id else None,
        )
