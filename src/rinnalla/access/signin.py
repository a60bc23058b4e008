"""Sign-in by allauth, with our events and our rules: no self-made accounts, a second factor for staff."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from rinnalla.access.actor import Actor
from rinnalla.access.middleware import actor_of
from rinnalla.access.models import Membership, User
from rinnalla.access.walls import actor_settings
from rinnalla.eventlog.record import record
from rinnalla.lib import dates

METHODS = "account_authentication_methods"


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks of us. Accounts are made by an administrator, never by oneself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        wanted = request.POST.get("next") or request.GET.get("next") or ""
        if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
            return wanted
        return "/my/" if request.user.person_id and not request.user.memberships.exists() else "/day/"

    def post_login(self, request: HttpRequest, user: User, **arguments: Any) -> HttpResponse:
        request.session["started_at"] = request.session["touched_at"] = dates.now().isoformat()
        membership = Membership.objects.in_force().filter(user=user).select_related("unit__organisation").first()
        if membership:
            request.session["membership"] = membership.pk
        _record("access.signed_in", actor_of(user, membership, session_key=request.session.session_key or ""), user.pk)
        return super().post_login(request, user, **arguments)

    def logout(self, request: HttpRequest) -> None:
        if request.actor.user_id:
            _record("access.signed_out", request.actor, request.actor.user_id)
        super().logout(request)

    def add_message(self, *arguments: Any, **named: Any) -> None:
        """allauth's own messages ("signed in as …") are left out: the page itself shows it."""


def _record(verb: str, actor: Actor, user_id: int) -> None:
    with transaction.atomic():
        actor_settings(actor)
        record(verb, by=actor, stream=("installation", 0), obj=("user", user_id))


def second_factor_missing(request: HttpRequest) -> HttpResponse | None:
    """Staff outside the demo need a second factor: the way to give or set one up, or None when it is in place."""
    if not settings.SECOND_FACTOR_REQUIRED or not request.actor.is_staff:
        return None
    if any(one.get("method") == "mfa" for one in request.session.get(METHODS, [])):
        return None
    has_one = request.user.authenticator_set.exists()
    return HttpResponseRedirect("/sign-in/confirm/" if has_one else "/sign-in/authenticator/new/")
