"""Forms of a letter of intent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.employers.contacting.forms import NO_CLIENT
from rinnalla.employers.models import Employer
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, VersionField, text


class LetterForm(forms.Form):
    """What the employer means to do."""

    places = forms.IntegerField(label=_("Montako paikkaa"), min_value=1, max_value=500)
    signed_on = DateField(label=_("Allekirjoitettu"))
    starts_on = DateField(label=_("Voimassa alkaen"))
    ends_on = DateField(label=_("Voimassa asti"))
    follow_up_on = DateField(label=_("Seuranta"), help_text=_("Päivä, jona katsotte yhdessä, miten on mennyt."))
    signer = forms.ChoiceField(label=_("Kuka allekirjoitti"), required=False)
    text = text(_("Mistä sovittiin"), rows=3, required=False, hint=NO_CLIENT)
    form_key = KeyField()

    def __init__(self, *arguments: Any, employer: Employer, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.people = {str(one.uuid): one for one in employer.people.all()}
        people = [(key, str(one)) for key, one in self.people.items()]
        self.fields["signer"].choices = [("", _("Ei ketään näistä")), *people]
        today = dates.today()
        for name, months in (("signed_on", 0), ("starts_on", 0), ("ends_on", 12), ("follow_up_on", 3)):
            self.fields[name].initial = dates.add_months(today, months)

    def clean_signer(self) -> Any:
        return self.people.get(self.cleaned_data["signer"])


class FollowForm(forms.Form):
    """How it is going."""

    filled = forms.IntegerField(label=_("Montako paikkaa on täytetty"), min_value=0)
    follow_up_on = DateField(label=_("Seuraava seuranta"))
    version = VersionField()


class LetterClosingForm(forms.Form):
    """What came of it."""

    filled = forms.IntegerField(label=_("Montako paikkaa täytettiin"), min_value=0)
    result = text(_("Mitä aiesopimuksesta tuli"), rows=3, hint=NO_CLIENT)
    version = VersionField()
