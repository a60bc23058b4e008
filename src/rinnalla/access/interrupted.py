"""A save that the database refused though nobody did wrong: a calm page that keeps what was typed, not a 500.

Two causes. The row left the writer's sight between the look and the save: the wall refuses it (SQLSTATE 42501), or the
row that was to be held is not there any more. Or two saves crossed: a deadlock (40P01) or a serialization failure
(40001). The whole transaction is rolled back by then, so that nothing is half-saved.
"""

import logging
from urllib.parse import urlsplit
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rinnalla.access import drafts
from rinnalla.access.errors import refusal_page
from rinnalla.lib.web import written_by

log = logging.getLogger(__name__)
CROSSED = ("40P01", "40001")
GONE, CROSSING = "gone", "crossing"
WALL_REFUSES = "ExecWithCheckOptions"  # the server's own name of the place; a missing right to a table is our fault
OPEN_WALLS = ("none", "log", "settings")


def page_for(request: HttpRequest, error: DatabaseError | ObjectDoesNotExist) -> HttpResponse:
    """403 when the right ended, 409 when two saves crossed; the transaction is over. Raises `error` when it is neither.
    """
    cause = cause_of(request, error)
    if cause == GONE:
        text = _(
            "Mitään ei tallentunut. Kopioi tekstisi tästä, jos tarvitset sitä. "
            "Jos asia kuuluu yhä sinulle, pyydä pääsyä asiakasvastaavalta tai koordinaattorilta."
        )
        title = _("Oikeutesi tähän asiaan päättyi, kun tallensit")
        return refusal_page(request, 403, title, text, texts=typed(request))
    if cause == CROSSING:
        return _crossed(request)
    raise error


def cause_of(request: HttpRequest, error: DatabaseError | ObjectDoesNotExist) -> str:
    """`GONE`, `CROSSING`, or "" when it is neither: reading meets neither, and a fault of ours stays one."""
    if request.method in ("GET", "HEAD"):
        return ""
    if _left_sight(error):
        log.info("A row left its writer's sight during a save")
        return GONE
    return CROSSING if _state(error) in CROSSED else ""


class Interrupted(Exception):
    """For programs: the save was interrupted; `cause` is GONE or CROSSING, and nothing was saved."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


def _crossed(request: HttpRequest) -> HttpResponse:
    """Both wanted the same rows in another order, and the database let the other one go first."""
    back = _form_of(request)
    kept = back and request.actor.user_id
    if kept:
        drafts.keep_for_ended_session(request, request.actor.user_id)
    text = _("Mitään ei tallentunut. Palaa lomakkeelle ja tallenna uudelleen.")
    if kept:
        text += " " + _("Tekstisi on siellä valmiina.")
    title = _("Joku muu tallensi samaan aikaan")
    return refusal_page(request, 409, title, text, texts=typed(request), back=back)


def _form_of(request: HttpRequest) -> str:
    """The address of the page the sent form stood on; "" when it is not known."""
    if written := written_by(request):
        return written[1]
    return urlsplit(request.headers.get("Referer", "")).path


def _state(error: Exception) -> str:
    return getattr(error.__cause__, "sqlstate", None) or ""


def _left_sight(error: DatabaseError | ObjectDoesNotExist) -> bool:
    """Whether a row behind a wall was refused, or was gone when the act came to hold it."""
    if isinstance(error, ObjectDoesNotExist):
        walled = [one for one in apps.get_models() if getattr(one, "wall", "none") not in OPEN_WALLS]
        return type(error) in {getattr(one, "DoesNotExist", None) for one in walled}
    told = getattr(error.__cause__, "diag", None)
    return _state(error) == "42501" and getattr(told, "source_function", "") == WALL_REFUSES


def typed(request: HttpRequest) -> list[str]:
    """What a person wrote in the form, in its order: sentences, names and days, not the keys of ticked choices."""
    values = [
        value.strip()
        for name, given in request.POST.lists() if name not in drafts.NEVER_KEPT
        for value in given
    ]
    return [value for value in values if not _is_key(value)]


def _is_key(value: str) -> bool:
    """A choice, a number or a row's id: nothing one would copy."""
    try:
        UUID(value)
        return True
    except ValueError:
        return not value or value.isdecimal() or (value.isascii() and value.replace("_", "").islower())
