"""Forms of contacts, promises and needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.employers.models import Employer
from rinnalla.employers.vacancies.picking import (
    SKILLS,
    PickField,
    finds_nothing,
    occupation_choices,
    searches,
    sent,
)
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, choices, text
from rinnalla.servicemodels.codes import code_list

NO_CLIENT = _("Kaikki alueen toimijat lukevat tämän. Älä kirjoita mitään asiakkaasta.")


class ContactForm(forms.Form):
    """What a planned and a held contact share: when, how, what for, with whom."""

    on = DateField(label=_("Milloin"))
    channel = forms.ChoiceField(label=_("Miten"), widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=_("Mitä varten"), widget=forms.RadioSelect)
    contact_person = forms.ChoiceField(label=_("Kenen kanssa"), required=False)
    form_key = KeyField()

    def __init__(self, *arguments: Any, employer: Employer, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.people = {str(one.uuid): one for one in employer.people.all()}
        self.fields["contact_person"].choices = [
            ("", _("Ei ketään näistä")), *((key, str(one)) for key, one in self.people.items())
        ]
        self.fields["channel"].choices = choices(code_list("employer_channels"))
        self.fields["purpose"].choices = choices(code_list("employer_purposes"))
        self.fields["channel"].initial = "phone"
        self.fields["purpose"].initial = "learn_needs"
        self.fields["on"].initial = dates.today()

    def clean_contact_person(self) -> Any:
        return self.people.get(self.cleaned_data["contact_person"])


class PlanForm(ContactForm):
    """A contact that is meant; why, though somebody else is in touch."""

    despite = text(_("Miksi silti, vaikka joku muu on yhteydessä"), longest=200, required=False, hint=NO_CLIENT)
    field_order = ["on", "channel", "purpose", "contact_person", "despite"]


class NoteForm(ContactForm):
    """A contact that was held, in a few taps."""

    text = text(_("Mitä sovittiin"), rows=3, required=False, hint=NO_CLIENT)
    toolkit_given = forms.BooleanField(label=_("Annoin tai näytin työkalupakin"), required=False)
    field_order = ["on", "channel", "purpose", "contact_person", "text", "toolkit_given"]


class PromiseForm(forms.Form):
    """What was promised, by which day."""

    what = text(_("Mitä lupasit"), longest=200, hint=NO_CLIENT)
    due_on = DateField(label=_("Mihin mennessä"))
    form_key = KeyField()


class NeedForm(forms.Form):
    """Work that needs somebody."""

    what = text(_("Mihin työhön"), longest=160, hint=_("Esimerkiksi: hyllytys aamuisin"))
    people = forms.IntegerField(label=_("Montako tekijää"), min_value=1, max_value=500, initial=1)
    urgency = forms.ChoiceField(label=_("Kuinka pian"), widget=forms.RadioSelect)
    starts_on = DateField(label=_("Työ alkaisi"), required=False)
    workplace = forms.ChoiceField(label=_("Missä"), required=False)
    words = text(
        _("Etsi ammattia tai taitoa"), longest=60, required=False, hint=_("Esimerkiksi: keittiö. Paina Etsi.")
    )
    text = text(
        _("Mitä työ on ja mitä siinä voi järjestää"), rows=3, required=False,
        hint=_("Tehtävät, ajat, kuormitus, kuka ohjaa. Ei mitään asiakkaasta."),
    )
    occupation = forms.ChoiceField(label=_("Ammattiryhmä"), required=False, widget=forms.RadioSelect)
    skills = PickField(SKILLS, _("Taidot, joita tarvitaan"))
    form_key = KeyField()
    field_order = ["what", "people", "urgency", "starts_on", "workplace", "text", "words", "occupation", "skills"]

    def __init__(self, *arguments: Any, employer: Employer, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.workplaces = {str(one.uuid): one for one in employer.workplaces.filter(ended_on__isnull=True)}
        places = [(key, one.name) for key, one in self.workplaces.items()]
        self.fields["workplace"].choices = [("", _("Ei tiedossa")), *places]
        self.fields["urgency"].choices = choices(code_list("employer_urgencies"))
        self.searching = searches(self)
        self.asked = self.data.get("words", "") if self.is_bound else ""
        self.fields["skills"].offer(sent(self, "skills"), self.asked)
        self.fields["occupation"].choices = occupation_choices(self, self.asked)

    @property
    def nothing_found(self) -> bool:
        return finds_nothing(self.asked)

    def clean_workplace(self) -> Any:
        return self.workplaces.get(self.cleaned_data["workplace"])


class NeedClosingForm(forms.Form):
    """What came of a need."""

    outcome = forms.ChoiceField(label=_("Mitä tarpeesta tuli"), widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["outcome"].choices = choices(code_list("employer_need_outcomes"))
