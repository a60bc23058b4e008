"""The forms of surveys: a round, whom to ask, the questions themselves, services used, what was done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.employers.models import Employer, EmployerPerson
from rinnalla.employers.surveys.models import SurveyRound
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.servicemodels.codes import code_list

SKIP = _("En osaa sanoa")


class RoundForm(forms.Form):
    """A new round."""

    name = text(_("Kierroksen nimi"), longest=120, hint=_("Esimerkiksi Syksy 2026"))
    opens_on = DateField(label=_("Alkaa"), initial=dates.today)
    closes_on = DateField(
        label=_("Päättyy"),
        help_text=_("Tulokset näkyvät, kun kierros on päättynyt. Uusia vastauksia ei silloin oteta."),
    )
    form_key = KeyField()


class EndForm(forms.Form):
    """Another last day."""

    closes_on = DateField(label=_("Päättyy"))
    version = VersionField()


class _OfRound(forms.Form):
    round = forms.ChoiceField(label=_("Kierros"), widget=forms.RadioSelect)

    def offer(self, rounds: list[SurveyRound]) -> None:
        self.rounds = {str(one.uuid): one for one in rounds}
        self.fields["round"].choices = [(key, one.name) for key, one in self.rounds.items()]
        if len(rounds) == 1:
            self.fields["round"].initial = str(rounds[0].uuid)

    def clean_round(self) -> SurveyRound:
        return self.rounds[self.cleaned_data["round"]]


class AskForm(_OfRound):
    """Which contact person answers."""

    whom = forms.ChoiceField(
        label=_("Kenelle linkki lähtee"), widget=forms.RadioSelect,
        help_text=_("Vain yhteyshenkilöt, joilla on sähköpostiosoite."),
    )
    field_order = ["round", "whom"]

    def __init__(self, *args: Any, employer: Employer, rounds: list[SurveyRound], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(rounds)
        self.people = {str(one.uuid): one for one in employer.people.exclude(email="")}
        self.fields["whom"].choices = [(key, f"{one}, {one.email}") for key, one in self.people.items()]

    def clean_whom(self) -> EmployerPerson:
        return self.people[self.cleaned_data["whom"]]


class AnswerForm(forms.Form):
    """The questions of a round: a mark each, and any may be left out."""

    def __init__(self, *args: Any, round: SurveyRound | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = [one.key for one in code_list("survey_items") if round is None or one.key in round.items]
        for one in code_list("survey_items"):
            if one.key not in self.items:
                continue
            marks = [(str(mark), str(mark)) for mark in range(1, one.definition.highest + 1)]
            marks[0] = ("1", f"1, {one.definition.lowest.in_language}")
            marks[-1] = (marks[-1][0], f"{marks[-1][0]}, {one.definition.most.in_language}")
            self.fields[one.key] = forms.ChoiceField(
                label=one.name, required=False, widget=forms.RadioSelect, choices=[*marks, ("", SKIP)]
            )

    @property
    def marks(self) -> dict[str, int]:
        """What was answered, without the questions that were left out."""
        return {key: int(self.cleaned_data[key]) for key in self.items if self.cleaned_data.get(key)}


class EnterForm(AnswerForm, _OfRound):
    """An answer given otherwise, entered by whoever heard it."""

    def __init__(self, *args: Any, rounds: list[SurveyRound], **kwargs: Any) -> None:
        super().__init__(*args, round=None, **kwargs)
        self.offer(rounds)
        self.order_fields(["round", *self.items])


class UseForm(forms.Form):
    """A supporting service that the employer used."""

    service = forms.ChoiceField(label=_("Mitä palvelua työnantaja käytti"), widget=forms.RadioSelect)
    on = DateField(label=_("Milloin"), initial=dates.today)
    form_key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = choices(code_list("employer_services"))


class AttitudeForm(forms.Form):
    """What was done so that employers would think anew."""

    kind = forms.ChoiceField(label=_("Mitä tehtiin"), widget=forms.RadioSelect)
    what = text(_("Kerro lyhyesti"), longest=200, hint=_("Älä kirjoita asiakkaista mitään."))
    on = DateField(label=_("Milloin"), initial=dates.today)
    employers = forms.IntegerField(
        label=_("Kuinka montaa työnantajaa se koski"), min_value=1, max_value=9999, initial=1
    )
    form_key = KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices(code_list("attitude_actions"))
