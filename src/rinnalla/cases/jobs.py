"""What follows from promises of this room, and the alarm when nobody has become responsible in time (V-14)."""

from django.db import connection

from rinnalla import outbox
from rinnalla.access import grants
from rinnalla.access.acting import acting, system
from rinnalla.access.models import Depth, Grant, Membership, User
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import ROLES
from rinnalla.access.walls import open_case
from rinnalla.cases import moving
from rinnalla.cases.actions import PURPOSE
from rinnalla.cases.consents import jobs as consents  # noqa: F401  # registers its own
from rinnalla.cases.disclosures import jobs as disclosures  # noqa: F401  # as well
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.mail import tell
from rinnalla.outbox import job, recurring_job
from rinnalla.outbox.models import Promise
from rinnalla.servicemodels.models import ServiceModel


@job("cases.tell_user")
def tell_user(promise: Promise, user_id: int) -> None:
    """Something on somebody's day page waits for them."""
    user = User.objects.get(pk=user_id)
    tell(user.email, user.language, "/day/")


@job("cases.tell_of_break_glass")
def tell_officer(promise: Promise, user_id: int) -> None:
    """Data were opened in an emergency: the data-protection officer hears of it at once (A11)."""
    user = User.objects.get(pk=user_id)
    tell(user.email, user.language, "/emergency/reviews/")


@job("cases.tell_client")
def tell_client(promise: Promise, user_id: int) -> None:
    """The team has written to the client."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, "/my/messages/")


@job("cases.tell_unit")
def tell_unit(promise: Promise, unit_id: int) -> None:
    """A question waits for the unit: those of it who answer questions are told (L-86)."""
    able = [role.key for role in ROLES.values() if Permission.CONSULTATION_ANSWER in role.permissions]
    rows = Membership.objects.in_force().filter(unit_id=unit_id, role__in=able, user__is_active=True)
    for user in User.objects.filter(pk__in=rows.values("user_id")).order_by("pk"):
        tell(user.email, user.language, "/asked/")


@job(moving.JOB)
def move_to_version(promise: Promise, model_id: int) -> None:
    """Move a region's open cases to the version, a batch at a time; none when the version is not in force any more."""
    to = ServiceModel.objects.in_force().filter(pk=model_id).defer("content").first()
    if to is not None and moving.move_batch(to) == moving.BATCH:
        outbox.promise(moving.JOB, model_id)


@recurring_job("cases.naming_alarms")
def naming_alarms() -> None:
    """Tell the coordinators of the holder unit of each case whose naming day has passed."""
    with acting(system("naming_alarms")), connection.cursor() as cursor:
        cursor.execute("select cases_overdue_naming(%s)", [dates.today()])
        overdue = [row[0] for row in cursor.fetchall()]
    for case_id in overdue:
        raise_alarm(case_id)


def raise_alarm(case_id: int) -> None:
    """Let the unit's coordinators see the case and ask them to name somebody; once for a case."""
    by = system("naming_alarms", (case_id,))
    with acting(by):
        open_case(case_id)
        case = Case.objects.get(pk=case_id)
        ground = Grant.objects.filter(case=case, why="arranger").values_list("ground", flat=True).first() or "l381_15"
        leads = Membership.objects.in_force().filter(unit_id=case.holder_unit_id, role="coordinator")
        for lead in leads.select_related("user", "unit"):
            grants.give(
                case_id=case.pk, to=lead.user, depth=Depth.WORKS, ground=ground, purpose=PURPOSE, why="alarm", by=by,
                at=lead.unit,
            )
            tell(lead.user.email, lead.user.language, "/day/")
        record("cases.alarm_raised", by=by, stream=("case", case.pk), case_id=case.pk, person_id=case.person_id)
