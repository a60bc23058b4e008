"""The forms of the steps towards work."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.cases.models import Case
from rinnalla.employment.ladder.models import ProgressMove
from rinnalla.employment.ladder.reading import Proposal, steps
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, choices, text
from rinnalla.servicemodels.codes import code_list

FIRST = "first_look"


class MoveForm(forms.Form):
    """To which step, from which day on, and what had happened. A proposal only fills in; the writer decides."""

    to_step = forms.ChoiceField(label=_("Millä portaalla asiakas nyt on"), widget=forms.RadioSelect)
    on = DateField(label=_("Mistä päivästä alkaen"))
    ground = forms.ChoiceField(label=_("Mitä tapahtui"))
    words = text(_("Kerro tarvittaessa lisää"), rows=3, required=False)
    from_step = forms.CharField(widget=forms.HiddenInput, required=False)
    form_key = KeyField()

    def __init__(
        self, *arguments: Any, case: Case, standing: ProgressMove | None, proposal: Proposal | None, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        here = standing.to_step if standing else ""
        drawn_from = self.data.get("from_step", "") if self.is_bound else here  # a second press: drawn from the first
        self.fields["to_step"].choices = choices(one for one in steps(case) if one.key != drawn_from)
        grounds = [one for one in code_list("progress_grounds") if not drawn_from or one.key != FIRST]
        self.fields["ground"].choices = choices(grounds, empty=_("Valitse"))
        self.fields["from_step"].initial = here
        self.fields["on"].initial = proposal.on if proposal else dates.today()
        if proposal:
            self.fields["to_step"].initial, self.fields["ground"].initial = proposal.step, proposal.ground
        elif standing is None:
            self.fields["ground"].initial = FIRST


class WithdrawalForm(forms.Form):
    """Why a move is taken back."""

    reason = text(_("Miksi kirjaus perutaan"), longest=300)
