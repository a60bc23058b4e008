"""The forms of needs of competence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, choices, text
from rinnalla.network.learning.models import Training
from rinnalla.servicemodels.codes import code_list


class SurveyForm(forms.Form):
    """A new survey."""

    name = text(_("Kyselyn nimi"), longest=120, hint=_("Esimerkiksi Kevät 2027"))
    opens_on = DateField(label=_("Alkaa"), initial=dates.today)
    closes_on = DateField(label=_("Päättyy"))
    form_key = KeyField()


class SurveyAnswerForm(forms.Form):
    """In which areas one would need to learn more."""

    areas = forms.MultipleChoiceField(label=_("Missä haluaisit oppia lisää"), widget=forms.CheckboxSelectMultiple)
    words = text(_("Kerro tarkemmin"), rows=2, required=False, longest=400, hint=_("Älä kirjoita asiakkaasta."))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["areas"].choices = choices(code_list("competence_areas"))


class NeedForm(forms.Form):
    """A need that came up at work."""

    area = forms.ChoiceField(label=_("Osaaminen"), widget=forms.RadioSelect)
    words = text(_("Mitä haluaisit oppia"), rows=2, longest=400, hint=_("Älä kirjoita asiakkaasta."))
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["area"].choices = choices(code_list("competence_areas"))


class MeetForm(forms.Form):
    """How a need is met."""

    training = forms.ChoiceField(label=_("Koulutus, joka vastaa tarpeeseen"), required=False)
    answer = text(
        _("Vastaus"), rows=3, required=False, longest=400, hint=_("Esimerkiksi kuka auttaa tai mistä löytyy ohje.")
    )

    def __init__(self, *arguments: Any, by: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        rows = Training.objects.visible_to(by).filter(cancelled_at__isnull=True).order_by("-starts_at")[:100]
        self.rows = {str(one.uuid): one for one in rows}
        self.fields["training"].choices = [
            ("", _("Ei koulutusta")),
            *((key, f"{one.title} {dates.d(dates.local(one.starts_at).date())}") for key, one in self.rows.items()),
        ]

    def clean_training(self) -> Training | None:
        return self.rows.get(self.cleaned_data["training"])
