"""What follows from promises of this room, and the looks ahead of every night."""

from rinnalla.access.acting import acting, system
from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.mail import tell
from rinnalla.network.agreements import actions as agreements
from rinnalla.network.learning.needs import actions as needs
from rinnalla.network.learning.seats import actions as seats
from rinnalla.network.letters import actions as letters
from rinnalla.network.materials import actions as materials
from rinnalla.network.projects import actions_clients as projects
from rinnalla.outbox import job, recurring_job
from rinnalla.outbox.models import Promise
from rinnalla.servicemodels.codes import common
from rinnalla.servicemodels.lengths import latest_start
from rinnalla.servicemodels.loading import dated


@job(agreements.TELL)
def tell_of_ending(promise: Promise, user_id: int) -> None:
    """An agreement ends soon, or has ended."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, "/agreements/")


@job(letters.TELL)
def tell_of_letter(promise: Promise, user_id: int) -> None:
    """A letter of intent is to be looked at."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, "/letters/")


@job(materials.TELL)
def tell_of_material(promise: Promise, user_id: int) -> None:
    """A material of the own unit is to be reviewed."""
    _tell(user_id, "/materials/")


@job(seats.TELL)
def tell_of_training(promise: Promise, user_id: int) -> None:
    """A place was got, or a training one comes to changed or was called off."""
    _tell(user_id, "/trainings/own/")


@job(needs.TELL)
def tell_of_need(promise: Promise, user_id: int) -> None:
    """A need one noted was met."""
    _tell(user_id, "/trainings/needs/?state=met")


@recurring_job("network.look_ahead")
def look_ahead() -> None:
    """Tell of agreements that end soon, of letters of intent and of materials whose day has come, each once."""
    by = system("agreements_ending")
    with acting(by):
        agreements.remind(by=by)
        letters.remind(by=by)
        materials.remind(by=by)


@recurring_job("network.forget_contacted")
def forget_contacted() -> None:
    """By the clock of `regions/common/retention.yaml` (document: contacted): counted from the day it was known who
    joined, or from the last contact while nobody knows."""
    today = dates.today()
    clock = next(one for one in common().retention.clocks if one.document == "contacted")
    known, unknown = dated(clock.lengths, today), dated(clock.unknown.lengths if clock.unknown else (), today)
    if known is None or unknown is None:
        raise LookupError("contacted has no length in force: regions/common/retention.yaml")
    by = system("network_forget")
    with acting(by):
        projects.forget_contacted(settled=latest_start(known, today), silent=latest_start(unknown, today), by=by)


def _tell(user_id: int, path: str) -> None:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, path)
