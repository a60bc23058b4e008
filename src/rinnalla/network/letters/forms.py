"""The forms of letters of intent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rinnalla.employers.models import Employer
from rinnalla.lib import dates
from rinnalla.lib.forms import DateField, KeyField, text
from rinnalla.network.letters.actions import Promised
from rinnalla.network.letters.models import LetterOfIntent

PAPER = (
    "party",
    "party_kind",
    "takes",
    "what",
    "places",
    "signed_on",
    "contact_name",
    "contact_phone",
    "contact_email",
    "kept_in",
)


class LetterForm(forms.Form):
    """Who takes how many, to what, and when it is looked at."""

    party = text(_("Kuka sitoutuu"), longest=200, hint=_("Järjestön tai työnantajan nimi."))
    party_kind = forms.ChoiceField(label=_("Millainen toimija"), choices=LetterOfIntent.Party.choices,
                                   widget=forms.RadioSelect)  # fmt: skip
    takes = forms.ChoiceField(label=_("Mihin sitoudutaan"), choices=LetterOfIntent.Takes.choices,
                              widget=forms.RadioSelect)  # fmt: skip
    what = text(_("Mitä on sovittu"), rows=3, longest=2000, hint=_("Työ, tuki ja ehdot. Älä kirjoita asiakkaan nimeä."))
    places = forms.IntegerField(label=_("Paikkoja"), min_value=1, max_value=500)
    from_on = DateField(label=_("Ensimmäinen päivä"))
    to_on = DateField(label=_("Viimeinen päivä"))
    signed_on = DateField(label=_("Allekirjoitettu"))
    kept_in = text(_("Missä allekirjoitettu aiesopimus on"), longest=200, required=False)
    contact_name = text(_("Yhteyshenkilö"), longest=120)
    contact_phone = text(_("Puhelin"), longest=40, required=False)
    contact_email = forms.EmailField(label=_("Sähköposti"), required=False)
    follow_up_on = DateField(label=_("Milloin tilanne katsotaan"), help_text=_("Saat silloin muistutuksen."))
    employer = forms.UUIDField(widget=forms.HiddenInput, required=False)
    form_key = KeyField()

    def promised(self) -> Promised:
        return Promised(**{name: self.cleaned_data[name] for name in PAPER})


def of_employer(employer: Employer) -> dict[str, Any]:
    """What the register knows already."""
    contact = employer.people.first()
    known = {"party": employer.name, "party_kind": LetterOfIntent.Party.EMPLOYER, "employer": employer.uuid}
    if contact:
        known |= {"contact_name": contact.name, "contact_phone": contact.phone, "contact_email": contact.email}
    return known


class FollowUpForm(forms.Form):
    """How it stands now."""

    on = DateField(label=_("Päivä"))
    filled = forms.IntegerField(label=_("Paikkoja täytetty tähän mennessä"), min_value=0, max_value=500)
    words = text(_("Miten on mennyt ja mitä sovittiin"), rows=3, longest=2000, hint=_("Älä kirjoita asiakkaan nimeä."))
    next_on = DateField(label=_("Milloin tilanne katsotaan seuraavaksi"))
    form_key = KeyField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["on"].initial = dates.today()


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(label=_("Miten kävi"), choices=LetterOfIntent.Outcome.choices, widget=forms.RadioSelect)
    words = text(_("Mitä aiesopimuksesta seurasi"), rows=3, longest=2000, hint=_("Älä kirjoita asiakkaan nimeä."))
