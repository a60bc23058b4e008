"""No typed word is lost (rule 11): a refused form and a form of an ended session are kept for their writer.

Kept per writer and address, encrypted; shown again when the writer opens the same address; gone when it is saved. Of
somebody who acts for more than one client the address carries the mandate: nobody's text stands in another's form.
"""

from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict

from rinnalla.access.actor import CLIENT, STAFF, Actor
from rinnalla.access.models import Draft
from rinnalla.access.walls import actor_settings
from rinnalla.lib import dates
from rinnalla.lib.sealed import SealBroken, open_text, seal_text
from rinnalla.lib.web import WRITER, page_of

PURPOSE = "draft"
NEVER_KEPT = ("csrfmiddlewaretoken", WRITER, "password", "password1", "password2", "code")
LONGEST = 500_000


def keep(*, user_id: int, path: str, data: QueryDict) -> None:
    """Keep what the form holds. Replaces the earlier draft of the same writer and address."""
    fields = [(name, value) for name, values in data.lists() if name not in NEVER_KEPT for value in values]
    text = urlencode(fields)
    if not fields or len(text) > LONGEST or len(path) > 300:
        return
    content = seal_text(text, purpose=PURPOSE, bound_to=f"{user_id}:{path}")
    Draft.objects.update_or_create(user_id=user_id, path=path, defaults={"content": content, "kept_at": dates.now()})


def of(actor: Actor, path: str) -> QueryDict | None:
    """The writer's draft for an address, or None."""
    if actor.mandate_id:
        path = f"{path}#{actor.mandate_id}"
    draft = Draft.objects.filter(user_id=actor.user_id, path=path).first()
    if draft is None:
        return None
    try:
        return QueryDict(open_text(draft.content, purpose=PURPOSE, bound_to=f"{actor.user_id}:{path}"))
    except SealBroken:
        return None


def drop(*, user_id: int, path: str) -> None:
    Draft.objects.filter(user_id=user_id, path=path).delete()


def settle(request: HttpRequest, response: HttpResponse) -> None:
    """After a view: a form that was refused is kept, one that was saved needs its draft no more."""
    if request.method != "POST" or request.actor.user_id is None:
        return
    if response.status_code in (409, 422):
        keep(user_id=request.actor.user_id, path=_path(page_of(request)), data=request.POST)
    elif response.status_code in (302, 303):
        drop(user_id=request.actor.user_id, path=_path(page_of(request)))


def keep_for_ended_session(request: HttpRequest, user_id: int) -> None:
    """The session ended while somebody wrote, or two saves crossed: the text waits for the same person (E2)."""
    kind = CLIENT if request.path.startswith("/my/") else STAFF
    with transaction.atomic():
        actor_settings(Actor(kind=kind, user_id=user_id))
        keep(user_id=user_id, path=_path(page_of(request)), data=request.POST)


def _path(address: str) -> str:
    page, mark, mandate = address.partition("#")
    return page.partition("?")[0] + mark + mandate
