"""The officer's forms: a hold, another day of review, a death."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib.forms import DateField, KeyField, text
from rinnalla.retention.holds.reasons import reasons


class HoldForm(forms.Form):
    """Which case, why, and when it is looked at again."""

    number = text(_("Asian numero"), longest=20, hint=_("Esimerkiksi 2026-0142. Numero on asian sivulla."))
    reason = forms.ChoiceField(
        label=_("Miksi tietoja ei saa vielä poistaa?"), widget=forms.RadioSelect, help_text=_("Syy jää lokiin."),
        error_messages={"required": _("Valitse syy.")},
    )
    review_on = DateField(label=_("Milloin syy tarkistetaan?"), help_text=_("Viimeistään vuoden päästä."))
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["reason"].choices = [(one.key, one.names.in_language) for one in reasons()]


class ReviewForm(forms.Form):
    """When the reason is looked at again."""

    review_on = DateField(
        label=_("Milloin syy tarkistetaan seuraavan kerran?"), help_text=_("Viimeistään vuoden päästä.")
    )


class DeathForm(forms.Form):
    """Whose clocks start: the person of this case, on this day."""

    number = text(_("Asian numero"), longest=20, hint=_("Minkä tahansa asian numero, joka henkilöllä on."))
    died_on = DateField(label=_("Kuolinpäivä"))
