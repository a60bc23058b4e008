"""Choosing party, purpose and sections; giving what was shown; telling that it went to the wrong one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.cases.models import Case
from rinnalla.exchange.packets.content import SECTIONS, section_name
from rinnalla.lib.forms import KeyField, choices, text
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels.codes import code_list


class ChooseForm(forms.Form):
    """To whom, what for, and which sections may go."""

    organisation = forms.ModelChoiceField(
        label=_("Kenelle"), queryset=Organisation.objects.none(), empty_label=_("Valitse")
    )
    aim = forms.ChoiceField(label=_("Mitä varten"), widget=forms.RadioSelect)
    sections = forms.MultipleChoiceField(label=_("Mitä osia"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *arguments: Any, case: Case, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["organisation"].queryset = Organisation.objects.filter(region=case.region_id).order_by("key")
        self.fields["aim"].choices = choices(code_list("packet_purposes"))
        self.fields["sections"].choices = [(one, section_name(one)) for one in SECTIONS]


class GiveForm(ChooseForm):
    """Yes to what was shown: the digest tells what that was."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    receiver = text(_("Kuka siellä vastaanottaa"), longest=120, required=False)
    channel = forms.ChoiceField(label=_("Miten toimitat sen"), widget=forms.RadioSelect)
    form_key = KeyField()

    def __init__(self, *arguments: Any, case: Case, **named: Any) -> None:
        super().__init__(*arguments, case=case, **named)
        self.fields["channel"].choices = choices(code_list("disclosure_channels"))


class WrongForm(forms.Form):
    """What happened and what became of it."""

    outcome = forms.ChoiceField(label=_("Miten tiedoille kävi"), widget=forms.RadioSelect)
    words = text(_("Mitä tapahtui ja mitä teit"), rows=4, hint=_("Asiakas ja tietosuojavastaava saavat tiedon heti."))
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["outcome"].choices = choices(code_list("wrong_receiver_outcomes"))
