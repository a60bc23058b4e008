"""Forms of a vacancy, of a task of it, of what came of it; and the search of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.employers.contacting.forms import NO_CLIENT
from rinnalla.employers.models import Employer
from rinnalla.employers.vacancies.models import FILLED, WITHDRAWN
from rinnalla.employers.vacancies.picking import SKILLS, PickField, finds_nothing, occupation_choices, searches, sent
from rinnalla.lib.forms import DateField, KeyField, choices, text
from rinnalla.organisations.models import Municipality
from rinnalla.servicemodels.codes import code_list


def hours_field(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=1, max_value=48, decimal_places=1, max_digits=4, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
    )


class SearchForm(forms.Form):
    """Finding a vacancy: words of the title, and the municipality."""

    q = text(_("Työ tai työnantaja"), longest=100, required=False)
    municipality = forms.ChoiceField(label=_("Kunta"), required=False)

    def __init__(self, *arguments: Any, region_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["municipality"].choices = [("", _("Kaikki kunnat")), *municipalities(region_id)]


class Picking(forms.Form):
    """A form with skills that are picked by search, what the work asks, and the times of the day."""

    words = text(
        _("Etsi ammattia tai taitoa"), longest=60, required=False, hint=_("Esimerkiksi: keittiö. Paina Etsi.")
    )
    skills = PickField(SKILLS, _("Taidot, joita tarvitaan"))
    demands = forms.MultipleChoiceField(
        label=_("Mitä työssä on"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Merkitse vain se, mikä kuuluu työhön joka viikko."),
    )
    times = forms.MultipleChoiceField(
        label=_("Mihin aikaan"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.searching = searches(self)
        self.asked = self.data.get("words", "") if self.is_bound else ""
        self.fields["skills"].offer(sent(self, "skills"), self.asked)
        self.fields["demands"].choices = choices(code_list("work_demands"))
        self.fields["times"].choices = choices(code_list("work_times"))

    @property
    def nothing_found(self) -> bool:
        return finds_nothing(self.asked)

    def values(self) -> dict[str, Any]:
        """What the actions keep."""
        aside = ("words", "form_key", "version")
        return {name: value for name, value in self.cleaned_data.items() if name not in aside}


class VacancyForm(Picking):
    """Work that an employer has open."""

    title = text(_("Mikä työ"), longest=160, hint=_("Esimerkiksi: hyllyttäjä aamuvuoroon"))
    text = text(_("Mitä työssä tehdään"), rows=4, required=False, hint=NO_CLIENT)
    occupation = forms.ChoiceField(label=_("Ammattiryhmä"), required=False, widget=forms.RadioSelect)
    workplace = forms.ChoiceField(label=_("Työpaikka"), required=False)
    municipality = forms.ChoiceField(label=_("Kunta"), required=False)
    hours_from = hours_field(_("Tunteja viikossa vähintään"))
    hours_to = hours_field(_("Tunteja viikossa enintään"))
    places = forms.IntegerField(label=_("Montako paikkaa"), min_value=1, max_value=500, initial=1)
    starts_on = DateField(label=_("Työ alkaa"), required=False)
    deadline = DateField(label=_("Viimeinen hakupäivä"), required=False)
    form_key = KeyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = [
        "title", "text", "words", "occupation", "skills", "demands", "workplace", "municipality", "hours_from",
        "hours_to", "times", "places", "starts_on", "deadline",
    ]

    def __init__(self, *arguments: Any, employer: Employer, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.workplaces = {str(one.uuid): one for one in employer.workplaces.filter(ended_on__isnull=True)}
        self.places_by_code = {one.code: one for one in Municipality.objects.filter(region_id=employer.region_id)}
        named_places = [(key, one.name) for key, one in self.workplaces.items()]
        self.fields["workplace"].choices = [("", _("Ei tiedossa")), *named_places]
        self.fields["municipality"].choices = [("", _("Ei tiedossa")), *municipalities(employer.region_id)]
        self.fields["occupation"].choices = occupation_choices(self, self.asked)

    def clean_workplace(self) -> Any:
        return self.workplaces.get(self.cleaned_data["workplace"])

    def clean_municipality(self) -> Any:
        return self.places_by_code.get(self.cleaned_data["municipality"])


class TaskForm(Picking):
    """A task that can be carved out or tailored."""

    name = text(_("Mikä tehtävä"), longest=160, hint=_("Esimerkiksi: kukkien kastelu ja lavojen siivous"))
    text = text(_("Miten se tehdään ja kuka ohjaa"), rows=3, required=False, hint=NO_CLIENT)
    way = forms.ChoiceField(label=_("Mitä tehtävälle voi tehdä"), widget=forms.RadioSelect)
    hours = hours_field(_("Tunteja viikossa"))
    form_key = KeyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["name", "text", "way", "words", "skills", "demands", "hours", "times"]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["way"].choices = choices(code_list("task_ways"))


class ClosingForm(forms.Form):
    """What came of a vacancy."""

    outcome = forms.ChoiceField(
        label=_("Mitä paikasta tuli"), widget=forms.RadioSelect,
        choices=[(FILLED, _("Tekijä löytyi")), (WITHDRAWN, _("Työnantaja perui paikan"))],
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def municipalities(region_id: int) -> list[tuple[str, str]]:
    rows = Municipality.objects.filter(region_id=region_id)
    return sorted(((one.code, one.name) for one in rows), key=lambda pair: pair[1])
