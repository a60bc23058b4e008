"""From a session to an actor, with the session's limits (C1): 30 minutes idle, 10 hours in all."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.module_loading import import_string

from rinnalla.access.actor import ANONYMOUS, CLIENT, PUBLIC, REPRESENTATIVE, STAFF, Actor
from rinnalla.access.models import Absence, Membership, User
from rinnalla.lib import dates
from rinnalla.organisations.models import OrganisationAgreement

TOUCH_SECONDS = 60


class ActorMiddleware:
    """Puts `request.actor` in place; two queries at most. An ended session is emptied, and its writer remembered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.ended_user_id = ANONYMOUS, None
        if request.path.startswith(("/static/", "/health/")):
            return self.get_response(request)
        if user_id := request.session.get(SESSION_KEY):
            if _over(request):
                request.ended_user_id = int(user_id)
                request.session.flush()
            else:
                _load(request, int(user_id))
        response = self.get_response(request)
        _touch(request)
        return response


def _over(request: HttpRequest) -> bool:
    now = dates.now()
    started = request.session.get("started_at")
    touched = request.session.get("touched_at", started)
    if started is None:
        return False
    idle = (now - datetime.fromisoformat(touched)).total_seconds()
    age = (now - datetime.fromisoformat(started)).total_seconds()
    return idle > settings.SESSION_IDLE_SECONDS or age > settings.SESSION_ABSOLUTE_SECONDS


def _load(request: HttpRequest, user_id: int) -> None:
    membership = _membership(user_id, request.session.get("membership"))
    user = membership.user if membership else User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not user.is_active or not _same_password(request, user):
        request.session.flush()
        return
    request._cached_user = user
    request.actor = representative(request, user) if membership is None else None
    request.actor = request.actor or actor_of(user, membership, session_key=request.session.session_key or "")
    if membership and request.session.get("membership") != membership.pk:
        request.session["membership"] = membership.pk


def representative(request: HttpRequest, user: User) -> Actor | None:
    """The actor of an account that acts for clients: by the mandate chosen for this session, read anew each time; None
    when the account is of another kind. A mandate that has ended is not changed for another by itself."""
    held = None if user.person_id else import_string(settings.MANDATES)(user.pk)
    if held is None:
        return None
    chosen = request.session.get("mandate")
    if chosen is None and len(held) == 1:
        chosen = request.session["mandate"] = held[0].pk
    one = next((one for one in held if one.pk == chosen), None)
    about = {"mandate_id": one.pk, "case_ids": (one.case_id,), "person_id": one.person_id, "parts": one.parts,
             "ground": one.ground} if one else {}  # fmt: skip
    return Actor(
        kind=REPRESENTATIVE, user_id=user.pk, role="client_representative", name=user.name, language=user.language,
        session_key=request.session.session_key or "", **about,
    )


def memberships_in_force() -> QuerySet[Membership]:
    """Memberships in force with all that an actor is made of; `agreed` tells of the organisation's agreement (I-33)."""
    agreed = OrganisationAgreement.objects.in_force().filter(organisation=OuterRef("unit__organisation"))
    absent = Absence.objects.now().filter(deputy=OuterRef("user")).order_by("pk").values("user_id")
    rows = Membership.objects.in_force().annotate(agreed=Exists(agreed), deputises=ArraySubquery(absent))
    return rows.select_related("user", "unit__organisation")


def _membership(user_id: int, chosen: int | None) -> Membership | None:
    rows = memberships_in_force().filter(user_id=user_id)
    if chosen and (found := rows.filter(pk=chosen).first()):
        return found
    return rows.order_by("pk").first()


def _same_password(request: HttpRequest, user: User) -> bool:
    return constant_time_compare(request.session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())


def actor_of(user: User, membership: Membership | None, *, session_key: str = "", kind: str = STAFF) -> Actor:
    """The actor of a user with the membership chosen; a client when the user has a person and no membership."""
    if membership is None:
        kind = CLIENT if user.person_id else PUBLIC
        return Actor(
            kind=kind, user_id=user.pk, person_id=user.person_id, name=user.name, language=user.language,
            session_key=session_key,
        )
    unit = membership.unit
    return Actor(
        kind=kind, user_id=user.pk, membership_id=membership.pk, role=membership.role, unit_id=unit.pk,
        organisation_id=unit.organisation_id, region_id=unit.organisation.region_id, name=user.name,
        language=user.language, unit_name=unit.name, organisation_name=unit.organisation.name,
        session_key=session_key, agreed=getattr(membership, "agreed", True),
        deputises=tuple(getattr(membership, "deputises", ())),
    )


def _touch(request: HttpRequest) -> None:
    """Note that the session is alive, at most once a minute; after the answer's own transaction."""
    if request.actor.user_id is None or SESSION_KEY not in request.session:
        return
    now = dates.now()
    touched = request.session.get("touched_at")
    request.session.setdefault("started_at", now.isoformat())
    if touched is None or (now - datetime.fromisoformat(touched)).total_seconds() > TOUCH_SECONDS:
        request.session["touched_at"] = now.isoformat()
