"""Sign-in by allauth, with our events and our rules: no self-made accounts, a second factor for staff."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rinnalla.access.actor import Actor
from rinnalla.access.identification import leaving
from rinnalla.access.middleware import actor_of
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission
from rinnalla.access.starting import DAY, OWN, start_for
from rinnalla.access.walls import actor_settings
from rinnalla.eventlog.record import record
from rinnalla.lib import dates

METHODS = "account_authentication_methods"
ADDED, REMOVED = "access.second_factor_added", "access.second_factor_removed"
# What allauth would mail of: the verb it leaves in the log, and which kind of second factor was just proven.
TOLD = {
    "mfa/email/totp_activated": (ADDED, "totp"), "mfa/email/totp_deactivated": (REMOVED, ""),
    "mfa/email/webauthn_added": (ADDED, "webauthn"), "mfa/email/webauthn_removed": (REMOVED, ""),
    "mfa/email/recovery_codes_generated": (ADDED, ""),
}


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks of us. Accounts are made by an administrator, never by oneself."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": gettext_lazy("Salasana ei ole oikein. Kirjoita se uudelleen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        wanted = request.POST.get("next") or request.GET.get("next") or ""
        if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
            return wanted
        if request.user.person_id and not request.user.memberships.exists():
            return OWN
        works_as = _first_membership(request.user) if isinstance(request.user, User) else None
        return start_for(works_as.user, works_as.role) if works_as else DAY

    def post_login(self, request: HttpRequest, user: User, **arguments: Any) -> HttpResponse:
        begin_session(request, user)
        return super().post_login(request, user, **arguments)

    def logout(self, request: HttpRequest) -> None:
        """The session ends here, and with it the one at the identity provider that it came from."""
        if request.actor.user_id:
            _record("access.signed_out", request.actor, request.actor.user_id)
        onward = leaving.onward(request)
        super().logout(request)
        if onward:
            request.session["onward"] = onward

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/sign-out/onward/" if leaving.PROVIDER in request.session else super().get_logout_redirect_url(request)

    def add_message(self, *arguments: Any, **named: Any) -> None:
        """allauth's own messages ("signed in as …") are left out: the page itself shows it."""

    def send_notification_mail(self, template_prefix: str, user: User, *arguments: Any, **named: Any) -> None:
        """No mail: a line in the log. Who has just set up a second factor has shown it, and is not asked again."""
        verb, proven = TOLD.get(template_prefix, ("", ""))
        if verb:
            _record(verb, self.request.actor, user.pk)
        if proven:
            record_authentication(self.request, user, "mfa", type=proven)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Our words, and the service's own name beside the key and the code."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("Koodi tai avain ei kelpaa. Yritä uudelleen uudella koodilla."),
        "cannot_generate_recovery_codes": gettext_lazy("Ota ensin käyttöön tunnistussovellus tai suojausavain."),
    }

    def get_totp_label(self, user: User) -> str:
        return user.username

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        number = user.authenticator_set.filter(type=type).count() + 1
        return _("Avain %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


def begin_session(request: HttpRequest, user: User, **details: Any) -> None:
    """The session of somebody who has just shown who they are: its times, the role to work in, a line in the log."""
    request.session["started_at"] = request.session["touched_at"] = dates.now().isoformat()
    membership = _first_membership(user)
    if membership:
        request.session["membership"] = membership.pk
    actor = actor_of(user, membership, session_key=request.session.session_key or "")
    _record("access.signed_in", actor, user.pk, **details)


def _first_membership(user: User) -> Membership | None:
    return Membership.objects.in_force().filter(user=user).select_related("user", "unit__organisation").first()


def _record(verb: str, actor: Actor, user_id: int, **details: Any) -> None:
    with transaction.atomic():
        actor_settings(actor)
        record(verb, by=actor, stream=("installation", 0), obj=("user", user_id), **details)


def password_to_renew(request: HttpRequest, permission: str) -> HttpResponse | None:
    """A password that somebody else knows is renewed before anything else is done: the way to it, or None."""
    if permission == Permission.PASSWORD_CHANGE or request.user.password_given_at is None:
        return None
    return HttpResponseRedirect("/password/")


def second_factor_missing(request: HttpRequest) -> HttpResponse | None:
    """Staff outside the demo need a second factor: the way to give or set one up, or None when it is in place."""
    if not settings.SECOND_FACTOR_REQUIRED or not request.actor.is_staff:
        return None
    if any(one.get("method") == "mfa" for one in request.session.get(METHODS, [])):
        return None
    has_one = request.user.authenticator_set.exists()
    return HttpResponseRedirect("/sign-in/confirm/" if has_one else "/sign-in/authenticator/new/")
