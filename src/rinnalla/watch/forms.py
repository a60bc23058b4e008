"""The officer's form: what was found."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.lib.forms import text
from rinnalla.servicemodels import watching


class SettleForm(forms.Form):
    """What the officer found, in a code that counts; and whether the reader hears of it."""

    finding = forms.ChoiceField(
        label=_("Mitä löysit?"), widget=forms.RadioSelect, error_messages={"required": _("Valitse, mitä löysit.")}
    )
    words = text(
        _("Mitä selvitetään ja kuka sen tekee?"), rows=3, longest=2000, required=False,
        hint=_("Kirjoita tämä, kun asia selvitetään. Älä kirjoita asiakkaan nimeä."),
    )
    tell_reader = forms.BooleanField(label=_("Kerro lukijalle, että hänen lukemisensa on tarkistettu"), required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        groups = {"right_reason": _("Lukemiselle oli syy"), "look_into": _("Tämä selvitetään")}
        self.fields["finding"].choices = [
            (one.key, f"{groups[one.verdict]}: {one.names.in_language[:1].lower()}{one.names.in_language[1:]}")
            for one in watching.findings()
        ]
