"""A first password is shown once: sealed in the session of the one who made it, until the next page is drawn."""

from django.http import HttpRequest

from rinnalla.access.models import User
from rinnalla.lib.sealed import SealBroken, open_text, seal_text

SHOWN_ONCE = "first_password"


def keep_password(request: HttpRequest, one: User, password: str) -> None:
    """Until the next page is drawn: bound to the user it is for. Nothing is kept of an empty one."""
    if password:
        sealed = seal_text(password, purpose=SHOWN_ONCE, bound_to=_bound(request, one))
        request.session[SHOWN_ONCE] = {"user": one.pk, "sealed": sealed.hex()}


def password_once(request: HttpRequest, one: User | None) -> str:
    """The password made for a user a moment ago, gone after this; "" otherwise."""
    kept = request.session.get(SHOWN_ONCE)
    if request.method != "GET" or one is None or not kept or kept["user"] != one.pk:
        return ""
    del request.session[SHOWN_ONCE]
    try:
        return open_text(bytes.fromhex(kept["sealed"]), purpose=SHOWN_ONCE, bound_to=_bound(request, one))
    except SealBroken:
        return ""


def _bound(request: HttpRequest, one: User) -> str:
    return f"{request.actor.user_id}:{one.pk}"  # type: ignore[attr-defined]  # the middleware puts the actor there
