"""The forms of sign-in: allauth's rules, our words. `settings` names each in its place."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class InOurWords:
    """Fields named by `labels`; no text inside a field, since it vanishes when one types."""

    labels: dict[str, str | Promise] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.fields  # type: ignore[attr-defined]  # of the form this is mixed into
        for name, label in self.labels.items():
            fields[name].label = label
            fields[name].help_text = ""
            fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(InOurWords, LoginForm):
    labels = {"login": _("Käyttäjätunnus"), "password": _("Salasana")}


class PasswordAgainForm(InOurWords, ReauthenticateForm):
    labels = {"password": _("Salasana")}


class CodeForm(InOurWords, AuthenticateForm):
    labels = {"code": _("Koodi")}


class AnotherCodeForm(InOurWords, CodeAgainForm):
    labels = {"code": _("Koodi")}


class NewAppForm(InOurWords, ActivateTOTPForm):
    labels = {"code": _("Koodi")}


class NewKeyForm(InOurWords, AddWebAuthnForm):
    labels = {"name": _("Avaimen nimi")}
