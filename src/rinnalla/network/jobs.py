"""What follows from promises of this room, and the looks ahead of every night."""

from rinnalla.access.acting import acting, system
from rinnalla.access.models import User
from rinnalla.lib.mail import tell
from rinnalla.network.agreements import actions as agreements
from rinnalla.network.learning.needs import actions as needs
from rinnalla.network.learning.seats import actions as seats
from rinnalla.network.letters import actions as letters
from rinnalla.network.materials import actions as materials
from rinnalla.outbox import job, recurring_job
from rinnalla.outbox.models import Promise


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


def _tell(user_id: int, path: str) -> None:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        tell(user.email, user.language, path)
