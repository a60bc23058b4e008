"""The form of one's own competence: a mark for each area of the training."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.servicemodels.codes import code_name

MARKS = [(str(one), str(one)) for one in range(1, 6)]


class RatingForm(forms.Form):
    """A mark for each area; the moment is the one the form was drawn for."""

    moment = forms.CharField(widget=forms.HiddenInput, max_length=6)

    def __init__(self, *arguments: Any, areas: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.areas = areas
        for area in areas:
            self.fields[area] = forms.ChoiceField(
                label=code_name("competence_areas", area), choices=MARKS, widget=forms.RadioSelect,
                help_text=_("1 en osaa vielä, 5 osaan hyvin"),
            )

    @property
    def marks(self) -> dict[str, int]:
        return {area: int(self.cleaned_data[area]) for area in self.areas}
