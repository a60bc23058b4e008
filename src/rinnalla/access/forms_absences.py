"""The forms of absences and deputies."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import Membership, User
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField


class AbsenceForm(forms.Form):
    """Who is away, from when to when, and who sees to their cases."""

    membership = forms.ModelChoiceField(label=_("Kuka on poissa"), queryset=Membership.objects.none(), empty_label=None)
    deputy = forms.ModelChoiceField(
        label=_("Sijainen"), queryset=User.objects.none(), empty_label=_("Valitse"),
        help_text=_("Hän näkee samat asiat kuin poissaoleva, vain poissaolon ajan. Loki kertoo sijaisuudesta."),
    )
    starts_on = DateField(label=_("Alkaen"), initial=dates.today)
    ends_on = DateField(label=_("Viimeinen poissaolopäivä"))
    form_key = KeyField()

    def __init__(self, *arguments: Any, memberships: Any, deputies: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        absent, deputy = cast(Any, self.fields["membership"]), cast(Any, self.fields["deputy"])
        absent.queryset, deputy.queryset = memberships, deputies
        absent.label_from_instance = lambda one: f"{one.user.name}, {one.role_name}"
        deputy.label_from_instance = lambda one: one.name


class ChangeAbsenceForm(forms.Form):
    """Another last day."""

    ends_on = DateField(label=_("Viimeinen poissaolopäivä"))
    version = VersionField()
