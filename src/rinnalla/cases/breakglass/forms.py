"""Asking for emergency access, and the officer's review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.access.roles import BASICS
from rinnalla.cases.breakglass.models import LONGEST, Verdict
from rinnalla.lib.forms import KeyField, choices, text
from rinnalla.servicemodels import codes


class AskForm(forms.Form):
    """Whose data, what has happened, which data and for how long."""

    form_key = KeyField()
    about = forms.CharField(
        label=_("Asian numero tai henkilötunnus"), max_length=30, help_text=_("Esimerkiksi 2026-0123 tai 010190-912X."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.ChoiceField(label=_("Mikä tilanne on"), widget=forms.RadioSelect)
    words = text(
        _("Mitä on tapahtunut ja mitä tietoa tarvitset"), rows=3, longest=1000,
        hint=_("Tietosuojavastaava lukee tämän. Älä kirjoita asiakkaan nimeä."),
    )
    groups = forms.MultipleChoiceField(
        label=_("Mitä tietoja perustietojen lisäksi"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Valitse vain se, mitä nyt tarvitset."),
    )
    minutes = forms.IntegerField(label=_("Kuinka monta minuuttia"), min_value=1, max_value=LONGEST, initial=30)

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["reason"].choices = choices(codes.code_list("break_glass_reasons"))
        able = actor.field_groups() - {BASICS}
        self.fields["groups"].choices = [one for one in choices(codes.code_list("field_groups")) if one[0] in able]


class ReviewForm(forms.Form):
    """Was it right, and on what the finding stands."""

    verdict = forms.ChoiceField(label=_("Arviosi"), choices=Verdict.choices, widget=forms.RadioSelect)
    words = text(_("Mihin arviosi perustuu"), rows=4, longest=2000)
