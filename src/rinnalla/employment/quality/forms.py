"""The forms of a unit's quality page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.models import User
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, choices, text
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import code_list
from rinnalla.servicemodels.definitions import HIGHEST, LOWEST, QualityItem


class StartForm(forms.Form):
    """Who reviews."""

    reviewers = text(_("Ketkä arvioivat"), longest=200, hint=_("Nimet, myös talon ulkopuolelta. Ei asiakkaita."))
    form_key = KeyField()


class AnswerForm(forms.Form):
    """What the reviewer is asked of one criterion, and another step than the counted one with the reason."""

    answers = forms.MultipleChoiceField(
        label=_("Mikä näistä toteutuu"), widget=forms.CheckboxSelectMultiple, required=False
    )
    step = forms.TypedChoiceField(
        label=_("Porras"), widget=forms.RadioSelect, required=False, coerce=int, empty_value=None,
        help_text=_("Laskettu porras on ehdotus. Jos valitset toisen, kerro miksi."),
    )
    words = text(_("Mitä näitte"), rows=3, required=False, hint=_("Ei asiakkaiden nimiä eikä tietoja."))
    version = VersionField()

    def __init__(self, *arguments: Any, item: QualityItem, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["words"].widget.attrs["maxlength"] = 500
        self.fields["words"].max_length = 500
        steps = [(n, f"{n}: {item.steps[n - 1].in_language}") for n in range(HIGHEST, LOWEST - 1, -1)]
        self.fields["step"].choices = [("", _("Niin kuin laskettu")), *steps]
        if item.asks:
            self.fields["answers"].choices = [(one.key, one.names.in_language) for one in item.asks]
        else:
            del self.fields["answers"]

    def told(self) -> dict[str, bool]:
        return dict.fromkeys(self.cleaned_data.get("answers", ()), True)


class ApprovalForm(forms.Form):
    """A manager signs."""

    version = VersionField()


class ImprovementForm(forms.Form):
    """What is done, who sees to it, by when."""

    what = text(_("Mitä tehdään"), longest=300, hint=_("Yksi asia, joka muuttuu. Ei asiakkaiden nimiä."))
    owner = forms.ChoiceField(label=_("Kuka vastaa"))
    due_on = DateField(label=_("Mihin mennessä"))
    form_key = KeyField()

    def __init__(self, *arguments: Any, people: Iterable[User], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.people = {str(one.uuid): one for one in people}
        named_people = [(key, one.name) for key, one in self.people.items()]
        self.fields["owner"].choices = [("", _("Valitse")), *named_people]
        self.fields["due_on"].initial = dates.add_months(dates.today(), 3)

    def clean_owner(self) -> User:
        return self.people[self.cleaned_data["owner"]]


class PracticeForm(forms.Form):
    """What the unit did, and when."""

    kind = forms.ChoiceField(label=_("Mitä tehtiin"), widget=forms.RadioSelect)
    on = DateField(label=_("Päivä"), initial=dates.today)
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kind"].choices = choices(code_list("practice_kinds"))


class TimeForm(forms.Form):
    """How much a coach works here."""

    percent = forms.IntegerField(label=_("Työaika tässä yksikössä, % täydestä"), min_value=1, max_value=100)
    other_percent = forms.IntegerField(
        label=_("Siitä muihin tehtäviin, %"), min_value=0, max_value=100,
        help_text=_("Kaikki muu kuin asiakkaiden valmennus: esimerkiksi toinen palvelu."),
    )
    version = VersionField()


class ComparisonForm(forms.Form):
    """With which unit."""

    other = forms.ChoiceField(label=_("Minkä yksikön kanssa"), widget=forms.RadioSelect)
    form_key = KeyField()

    def __init__(self, *arguments: Any, units: Iterable[Unit], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.units = {str(one.uuid): one for one in units}
        names = [(key, f"{one.organisation.name}, {one.name}") for key, one in self.units.items()]
        self.fields["other"].choices = names

    def clean_other(self) -> Unit:
        return self.units[self.cleaned_data["other"]]
