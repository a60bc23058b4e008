"""Forms: what is picked into a profile, the disclosure plan, and the decision of a vacancy."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.employers.vacancies.forms import hours_field, municipalities
from rinnalla.employers.vacancies.picking import OCCUPATIONS, SKILLS, PickField, finds_nothing, searches, sent
from rinnalla.employment.matching.models import NOT_NOW, PROPOSE
from rinnalla.employment.matching.picks import LONGEST_WORDS
from rinnalla.lib.forms import KeyField, VersionField, choices
from rinnalla.lib.forms import text as words_of
from rinnalla.servicemodels.codes import code_list

PICKED = ("occupations", "picked_skills", "municipalities", "hours_from", "hours_to", "times", "picked_limits",
          "no_limits")  # fmt: skip


class PicksForm(forms.Form):
    """Occupations and skills by search, municipalities, hours and times of the day, and what work can't be."""

    words = words_of(
        _("Etsi ammattia tai taitoa"), longest=60, required=False, hint=_("Esimerkiksi: puutarha. Paina Etsi.")
    )
    occupations = PickField(OCCUPATIONS, _("Ammatit, joita toivot"))
    picked_skills = PickField(SKILLS, _("Mitä osaat"))
    municipalities = forms.MultipleChoiceField(
        label=_("Kunnat, joissa voit käydä töissä"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Ajattele myös matkaa: miten pääset sinne ja takaisin."),
    )
    hours_from = hours_field(_("Tunteja viikossa vähintään"))
    hours_to = hours_field(_("Tunteja viikossa enintään"))
    times = forms.MultipleChoiceField(
        label=_("Mihin aikaan sinulle sopii"), required=False, widget=forms.CheckboxSelectMultiple
    )
    picked_limits = forms.MultipleChoiceField(
        label=_("Mitä työssä ei voi olla"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Vain mitä työssä ei voi olla, ei syytä siihen. Tätä ei näe työnantaja."),
    )
    no_limits = forms.BooleanField(label=_("Kysytty: ei ole mitään, mitä työssä ei voi olla"), required=False)
    version = VersionField()

    def __init__(self, *arguments: Any, region_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.searching = searches(self)
        self.asked = self.data.get("words", "") if self.is_bound else ""
        for name in ("occupations", "picked_skills"):
            self.fields[name].offer(sent(self, name), self.asked)
        self.fields["municipalities"].choices = municipalities(region_id)
        self.fields["times"].choices = choices(code_list("work_times"))
        limits = [(one.key, one.definition.as_limit.in_language) for one in code_list("work_demands")]
        self.fields["picked_limits"].choices = limits

    @property
    def nothing_found(self) -> bool:
        return finds_nothing(self.asked)

    def picks(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PICKED}


class DisclosureForm(forms.Form):
    """What an employer is told, item by item: told or not, when, by whom, in which words."""

    version = VersionField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        stances = [("", _("Ei vielä sovittu")), *choices(code_list("disclosure_stances"))]
        moments = [("", _("Ei valittu")), *choices(code_list("disclosure_moments"))]
        tellers = [("", _("Ei valittu")), *choices(code_list("disclosure_tellers"))]
        self.items = code_list("disclosure_items")
        for one in self.items:
            self.fields[f"{one.key}_stance"] = forms.ChoiceField(
                label=_("Kerrotaanko"), choices=stances, required=False
            )
            self.fields[f"{one.key}_when"] = forms.ChoiceField(label=_("Milloin"), choices=moments, required=False)
            self.fields[f"{one.key}_who"] = forms.ChoiceField(label=_("Kuka kertoo"), choices=tellers, required=False)
            self.fields[f"{one.key}_words"] = words_of(_("Millä sanoilla"), longest=LONGEST_WORDS, required=False)

    @property
    def rows(self) -> list[tuple[str, list[Any]]]:
        """Each item's name with its fields."""
        parts = ("stance", "when", "who", "words")
        return [(one.name, [self[f"{one.key}_{part}"] for part in parts]) for one in self.items]

    def planned(self) -> list[dict[str, str]]:
        """The items that something was agreed of."""
        told = self.cleaned_data
        parts = ("stance", "when", "who", "words")
        rows = [{"item": one.key, **{part: told[f"{one.key}_{part}"] for part in parts}} for one in self.items]
        return [one for one in rows if one["stance"]]


def start_of(disclosure: Iterable[dict[str, str]]) -> dict[str, str]:
    """What the form of the plan begins from."""
    parts = ("stance", "when", "who", "words")
    return {f"{one['item']}_{part}": one.get(part, "") for one in disclosure for part in parts}


class DecisionForm(forms.Form):
    """What the coach does with a vacancy for a client."""

    task = forms.ChoiceField(label=_("Mistä työstä on kyse"), widget=forms.RadioSelect, required=False)
    decision = forms.ChoiceField(
        label=_("Mitä teet"), widget=forms.RadioSelect,
        choices=[(PROPOSE, _("Ehdotan asiakkaalle")), (NOT_NOW, _("Ei nyt"))],
    )
    words = words_of(
        _("Miksi"), rows=3, required=False,
        hint=_("Kirjoita niin, että asiakas voi lukea tämän. Jos valitset ”Ei nyt”, kerro miksi."),
    )
    form_key = KeyField()

    def __init__(self, *arguments: Any, vacancy: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.tasks = {str(one.uuid): one for one in vacancy.tasks.all() if one.dropped_at is None}
        self.fields["task"].choices = [
            ("", _("Koko paikka")), *((key, one.name) for key, one in self.tasks.items())
        ]

    def clean_task(self) -> Any:
        return self.tasks.get(self.cleaned_data["task"])
